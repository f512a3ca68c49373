namespace RawHttp.Echo;

/// <summary>What happens to the connection after a client's idle timeout was reported to it.</summary>
public enum TimeoutEnding
{
    /// <summary>The connection is shut down, then released.</summary>
    Shutdown,

    /// <summary>The connection is only released. The session's file still holds it, so the client can continue as before.</summary>
    Release,
}
