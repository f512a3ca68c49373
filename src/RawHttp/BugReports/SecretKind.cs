namespace RawHttp.BugReports;

/// <summary>What a replaced value was.</summary>
public enum SecretKind
{
    /// <summary>The name of a host.</summary>
    Host,

    /// <summary>A URI, all but its scheme.</summary>
    Uri,

    /// <summary>The value of a cookie.</summary>
    Cookie,

    /// <summary>Credentials, or a challenge for them.</summary>
    Credentials,

    /// <summary>A token: an entity tag, a digest, a long word of letters and digits.</summary>
    Token,

    /// <summary>An IP address.</summary>
    Address,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>The value of a field that is not known to be harmless, a reason phrase, or a chunk extension.</summary>
    Value,

    /// <summary>Content, or octets that belong to no message.</summary>
    Content,
}
