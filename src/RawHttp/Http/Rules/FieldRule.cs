namespace RawHttp.Http;

/// <summary>Whether the value of one line, without white space around it, conforms to the field's definition.</summary>
internal delegate bool FieldCheck(ReadOnlySpan<byte> value);

/// <summary>The rule for a field with a given name.</summary>
/// <param name="Name">The name in its usual case.</param>
/// <param name="IsSingleton">Whether the field may be given only once, because its value is not a list.</param>
/// <param name="Kind">The finding for a value that <paramref name="IsValid"/> rejects; null if every value is valid.</param>
/// <param name="IsValid">The check of a value.</param>
internal sealed record FieldRule(string Name, bool IsSingleton, FindingKind? Kind, FieldCheck? IsValid)
{
    /// <summary>The octets of the name.</summary>
    public byte[] Octets { get; } = System.Text.Encoding.ASCII.GetBytes(Name);

    /// <summary>A distinct bit for a singleton; otherwise 0.</summary>
    public ulong SingletonBit { get; init; }

    /// <summary>What is wrong with a value, as the beginning of a sentence; null for the usual one.</summary>
    public string? Fault { get; init; }

    /// <summary>Finds a value free of any fault of this rule, of the next ones, and of a date; only where it does not, they look closer.
    /// Null where there is no such fault. It is the rule's own check unless another one is given.</summary>
    public FieldCheck? IsPlain { get; init; } = IsValid;

    /// <summary>Whether the value is a date.</summary>
    public DateUse Date { get; init; }

    /// <summary>A further rule for the same value, with another kind of finding.</summary>
    public FieldRule? Next { get; init; }

    public static FieldRule Singleton(string name, FindingKind? kind = null, FieldCheck? isValid = null) => new(name, true, kind, isValid);

    public static FieldRule List(string name, FindingKind kind, FieldGrammar.Element element, bool atLeastOne = false) =>
        new(name, false, kind, value => FieldGrammar.IsList(value, element, atLeastOne));

    public static FieldRule TokenList(string name, FindingKind kind, bool atLeastOne = false) =>
        List(name, kind, (ref grammar) => grammar.Token(), atLeastOne);
}
