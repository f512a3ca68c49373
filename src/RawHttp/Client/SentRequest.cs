using System.Buffers;
using System.Globalization;
using System.Text;

namespace RawHttp.Client;

/// <summary>
/// The first request in some octets, parsed as a server parses it: the response is judged by what was sent, not by the options that made
/// it. Octets that are not a request give an empty method and the version 1.1.
/// </summary>
/// <param name="Method">The method, case-sensitive (RFC 9110 §9.1).</param>
/// <param name="Target">The request target.</param>
/// <param name="Version">The version as written; empty if there is none.</param>
/// <param name="AsksToClose">Whether the request asks the server to close after its response (RFC 9112 §9.3).</param>
/// <param name="HeadLength">How many octets come before the content.</param>
/// <param name="Length">How many octets the request has, empty lines before it included.</param>
public sealed record SentRequest(string Method, string Target, string Version, bool AsksToClose, int HeadLength, int Length)
{
    /// <summary>A request of which only the method is known.</summary>
    /// <param name="method">The method.</param>
    /// <returns>The request, of HTTP/1.1 and without octets.</returns>
    public static SentRequest FromMethod(string method) => new(method, "", "HTTP/1.1", AsksToClose: false, HeadLength: 0, Length: 0);

    /// <summary>Requests of which only the method is known.</summary>
    /// <param name="methods">The methods of the first ones; GET for all after them.</param>
    /// <returns>The requests, without end.</returns>
    public static IEnumerable<SentRequest> FromMethods(IEnumerable<string> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        foreach (var method in methods)
        {
            yield return FromMethod(method);
        }

        while (true)
        {
            yield return FromMethod("GET");
        }
    }

    /// <summary>Reads all requests, one after another. Empty lines, and octets that begin no whole request head, belong to the one before
    /// them.</summary>
    /// <param name="octets">The octets that were sent, or will be.</param>
    /// <returns>The requests; at least one, which is empty if there are no octets.</returns>
    public static IEnumerable<SentRequest> ParseAll(ReadOnlyMemory<byte> octets)
    {
        do
        {
            var request = Parse(octets.Span);
            var rest = octets[request.Length..];
            var isLast = !BeginsWithHead(rest.Span);
            yield return isLast
                ? request with { Length = octets.Length, HasMore = rest.Span.IndexOfAnyExcept("\r\n"u8) >= 0 }
                : request;
            octets = isLast ? default : rest;
        }
        while (!octets.IsEmpty);
    }

    private static bool BeginsWithHead(ReadOnlySpan<byte> octets)
    {
        octets = octets.TrimStart("\r\n"u8);
        var line = octets[..Math.Max(octets.IndexOf((byte)'\n'), 0)];
        return line.LastIndexOf(" HTTP/"u8) > 0 && (octets.IndexOf("\n\r\n"u8) >= 0 || octets.IndexOf("\n\n"u8) >= 0);
    }

    /// <summary>Whether octets that are no request follow. A server may answer those, too.</summary>
    public bool HasMore { get; init; }

    /// <summary>The digit after the dot of the version.</summary>
    public int MinorVersion => Version.Equals("HTTP/1.0", StringComparison.OrdinalIgnoreCase) ? 0 : 1;

    /// <summary>Reads the request line, the fields and the framing (RFC 9112 §3, §5, §6.3).</summary>
    /// <param name="octets">The octets that were sent, or will be.</param>
    /// <returns>The parsed request.</returns>
    public static SentRequest Parse(ReadOnlySpan<byte> octets)
    {
        var rest = new Cursor(octets);

        // RFC 9112 §2.2: a server ignores empty lines before the request line.
        var line = rest.ReadLine();
        while (line.IsEmpty && !rest.IsAtEnd)
        {
            line = rest.ReadLine();
        }

        var words = Encoding.Latin1.GetString(line).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var version = words is [_, _, .., var last] ? last : "";
        var fields = ReadFields(ref rest);
        var head = rest.Position;
        rest.SkipContent(fields);
        var tokens = fields["Connection"].Split(',').Select(token => token.Trim(' ', '\t')).ToList();
        var isPersistent = !version.Equals("HTTP/1.0", StringComparison.OrdinalIgnoreCase)
            || tokens.Contains("keep-alive", StringComparer.OrdinalIgnoreCase);
        return new SentRequest(
            words is [var method, ..] ? method : "",
            words is [_, var target, ..] ? target : "",
            version,
            !isPersistent || tokens.Contains("close", StringComparer.OrdinalIgnoreCase),
            head,
            rest.Position);
    }

    // The fields that decide the framing and the end, each with its values joined by commas (RFC 9110 §5.3).
    private static Dictionary<string, string> ReadFields(ref Cursor rest)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Connection"] = "",
            ["Content-Length"] = "",
            ["Transfer-Encoding"] = "",
        };
        var name = "";
        while (rest.ReadLine() is { IsEmpty: false } line)
        {
            var text = Encoding.Latin1.GetString(line);
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            var isFolded = text[0] is ' ' or '\t';
            name = isFolded ? name : text[..Math.Max(colon, 0)].TrimEnd(' ', '\t');
            if (fields.TryGetValue(name, out var before))
            {
                var value = (isFolded ? text : text[(colon + 1)..]).Trim(' ', '\t');
                fields[name] = isFolded ? $"{before} {value}" : before.Length > 0 ? $"{before}, {value}" : value;
            }
        }

        return fields;
    }

    // The position of the next octet to parse.
    private ref struct Cursor(ReadOnlySpan<byte> octets)
    {
        private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);
        private readonly ReadOnlySpan<byte> _octets = octets;

        public int Position { get; private set; }

        public readonly bool IsAtEnd => Position == _octets.Length;

        // The line without its ending; also empty at the end of the octets.
        public ReadOnlySpan<byte> ReadLine()
        {
            var rest = _octets[Position..];
            var end = rest.IndexOf((byte)'\n');
            Position += end < 0 ? rest.Length : end + 1;
            return (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
        }

        // RFC 9112 §6.3. If the framing is invalid, the content is all of the remaining octets.
        public void SkipContent(Dictionary<string, string> fields)
        {
            if (fields["Transfer-Encoding"].Length > 0)
            {
                SkipChunks();
            }
            else if (fields["Content-Length"] is { Length: > 0 } digits)
            {
                Skip(long.TryParse(digits.Split(',')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                    ? length
                    : long.MaxValue);
            }
        }

        private void SkipChunks()
        {
            for (var size = 1L; size > 0;)
            {
                var line = ReadLine();
                var digits = line.IndexOfAnyExcept(HexDigits) is >= 0 and var end ? line[..end] : line;
                var text = Encoding.ASCII.GetString(digits);
                size = long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var chunk) && chunk >= 0
                    ? chunk
                    : long.MaxValue;
                Skip(size);
                if (size > 0)
                {
                    _ = ReadLine();
                }
            }

            // RFC 9112 §7.1.2: the trailer section, up to its empty line.
            while (!ReadLine().IsEmpty)
            {
            }
        }

        private void Skip(long count) => Position += (int)Math.Min(count, _octets.Length - Position);
    }
}
