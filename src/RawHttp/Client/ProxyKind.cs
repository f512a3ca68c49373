namespace RawHttp.Client;

/// <summary>What a proxy speaks.</summary>
public enum ProxyKind
{
    /// <summary>HTTP: requests in absolute-form, and CONNECT for a tunnel (RFC 9110 §9.3.6).</summary>
    Http,

    /// <summary>SOCKS 5 (RFC 1928), with addresses that this side resolves.</summary>
    Socks5,

    /// <summary>SOCKS 5, with names that the proxy resolves.</summary>
    Socks5h,
}
