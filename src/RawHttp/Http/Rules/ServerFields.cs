using System.Text;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>Strict-Transport-Security is malformed, or has no max-age.</summary>
    public static FindingKind InvalidStrictTransportSecurity { get; } = Warning(
        "RFC6797-6.1-INVALID-STRICT-TRANSPORT-SECURITY",
        "Strict-Transport-Security is directives between semicolons, one of them max-age with seconds.",
        @"Strict-Transport-Security: includeSubDomains\r\n",
        "Send max-age=SECONDS, with includeSubDomains or preload after semicolons if they are wanted.");

    /// <summary>A directive of Strict-Transport-Security is given more than once.</summary>
    public static FindingKind RepeatedDirective { get; } = Warning(
        "RFC6797-6.1-REPEATED-DIRECTIVE",
        "A directive is given once; what a recipient makes of Strict-Transport-Security with one twice is not defined.",
        @"Strict-Transport-Security: max-age=1; preload; preload\r\n",
        "Send each directive once: often both the application and the proxy before it add the field.");

    /// <summary>Allow is not a list of methods.</summary>
    public static FindingKind InvalidAllow { get; } = Warning(
        "RFC9110-10.2.1-INVALID-ALLOW",
        "Allow is a list of methods, which are tokens.",
        @"Allow: GET POST\r\n",
        "List methods separated by commas.");

    /// <summary>Location is not a URI reference.</summary>
    public static FindingKind InvalidLocation { get; } = Warning(
        "RFC9110-10.2.2-INVALID-LOCATION",
        "Location is a URI reference: its characters are of ASCII, the others percent-encoded.",
        @"Location: /a b\r\n",
        "Percent-encode spaces, controls and characters outside ASCII in the target before it is written.");

    /// <summary>Server is not a list of products and comments.</summary>
    public static FindingKind InvalidServer { get; } = Warning(
        "RFC9110-10.2.4-INVALID-SERVER",
        "Server is a product and more products and comments, with white space between them.",
        @"Server: nginx/\r\n",
        "Send products as NAME/VERSION separated by spaces, and comments in parentheses.");
}

/// <summary>Fields in which a server describes itself, or refers to another resource (RFC 9110 §10.2, RFC 6797).</summary>
internal static class ServerFields
{
    public static IReadOnlyList<FieldRule> Rules =>
    [
        FieldRule.TokenList("Allow", FindingKinds.InvalidAllow),
        FieldRule.Singleton("Location", FindingKinds.InvalidLocation, UriSyntax.IsReference),
        FieldRule.Singleton("Server", FindingKinds.InvalidServer, IsProducts),
        FieldRule.Singleton("Strict-Transport-Security", FindingKinds.InvalidStrictTransportSecurity, IsTransportSecurity) with
        {
            IsPlain = IsPlainTransportSecurity,
            Next = new("Strict-Transport-Security", IsSingleton: false, FindingKinds.RepeatedDirective, HasEachDirectiveOnce)
            {
                Fault = "Strict-Transport-Security has a directive more than once",
            },
        },
        FieldRule.Singleton("Access-Control-Allow-Origin"),
    ];

    public static bool IsProducts(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        var valid = grammar.NameAndVersion();
        while (valid && !grammar.AtEnd)
        {
            valid = grammar.SkipWhitespace() && (grammar.IsNext((byte)'(') ? grammar.Comment() : grammar.NameAndVersion());
        }

        return valid;
    }

    // The three directives that servers send, each at most once.
    private static bool IsPlainTransportSecurity(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        var (age, subdomains, preload) = (0, 0, 0);
        do
        {
            grammar.SkipWhitespace();
            grammar.Token(out var name);
            if (HttpChars.EqualsIgnoreCase(name, "max-age"u8) && grammar.Take((byte)'=') && grammar.Digits(out _))
            {
                age++;
            }
            else if (HttpChars.EqualsIgnoreCase(name, "includeSubDomains"u8))
            {
                subdomains++;
            }
            else if (HttpChars.EqualsIgnoreCase(name, "preload"u8))
            {
                preload++;
            }
            else
            {
                return false;
            }

            grammar.SkipWhitespace();
        }
        while (grammar.Take((byte)';'));

        return grammar.AtEnd && age == 1 && subdomains <= 1 && preload <= 1;
    }

    private static bool IsTransportSecurity(ReadOnlySpan<byte> value)
    {
        var grammar = new FieldGrammar(value);
        var ages = 0;
        do
        {
            grammar.SkipWhitespace();
            if (grammar.AtEnd || grammar.IsNext((byte)';'))
            {
                continue;
            }

            ReadOnlySpan<byte> text = default;
            if (!grammar.Token(out var name))
            {
                return false;
            }

            var hasValue = grammar.TakeSpaced((byte)'=');
            if (hasValue && !grammar.TokenOrQuoted(out text))
            {
                return false;
            }

            if (HttpChars.EqualsIgnoreCase(name, "max-age"u8) && ++ages > 0 && !HttpChars.IsDigits(text))
            {
                return false;
            }

            if (HttpChars.EqualsIgnoreCase(name, "includeSubDomains"u8) && hasValue)
            {
                return false;
            }

            grammar.SkipWhitespace();
        }
        while (grammar.Take((byte)';'));

        return grammar.AtEnd && ages > 0;
    }

    // Compares the first directives only; a server sends three.
    private static bool HasEachDirectiveOnce(ReadOnlySpan<byte> value)
    {
        const int MaxCompared = 16;
        var count = 0;
        foreach (var range in value.Split((byte)';'))
        {
            var name = DirectiveName(value[range]);
            foreach (var earlier in value[..range.Start.GetOffset(value.Length)].Split((byte)';'))
            {
                if (!name.IsEmpty && Ascii.EqualsIgnoreCase(name, DirectiveName(value[earlier])))
                {
                    return false;
                }
            }

            if (++count == MaxCompared)
            {
                break;
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> DirectiveName(ReadOnlySpan<byte> directive)
    {
        var equals = directive.IndexOf((byte)'=');
        return (equals < 0 ? directive : directive[..equals]).Trim(HttpChars.Whitespace);
    }
}
