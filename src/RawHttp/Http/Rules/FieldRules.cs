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

    // Enough places that one of a few factors gives each name its own.
    private const int Places = 1024;

    private readonly FieldRule?[] _places = new FieldRule?[Places];
    private readonly uint _factor = 1;

    private FieldRules(IEnumerable<FieldRule> all)
    {
        var singletons = 0;
        var rules = all.Select(rule => rule.IsSingleton ? rule with { SingletonBit = 1ul << singletons++ } : rule).ToArray();
        while (!TryPlace(rules))
        {
            _factor += 2;
        }
    }

    public static FieldRules OfResponses { get; } = new(
    [
        .. DateFields.Rules, .. CookieFields.Rules, .. CachingFields.Rules, .. RangeFields.Rules, .. AuthenticationFields.Rules,
        .. ContentFields.Rules, .. RoutingFields.Rules, .. ServerFields.Rules, .. LinkFields.Rules, .. StructuredFields.Rules,
    ]);

    public static FieldRules OfRequests { get; } = new(
    [
        .. OfResponses._places.OfType<FieldRule>().Where(rule => Shared.Contains(rule.Name)),
        .. DateFields.RulesOfRequests, .. RequestFields.Rules,
    ]);

    /// <summary>The rule for a field name in any case; null if the field is unknown.</summary>
    public FieldRule? Find(ReadOnlySpan<byte> name) =>
        _places[PlaceOf(name)] is { } rule && HttpChars.EqualsIgnoreCase(name, rule.Octets) ? rule : null;

    private bool TryPlace(FieldRule[] rules)
    {
        Array.Clear(_places);
        foreach (var rule in rules)
        {
            ref var place = ref _places[PlaceOf(rule.Octets)];
            if (place is not null)
            {
                return place.Name != rule.Name ? false : throw new InvalidOperationException($"There are two rules for {rule.Name}.");
            }

            place = rule;
        }

        return true;
    }

    // From what distinguishes the names: the length and three of the letters, in lower case.
    private int PlaceOf(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return 0;
        }

        var letters = name[0] | ((uint)name[name.Length / 2] << 8) | ((uint)name[^1] << 16) | 0x202020;
        return (int)(((letters ^ ((uint)name.Length << 24)) * _factor) >> 22);
    }
}
