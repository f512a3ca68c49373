using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.Cli.Comparison;

/// <summary>What differs between two responses. Times are not compared.</summary>
/// <param name="Differences">The differences by part, those of ignored fields included.</param>
internal sealed record ExchangeComparison(IReadOnlyList<Difference> Differences)
{
    // What is shown of octets around the first one that differs: two rows of a hex view.
    private const int SampleLength = 32;
    private const int SampleStep = 16;

    /// <summary>The fields that usually differ between two answers to one request: times, and what names a request or a client.</summary>
    public static IReadOnlyList<string> UsuallyIgnored { get; } =
        ["Age", "CF-Ray", "Date", "Expires", "Set-Cookie", "X-Amz-Cf-Id", "X-Request-Id"];

    /// <summary>Whether nothing differs but ignored fields.</summary>
    public bool IsAlike => Differences.All(one => one.IsIgnored);

    /// <summary>Compares two responses.</summary>
    /// <param name="a">The first one.</param>
    /// <param name="b">The second one.</param>
    /// <param name="ignored">The names of the fields that are not compared, in any case.</param>
    public static ExchangeComparison Create(RecordedExchange a, RecordedExchange b, IEnumerable<string> ignored)
    {
        var names = new HashSet<string>(ignored, StringComparer.OrdinalIgnoreCase);
        IEnumerable<Difference> all =
        [
            .. Heads(a, b, names),
            .. Framing(a.Exchange, b.Exchange),
            .. ChunkComparison.Compare(a, b),
            .. Content(a, b),
            .. new FieldComparison(DifferencePart.Trailers, names)
                .Compare(a.Exchange.Trailers, a.Trailers, b.Exchange.Trailers, b.Trailers),
            .. Ending(a, b),
            .. FindingComparison.Compare(a.Exchange, b.Exchange, names),
        ];
        return new ExchangeComparison([.. all.OrderBy(one => one.Part)]);
    }

    private static IEnumerable<Difference> Heads(RecordedExchange a, RecordedExchange b, HashSet<string> ignored)
    {
        var (left, right) = (a.Exchange.Interim, b.Exchange.Interim);
        var fields = new FieldComparison(DifferencePart.Fields, ignored);
        for (var i = 0; i < Math.Max(left.Count, right.Count); i++)
        {
            var (x, y) = (i < left.Count ? a.Heads[i] : null, i < right.Count ? b.Heads[i] : null);
            var here = x is null || y is null
                ? [StartLine(DifferenceKind.Changed, "interim response", x, y)]
                : StatusLines(left[i], x, right[i], y).Concat(fields.Compare(left[i].Fields, x.Fields, right[i].Fields, y.Fields));
            foreach (var difference in here)
            {
                yield return difference with { Interim = i + 1 };
            }
        }

        foreach (var difference in StatusLines(a.Exchange.Head, a.FinalHead, b.Exchange.Head, b.FinalHead)
            .Concat(fields.Compare(FieldsOf(a), a.FinalHead?.Fields ?? [], FieldsOf(b), b.FinalHead?.Fields ?? [])))
        {
            yield return difference;
        }
    }

    private static FieldSection FieldsOf(RecordedExchange one) => one.Exchange.Head?.Fields ?? FieldSection.Empty;

    private static Difference StartLine(DifferenceKind kind, string subject, RecordedHead? a, RecordedHead? b) => Difference.OfLines(
        DifferencePart.StatusLine, kind, subject, RecordedLine.Join(a?.Start ?? []), RecordedLine.Join(b?.Start ?? []));

    // One difference for each part of the line; if all parts are alike, the white space differs, or the empty lines before it.
    private static IEnumerable<Difference> StatusLines(ResponseHead? a, RecordedHead? linesOfA, ResponseHead? b, RecordedHead? linesOfB)
    {
        var (x, y) = (RecordedLine.Join(linesOfA?.Start ?? []), RecordedLine.Join(linesOfB?.Start ?? []));
        if (x is null ? y is null : y is not null && x.Octets.Span.SequenceEqual(y.Octets.Span))
        {
            return [];
        }

        if (a is null || b is null)
        {
            return [StartLine(DifferenceKind.Changed, "status line", linesOfA, linesOfB)];
        }

        var (left, right) = (a.StatusLine, b.StatusLine);
        var parts = new List<string>();
        if (left.MinorVersion != right.MinorVersion)
        {
            parts.Add("version");
        }

        if (left.StatusCode != right.StatusCode)
        {
            parts.Add("status code");
        }

        if (!left.Reason.Span.SequenceEqual(right.Reason.Span))
        {
            parts.Add("reason phrase");
        }

        return parts.Count == 0
            ? [StartLine(DifferenceKind.Spacing, "white space, empty lines or line ending", linesOfA, linesOfB)]
            : [StartLine(DifferenceKind.Changed, string.Join(", ", parts), linesOfA, linesOfB)];
    }

