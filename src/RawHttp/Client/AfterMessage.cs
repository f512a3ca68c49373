namespace RawHttp.Client;

/// <summary>What the server did with the connection after a whole message, in the words of --json.</summary>
public enum AfterMessage
{
    /// <summary>It closed in order.</summary>
    Fin,

    /// <summary>It reset the connection, or broke TLS.</summary>
    Reset,

    /// <summary>It held the connection open for the whole time that the client waited.</summary>
    Open,

    /// <summary>It sent more.</summary>
    Bytes,
}
