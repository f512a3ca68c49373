using System.Text;
using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.Cli.Comparison;

/// <summary>Compares findings by their codes: how often each occurs. Those in an ignored field are ignored, too.</summary>
internal static class FindingComparison
{
    // A file cannot have these.
    private static readonly FindingKind[] OfConnections =
        [FindingKinds.BeforeRequest, FindingKinds.EarlyResponse, FindingKinds.IncompleteClose, FindingKinds.NotClosed];

    /// <summary>Compares the findings of two exchanges. Those about a connection count only if both had one.</summary>
    public static IEnumerable<Difference> Compare(Exchange a, Exchange b, HashSet<string> ignored)
    {
        var (left, right) = (ByKey(a, b, ignored), ByKey(b, a, ignored));
        foreach (var (key, findings) in left)
        {
            var others = right.GetValueOrDefault(key, []);
            if (findings.Count > others.Count)
            {
                yield return Make(key, DifferenceKind.Gone, findings, others);
            }
        }

        foreach (var (key, findings) in right)
        {
            var others = left.GetValueOrDefault(key, []);
            if (findings.Count > others.Count)
            {
                yield return Make(key, DifferenceKind.Added, findings, others);
            }
        }

        if (a.OmittedFindings != b.OmittedFindings)
        {
            yield return new Difference(
                DifferencePart.Findings, DifferenceKind.Changed, "findings not listed", Words(a), Words(b));
        }
    }

    private static DifferenceSide Words(Exchange one) => new() { Words = $"{one.OmittedFindings}" };

    private static Difference Make((string Code, bool IsIgnored) key, DifferenceKind kind, List<Finding> more, List<Finding> fewer)
    {
        var first = more[fewer.Count];
        var side = new DifferenceSide { Offset = first.Offset, Length = first.Length, Words = first.Message };
        var (countOfA, countOfB) = kind == DifferenceKind.Gone ? (more.Count, fewer.Count) : (fewer.Count, more.Count);
        return new Difference(
            DifferencePart.Findings,
            kind,
            key.Code,
            kind == DifferenceKind.Gone ? side : null,
            kind == DifferenceKind.Gone ? null : side)
        {
            IsIgnored = key.IsIgnored,
            Remark = more.Count > 1 ? $"{countOfA} in A, {countOfB} in B" : "",
        };
    }

    private static Dictionary<(string Code, bool IsIgnored), List<Finding>> ByKey(
        Exchange one, Exchange other, HashSet<string> ignored)
    {
        var sections = one.Interim.Select(head => head.Fields).Append(one.Head?.Fields ?? FieldSection.Empty).Append(one.Trailers);
        var places = sections.SelectMany(section => section)
            .Where(field => ignored.Contains(Encoding.Latin1.GetString(field.Name.Span)))
            .Select(field => (Start: field.Offset, End: field.Offset + field.Length)).ToList();
        bool IsIgnored(Finding finding) => places.Exists(place => place.Start <= finding.Offset && finding.Offset < place.End);
        return one.Findings.Where(finding => other.Connection is not null || !OfConnections.Contains(finding.Kind))
            .GroupBy(finding => (finding.Code, IsIgnored(finding)))
            .ToDictionary(group => group.Key, group => group.ToList());
    }
}
