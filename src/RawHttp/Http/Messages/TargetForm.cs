namespace RawHttp.Http;

/// <summary>The form of a request target (RFC 9112 §3.2).</summary>
public enum TargetForm
{
    /// <summary>None of the four forms.</summary>
    None,

    /// <summary>A path and perhaps a query: <c>/a?b</c> (§3.2.1).</summary>
    Origin,

    /// <summary>A URI with its scheme: <c>http://example.org/a</c> (§3.2.2).</summary>
    Absolute,

    /// <summary>A host and a port: <c>example.org:443</c> (§3.2.3).</summary>
    Authority,

    /// <summary>An asterisk: the server itself (§3.2.4).</summary>
    Asterisk,
}
