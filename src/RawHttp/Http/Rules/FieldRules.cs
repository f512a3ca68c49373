using System.Text;

namespace RawHttp.Http;

/// <summary>The fields whose own definition is known here: those of each family, found by their names.</summary>
internal static class FieldRules
{
    // By the length of the name: most fields are none of these, and most of those are told apart here.
    private static readonly FieldRule[][] ByLength = Table();

    /// <summary>The rule for a field, in any case; null for one that is not known here.</summary>
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
