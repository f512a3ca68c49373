using RawHttp.Lines;

namespace RawHttp.Cli.Views;

/// <summary>The rows of a request that was sent: a row for each line of its head, and for its content.</summary>
internal static class SentRows
{
    /// <summary>Makes the rows.</summary>
    /// <param name="octets">The octets, as far as they were sent.</param>
    /// <param name="headLength">How many of them come before the content.</param>
    /// <param name="offset">Where the request begins in the octets sent over the connection.</param>
    /// <param name="maxShown">How many octets of the content a row shows.</param>
    /// <param name="isWhole">Whether there are as many rows as show all of the content.</param>
    public static IEnumerable<LedgerRow> From(ReadOnlySpan<byte> octets, int headLength, long offset, int maxShown, bool isWhole)
    {
        var rows = new List<LedgerRow>();
        var head = octets[..Math.Min(octets.Length, headLength)];
        var kind = LineKind.RequestLine;
        for (var at = 0; at < head.Length;)
        {
            var length = head[at..].IndexOf((byte)'\n') + 1;
            var line = length == 0 ? head[at..] : head.Slice(at, length);
            var ending = line is [.., (byte)'\r', (byte)'\n'] ? 2 : length == 0 ? 0 : 1;
            rows.Add(new LedgerRow(offset + at, line.Length, line[..^ending].ToArray(), ending switch
            {
                2 => LedgerRowKind.CrLfLine,
                1 => LedgerRowKind.LfLine,
                _ => LedgerRowKind.UnendedLine,
            })
            {
                IsSent = true,
                Line = kind,
            });
            at += line.Length;

            // Empty lines may precede a request line (RFC 9112 §2.2).
            kind = kind == LineKind.RequestLine && line.Length == ending ? kind : LineKind.FieldLine;
        }

        for (var at = head.Length; at < octets.Length;)
        {
            var piece = octets[at..Math.Min(octets.Length, at + maxShown)];
            var length = isWhole ? piece.Length : octets.Length - at;
            rows.Add(new LedgerRow(offset + at, length, piece.ToArray(), LedgerRowKind.Data)
            {
                IsSent = true,
                Hidden = length - piece.Length,
            });
            at += length;
        }

        return rows;
    }
}
