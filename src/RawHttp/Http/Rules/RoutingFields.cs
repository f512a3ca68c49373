namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>Trailer is not a list of field names.</summary>
    public static FindingKind InvalidTrailer { get; } = Warning(
        "RFC9110-6.6.2-INVALID-TRAILER",
        "Trailer is a list of field names.",
        @"Trailer: Expires Digest\r\n",
        "List the names of the trailer fields, separated by commas.");

    /// <summary>Connection is not a list of tokens.</summary>
    public static FindingKind InvalidConnection { get; } = Warning(
        "RFC9110-7.6.1-INVALID-CONNECTION",
        "Connection is a list of tokens.",
        @"Connection: keep alive\r\n",
        "Send tokens separated by commas: close, keep-alive, or names of fields for this connection.");

    /// <summary>Via is not a list of intermediaries.</summary>
    public static FindingKind InvalidVia { get; } = Warning(
        "RFC9110-7.6.3-INVALID-VIA",
        "Via is a list of protocol versions, each followed by a name that may have a port, and perhaps a comment.",
        @"Via: varnish\r\n",
        "Write each hop as VERSION NAME, such as 1.1 proxy.example, with commas between hops.");

    /// <summary>Upgrade is not a list of protocols.</summary>
    public static FindingKind InvalidUpgrade { get; } = Warning(
        "RFC9110-7.8-INVALID-UPGRADE",
        "Upgrade is a list of protocol names that may each have a version after a slash.",
        @"Upgrade: HTTP/\r\n",
        "List protocol names, each perhaps with a slash and a version, separated by commas.");

    /// <summary>Transfer-Encoding is not a list of codings.</summary>
    public static FindingKind InvalidTransferEncoding { get; } = Warning(
        "RFC9112-6.1-INVALID-TRANSFER-ENCODING",
        "Transfer-Encoding is a list of codings, which are tokens with parameters.",
        @"Transfer-Encoding: chunked gzip\r\n",
        "Send Transfer-Encoding: chunked.");
}

/// <summary>Fields of the connection and of intermediaries (RFC 9110 §7, RFC 9112 §6.1).</summary>
internal static class RoutingFields
{
    public static IReadOnlyList<FieldRule> Rules =>
    [
        FieldRule.TokenList("Connection", FindingKinds.InvalidConnection),
        FieldRule.TokenList("Trailer", FindingKinds.InvalidTrailer),
        FieldRule.List("Via", FindingKinds.InvalidVia, Received),
        FieldRule.List("Upgrade", FindingKinds.InvalidUpgrade, (ref grammar) => grammar.NameAndVersion()),
        FieldRule.List("Transfer-Encoding", FindingKinds.InvalidTransferEncoding, TransferCoding),
    ];

    private static bool Received(ref FieldGrammar grammar)
    {
        if (!grammar.NameAndVersion() || !grammar.SkipWhitespace() || !ReceivedBy(ref grammar))
        {
            return false;
        }

        if (grammar.Take((byte)':'))
        {
            grammar.Digits(out _);
        }

        return !(grammar.SkipWhitespace() && grammar.IsNext((byte)'(')) || grammar.Comment();
    }

    // RFC 7230 allowed a host here. RFC 9110 allows a token, which excludes an address in brackets; it is accepted as a host.
    private static bool ReceivedBy(ref FieldGrammar grammar) =>
        grammar.Take((byte)'[') ? grammar.TakeThrough((byte)']', out var host) && UriSyntax.IsAddress(host[..^1]) : grammar.Token();

    private static bool TransferCoding(ref FieldGrammar grammar)
    {
        var valid = grammar.Token();
        while (valid && grammar.TakeSpaced((byte)';'))
        {
            valid = grammar.SpacedParameter(out _, out _);
        }

        return valid;
    }
}
