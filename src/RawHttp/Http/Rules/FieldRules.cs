using System.Text;

namespace RawHttp.Http;

/// <summary>The fields with a known definition, from all families, found by name.</summary>
internal static class FieldRules
{
    // Indexed by the length of the name, which rules out most unknown fields and distinguishes most known ones.
    private static readonly FieldRule[][] ByLength = Table();

    /// <summary>The rule for a field name in any case; null if the field is unknown.</summary>
    public static FieldRule? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length < ByLength.Length)
        {
            foreach (var rule in ByLength[name.Length])
            {
                if (Ascii.EqualsIgnoreCase(name, rule.Name))
                {
                    return rule;
                }
            }
        }

        return null;
    }

    private static FieldRule[][] Table()
    {
        var singletons = 0;
        FieldRule[] all =
        [
            .. DateFields.Rules, .. CookieFields.Rules, .. CachingFields.Rules, .. RangeFields.Rules, .. AuthenticationFields.Rules,
            .. ContentFields.Rules, .. RoutingFields.Rules, .. ServerFields.Rules,
        ];
        var rules = all.Select(rule => rule.IsSingleton ? rule with { SingletonBit = 1ul << singletons++ } : rule).ToArray();
        var longest = rules.Max(rule => rule.Name.Length);
        return [.. Enumerable.Range(0, longest + 1).Select(length => rules.Where(rule => rule.Name.Length == length).ToArray())];
    }
}
