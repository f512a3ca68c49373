namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A 101 has no Upgrade.</summary>
    public static FindingKind SwitchingNoUpgrade { get; } = Warning(
        "RFC9110-15.2.2-NO-UPGRADE",
        "A 101 names in Upgrade the protocol that follows it; without the name a client cannot know what it reads.",
        @"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "Add Upgrade with the name of the protocol, and Connection: upgrade.");

    /// <summary>A redirect has no Location.</summary>
    public static FindingKind NoLocation { get; } = Warning(
        "RFC9110-15.4-NO-LOCATION",
        "A 301, 302, 303, 307 or 308 names its target in Location; without it a client cannot follow.",
        @"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
        "Add Location with the target of the redirection.");

    /// <summary>A 401 has no WWW-Authenticate.</summary>
    public static FindingKind NoChallenge { get; } = Warning(
        "RFC9110-15.5.2-NO-CHALLENGE",
        "A 401 has WWW-Authenticate with at least one challenge.",
        @"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
        "Add WWW-Authenticate with a challenge, or answer with 403 if no credentials would help.");

    /// <summary>A 405 has no Allow.</summary>
    public static FindingKind NoAllow { get; } = Warning(
        "RFC9110-15.5.6-NO-ALLOW",
        "A 405 has Allow with the methods that the resource supports.",
        @"HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n",
        "Add Allow with the methods of the resource; it may be empty.");

    /// <summary>A 407 has no Proxy-Authenticate.</summary>
    public static FindingKind NoProxyChallenge { get; } = Warning(
        "RFC9110-15.5.8-NO-PROXY-CHALLENGE",
        "A 407 has Proxy-Authenticate with at least one challenge.",
        @"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
        "Add Proxy-Authenticate with a challenge.");

    /// <summary>A 416 has no Content-Range with the complete length.</summary>
    public static FindingKind NoCompleteLength { get; } = Info(
        "RFC9110-15.5.17-NO-COMPLETE-LENGTH",
        "A 416 to a range of bytes has Content-Range with an asterisk and the complete length.",
        @"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n",
        "Add Content-Range: bytes */LENGTH.");

    /// <summary>A 426 has no Upgrade.</summary>
    public static FindingKind RequiredNoUpgrade { get; } = Warning(
        "RFC9110-15.5.22-NO-UPGRADE",
        "A 426 names in Upgrade the protocols that it requires.",
        @"HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n",
        "Add Upgrade with the protocols that are required, and Connection: upgrade.");
}

/// <summary>Checks whether a response has the fields that its status requires (RFC 9110 §15).</summary>
internal static class StatusRules
{
    public static void Check(ResponseHead head, FindingLog findings)
    {
        var status = head.StatusLine.StatusCode;
        if (RequiredBy(status) is ({ } name, { } kind))
        {
            if (!head.Fields.TryGet(name, out var field))
            {
                findings.Add(kind, head.Offset, 0, $"A {status} has no {name} field.");
            }
            else if (field.Value.IsEmpty && MustName(status))
            {
                findings.Add(kind, field.Offset, field.Length, $"{name} in a {status} is empty.");
            }
        }

        ConnectionRules.CheckUpgrade(head.Fields, findings);
        PartialContentRules.CheckFields(head, findings);
    }

    // An empty Allow is a resource without methods (RFC 9110 §10.2.1), and an empty Location a reference to itself.
    private static bool MustName(int status) => status is 101 or 401 or 407 or 426;

    private static (string? Field, FindingKind? Kind) RequiredBy(int status) => status switch
    {
        101 => ("Upgrade", FindingKinds.SwitchingNoUpgrade),
        301 or 302 or 303 or 307 or 308 => ("Location", FindingKinds.NoLocation),
        401 => ("WWW-Authenticate", FindingKinds.NoChallenge),
        405 => ("Allow", FindingKinds.NoAllow),
        407 => ("Proxy-Authenticate", FindingKinds.NoProxyChallenge),
        416 => ("Content-Range", FindingKinds.NoCompleteLength),
        426 => ("Upgrade", FindingKinds.RequiredNoUpgrade),
        _ => default,
    };
}
