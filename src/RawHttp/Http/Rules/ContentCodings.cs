using System.Runtime.CompilerServices;
using System.Text;

namespace RawHttp.Http;

/// <summary>The names in Content-Encoding (RFC 9110 §8.4.1), and the decoders of those that are checked.</summary>
internal static class ContentCodings
{
    private const string Name = "Content-Encoding";

    // The registry of content codings: https://www.iana.org/assignments/http-parameters. Those without a decoder are only known.
    private static readonly string[] Registered =
    [
        "gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "identity", "aes128gcm", "dcb", "dcz", "exi", "pack200-gzip",
    ];

    /// <summary>Adds findings for names that Content-Encoding should not have, one for each field at most.</summary>
    public static void CheckNames(FieldSection fields, FindingLog findings)
    {
        for (var i = fields.IndexOf(Name); i >= 0; i = fields.IndexOf(Name, i + 1))
        {
            if (FirstUnusual(fields[i]) is { } name)
            {
                var (kind, fault) = name.Equals("identity", StringComparison.OrdinalIgnoreCase)
                    ? (FindingKinds.IdentityCoding, "stands for no coding, and is reserved for Accept-Encoding")
                    : (FindingKinds.UnknownContentCoding, Describe(name));
                findings.Add(kind, fields[i].Offset, fields[i].Length, $"The content coding \"{name}\" {fault}.");
            }
        }
    }

    /// <summary>The codings of the content in the order in which they are removed, the last one first, in lower case.</summary>
    public static List<string> ToRemove(FieldSection fields)
    {
        // RFC 9110 §8.4: listed in the order in which they were applied.
        var codings = fields.Named(Name).SelectMany(Elements).Reverse().ToList();
        codings.RemoveAll(coding => coding == "identity");
        return codings;
    }

    /// <summary>Whether content in this coding is checked.</summary>
    public static bool IsChecked(string coding) => coding is "gzip" or "x-gzip" or "deflate" or "br" or "zstd";

    /// <summary>A decoder for a coding that is checked.</summary>
    public static ContentDecoder MakeDecoder(string coding) => coding switch
    {
        "deflate" => new DeflateDecoder(),
        "br" => MakeBrotli(),
        "zstd" => MakeZstd(),
        _ => new GZipDecoder(),
    };

    // Apart, so that what they need is loaded only for content in these codings.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static BrotliContentDecoder MakeBrotli() => new();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ZstdDecoder MakeZstd() => new();

    private static IEnumerable<string> Elements(FieldLine field) =>
        Encoding.Latin1.GetString(field.Value.Span).Split(',')
            .Select(element => element.Trim(' ', '\t').ToLowerInvariant())
            .Where(element => element.Length > 0);

    private static string? FirstUnusual(FieldLine field)
    {
        var value = field.Value.Span;
        foreach (var range in value.Split((byte)','))
        {
            // What is no token is another finding.
            var name = value[range].Trim(HttpChars.Whitespace);
            if (HttpChars.IsToken(name) && !IsUsual(name))
            {
                return Encoding.ASCII.GetString(name[..Math.Min(name.Length, 60)]);
            }
        }

        return null;
    }

    private static bool IsUsual(ReadOnlySpan<byte> name)
    {
        foreach (var registered in Registered)
        {
            if (Ascii.EqualsIgnoreCase(name, registered))
            {
                return registered != "identity";
            }
        }

        return false;
    }

    private static string Describe(string name) => name.ToLowerInvariant() switch
    {
        "utf-8" or "utf8" or "iso-8859-1" or "us-ascii" or "windows-1252" =>
            "is not registered: a charset is a parameter of Content-Type",
        "chunked" => "is not registered: it is a transfer coding",
        "7bit" or "8bit" or "binary" or "base64" or "quoted-printable" =>
            "is not registered: it is an encoding of MIME, which HTTP does not use",
        _ => "is not registered",
    };
}
