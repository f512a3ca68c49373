namespace RawHttp.Echo;

/// <summary>What a client's idle timeout leads to, once it has been told.</summary>
public enum TimeoutEnding
{
    /// <summary>The connection is shut down, then let go of.</summary>
    Shutdown,

    /// <summary>The connection is only let go of. The session's file still holds it, so the client can go on as if nothing had happened.</summary>
    Release,
}
