namespace RawHttp.Net;

/// <summary>The version of the PROXY protocol's header.</summary>
public enum ProxyProtocol
{
    /// <summary>No header.</summary>
    None,

    /// <summary>Version 1, a line of text.</summary>
    V1,

    /// <summary>Version 2, binary.</summary>
    V2,
}
