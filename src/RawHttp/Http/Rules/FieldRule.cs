namespace RawHttp.Http;

/// <summary>Whether one line's value, without the white space around it, is what the field's definition says.</summary>
internal delegate bool FieldCheck(ReadOnlySpan<byte> value);

/// <summary>What is known about a field of a response by its name.</summary>
/// <param name="Name">The name, as it is usually written.</param>
/// <param name="IsSingleton">Whether it is given once, as its lines are no list.</param>
/// <param name="Kind">Of which kind a value is that <paramref name="IsValid"/> refuses; null if any value is valid.</param>
/// <param name="IsValid">The field's definition.</param>
internal sealed record FieldRule(string Name, bool IsSingleton, FindingKind? Kind, FieldCheck? IsValid)
{
    /// <summary>A bit of its own if it is a singleton; else 0.</summary>
    public ulong SingletonBit { get; init; }

    /// <summary>A second thing to look at in the same value, as a departure of another kind.</summary>
    public FieldRule? Next { get; init; }

    public static FieldRule Singleton(string name, FindingKind? kind = null, FieldCheck? isValid = null) => new(name, true, kind, isValid);

    public static FieldRule List(string name, FindingKind kind, FieldGrammar.Element element, bool atLeastOne = false) =>
        new(name, false, kind, value => FieldGrammar.IsList(value, element, atLeastOne));

    public static FieldRule TokenList(string name, FindingKind kind, bool atLeastOne = false) =>
        List(name, kind, (ref grammar) => grammar.Token(), atLeastOne);
}
