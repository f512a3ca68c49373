namespace RawHttp.Http;

/// <summary>
/// Every kind of finding. An error makes the message's length or meaning ambiguous; a warning is against the rules, but recipients
/// are told to accept it or nothing depends on it; the rest is information.
/// </summary>
/// <remarks>
/// A kind has the name that ends its code. Its declaration, with the rule and an example, stands beside the check that finds it; those
/// of the readers are in <c>FindingKinds.*.cs</c>.
/// </remarks>
public static partial class FindingKinds
{
    /// <summary>All of them, in the order of sections.</summary>
    public static IReadOnlyList<FindingKind> All =>
        field ??= [.. Declared.Kinds.OrderBy(SectionKey, StringComparer.Ordinal).ThenBy(kind => kind.Code, StringComparer.Ordinal)];

    /// <summary>Finds a kind by its code, in any case.</summary>
    /// <param name="code">The code.</param>
    /// <returns>The kind, or null.</returns>
    public static FindingKind? Find(string code) => All.FirstOrDefault(kind => kind.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    // RFC9110-8.8.3 comes after RFC9110-8.8, and before RFC9110-10.
    private static string SectionKey(FindingKind kind) =>
        string.Join('.', kind.Section.Split(' ', '.').Select(part => part.TrimStart('§').PadLeft(5, '0')));

    private static FindingKind Error(string code, string rule, string example) => Declare(new(code, Severity.Error, rule, example));

    private static FindingKind Warning(string code, string rule, string example) => Declare(new(code, Severity.Warning, rule, example));

    private static FindingKind Info(string code, string rule, string example) => Declare(new(code, Severity.Info, rule, example));

    private static FindingKind Declare(FindingKind kind)
    {
        Declared.Kinds.Add(kind);
        return kind;
    }

    // A class of its own is initialised before its first use, whichever of the files is compiled first.
    private static class Declared
    {
        public static readonly List<FindingKind> Kinds = [];
    }
}