    // The rule decides, not the length: that stands in a field, and the content has it.
    private static IEnumerable<Difference> Framing(Exchange a, Exchange b) =>
        a.Framing?.Kind == b.Framing?.Kind && a.Framing?.Rule == b.Framing?.Rule
            ? []
            : [new Difference(DifferencePart.Framing, DifferenceKind.Changed, "end of the content", Framing(a), Framing(b))];

    private static DifferenceSide Framing(Exchange one)
    {
        var rule = one.Framing is { } framing ? $" (RFC 9112 §6.3 rule {framing.Rule})" : "";
        return new DifferenceSide
        {
            Length = one.BodyLength,
            Words = one.Framing?.Kind switch
            {
                null => "not decided: the head is not whole, or contradicts itself",
                FramingKind.None => $"no content{rule}",
                FramingKind.ContentLength => $"by Content-Length{rule}",
                FramingKind.Chunked => $"in chunks{rule}",
                _ => $"until close{rule}",
            },
        };
    }

    private static IEnumerable<Difference> Content(RecordedExchange a, RecordedExchange b) =>
        FirstDifference(DifferencePart.Content, "content", a.Content, b.Content, a.OffsetOf, b.OffsetOf);

    private static IEnumerable<Difference> FirstDifference(
        DifferencePart part, string what, Spool a, Spool b, Func<long, long> offsetInA, Func<long, long> offsetInB)
    {
        var first = Spool.FirstDifference(a, b);
        if (first is null && a.Length == b.Length)
        {
            return [];
        }

        var at = first ?? Math.Min(a.Length, b.Length);
        var subject = $"octet {at} of the {what}";
        var remark = first is not null ? "the first that differs, counted from 0"
            : a.Length < b.Length ? "A ends there, B goes on"
            : "B ends there, A goes on";
        return [new Difference(part, DifferenceKind.Changed, subject, Side(a, offsetInA), Side(b, offsetInB)) { Remark = remark }];

        DifferenceSide Side(Spool spool, Func<long, long> offsetOf)
        {
            var start = at / SampleStep * SampleStep;

            // At the end of the octets, those before it are shown.
            start -= start == spool.Length && start > 0 ? SampleStep : 0;
            return new DifferenceSide
            {
                Offset = offsetOf(at),
                Length = spool.Length,
                Octets = spool.Read(start, SampleLength),
                Index = start,
                DifferentFrom = (int)(at - start),
                DifferentTo = (int)Math.Min(at - start + 1, Math.Max(spool.Length - start, at - start)),
            };
        }
    }

    private static IEnumerable<Difference> Ending(RecordedExchange a, RecordedExchange b)
    {
        // How a file ended says nothing of a connection.
        var both = a.Exchange.Connection is not null && b.Exchange.Connection is not null;
        if (EndOf(a.Exchange, both) != EndOf(b.Exchange, both))
        {
            yield return new Difference(DifferencePart.Ending, DifferenceKind.Changed, "end of the message", End(a), End(b));
        }

        var rest = FirstDifference(
            DifferencePart.Ending, "octets left over", a.Rest, b.Rest, at => a.RestOffset + at, at => b.RestOffset + at);
        foreach (var difference in rest)
        {
            yield return difference;
        }
    }

    private static (bool, MessageEnd?, ReadError?, AfterMessage?) EndOf(Exchange one, bool hasConnection) => (
        one.IsComplete,
        one.IsComplete ? null : one.End,
        one.Failure?.Error,
        hasConnection && one.Aftermath is { Octets: 0 } after ? after.Kind : null);

    private static DifferenceSide End(RecordedExchange one) => new()
    {
        Offset = one.Exchange.Offset,
        Length = one.Exchange.Offset - one.Exchange.Start,
        Words = one.Ending,
    };
}
