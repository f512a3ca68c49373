using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Http;

namespace RawHttp.Fuzz;

/// <summary>Framing and chunks once more, written straight from RFC 9112 and never mind the speed, to compare the library with.</summary>
internal static partial class Oracle
{
    private static readonly string[] Codings = ["chunked", "gzip", "x-gzip", "deflate", "compress", "x-compress"];

    /// <summary>Checks the framing of a complete head, or that there is none.</summary>
    public static void CheckFraming(string method, ResponseHead? head, BodyFraming? framing, ReadError? error)
    {
        if (head is not { IsComplete: true })
        {
            Invariant.Holds(framing is null);
            return;
        }

        var (expected, refusal) = Frame(method, head);
        Invariant.Holds(framing == expected);
        Invariant.Holds(refusal is null ? error is not (ReadError.Framing or ReadError.TransferCoding) : error == refusal);
        if (framing is not null)
        {
            Invariant.Holds(FramingRules.Determine(method, head).Framing == framing);
        }
    }

    /// <summary>Checks what was read of a chunked body.</summary>
    public static void CheckChunked(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> body, bool isComplete, ReadError? error)
    {
        var decoded = new List<byte>();
        var isWhole = TryDecode(octets, decoded);
        Invariant.Holds(body.Length <= decoded.Count && body.SequenceEqual(decoded.ToArray().AsSpan(0, body.Length)));
        Invariant.Holds(!isComplete || (isWhole && body.Length == decoded.Count));
        Invariant.Holds(!isWhole || isComplete || error is ReadError.LineLimit or ReadError.HeadLimit or ReadError.FieldLimit or ReadError.BodyLimit);
    }

    // RFC 9112 §6.3.
    private static (BodyFraming? Framing, ReadError? Refusal) Frame(string method, ResponseHead head)
    {
        var status = head.StatusLine.StatusCode;
        if (method == "HEAD" || status / 100 == 1 || status is 204 or 304)
        {
            return (new BodyFraming(FramingKind.None, 1), null);
        }

        if (method == "CONNECT" && status / 100 == 2)
        {
            return (new BodyFraming(FramingKind.None, 2), null);
        }

        var lengths = Elements(head, "Content-Length");
        if (Elements(head, "Transfer-Encoding") is { } codings)
        {
            return codings.Exists(coding => !Codings.Contains(coding)) ? (null, ReadError.TransferCoding)
                : codings is [.., "chunked"] ? (new BodyFraming(FramingKind.Chunked, lengths is null ? 4 : 3), null)
                : (new BodyFraming(FramingKind.UntilClose, 4), null);
        }

        if (lengths is null)
        {
            return (new BodyFraming(FramingKind.UntilClose, 8), null);
        }

        // A line without a value is no list, not even an empty one.
        if (head.Fields.Named("Content-Length").Any(field => field.Value.IsEmpty))
        {
            return (null, ReadError.Framing);
        }

        var numbers = lengths.ConvertAll(length => Digits().IsMatch(length) ? BigInteger.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture) : -1).Distinct().ToList();
        return numbers is [var one] && one >= 0 && one <= long.MaxValue
            ? (new BodyFraming(FramingKind.ContentLength, 6, (long)one), null)
            : (null, ReadError.Framing);
    }

    // The elements of all fields of a name as one list, without the empty ones (RFC 9110 §5.6.1); null without such a field.
    private static List<string>? Elements(ResponseHead head, string name) =>
        head.Fields.Named(name).Any()
            ? [.. head.Fields.Named(name).SelectMany(field => Encoding.Latin1.GetString(field.Value.Span).Split(',')).Select(element => element.Trim(' ', '\t').ToLowerInvariant()).Where(element => element.Length > 0)]
            : null;

    // RFC 9112 §7.1.3.
    private static bool TryDecode(ReadOnlySpan<byte> octets, List<byte> body)
    {
        while (TryReadLine(ref octets, out var line) && ChunkSize().Match(line) is { Success: true } match)
        {
            var size = BigInteger.Parse("0" + match.Groups[1].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (size > long.MaxValue)
            {
                return false;
            }

            if (size.IsZero)
            {
                var isThere = true;
                while (isThere && line.Length > 0)
                {
                    isThere = TryReadLine(ref octets, out line);
                }

                return isThere;
            }

            var length = (int)BigInteger.Min(size, octets.Length);
            body.AddRange(octets[..length]);
            octets = octets[length..];
            if (length < size || !TryReadLine(ref octets, out line) || line.Length > 0)
            {
                return false;
            }
        }

        return false;
    }

    private static bool TryReadLine(ref ReadOnlySpan<byte> octets, out string line)
    {
        var end = octets.IndexOf((byte)'\n');
        line = Encoding.Latin1.GetString(octets[..Math.Max(end, 0)]);
        line = line.EndsWith('\r') ? line[..^1] : line;
        octets = octets[(end + 1)..];
        return end >= 0;
    }

    [GeneratedRegex(@"\A[0-9]+\z")]
    private static partial Regex Digits();

    [GeneratedRegex(@"\A([0-9A-Fa-f]+)[ \t]*(;.*)?\z", RegexOptions.Singleline)]
    private static partial Regex ChunkSize();
}
