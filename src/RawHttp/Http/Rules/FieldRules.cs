using System.Text;

namespace RawHttp.Http;

/// <summary>The fields with a known definition, from all families, found by name.</summary>
internal sealed class FieldRules
{
    // Those of the response fields that a request may have, too.
    private static readonly HashSet<string> Shared =
    [
        "Date", "Cache-Control", "Content-Type", "Content-Encoding", "Content-Language", "Content-Location", "Content-Disposition",
        "Content-Range", "Connection", "Trailer", "Via", "Upgrade", "Transfer-Encoding",
    ];

    // Indexed by the length of the name, which rules out most unknown fields and distinguishes most known ones.
    private readonly FieldRule[][] _byLength;

    private FieldRules(IEnumerable<FieldRule> all)
    {
        var singletons = 0;
        var rules = all.Select(rule => rule.IsSingleton ? rule with { SingletonBit = 1ul << singletons++ } : rule).ToArray();
        var longest = rules.Max(rule => rule.Name.Length);
        _byLength = [.. Enumerable.Range(0, longest + 1).Select(length => rules.Where(rule => rule.Name.Length == length).ToArray())];
    }

    public static FieldRules OfResponses { get; } = new(
    [
        .. DateFields.Rules, .. CookieFields.Rules, .. CachingFields.Rules, .. RangeFields.Rules, .. AuthenticationFields.Rules,
        .. ContentFields.Rules, .. RoutingFields.Rules, .. ServerFields.Rules, .. LinkFields.Rules, .. StructuredFields.Rules,
    ]);

    public static FieldRules OfRequests { get; } = new(
    [
        .. OfResponses._byLength.SelectMany(rules => rules).Where(rule => Shared.Contains(rule.Name)), .. RequestFields.Rules,
    ]);

    /// <summary>The rule for a field name in any case; null if the field is unknown.</summary>
    public FieldRule? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < _byLength.Length)
        {
            foreach (var rule in _byLength[name.Length])
            {
                if (Ascii.EqualsIgnoreCase(name, rule.Name))
                {
                    return rule;
                }
            }
        }

        return null;
    }
}
