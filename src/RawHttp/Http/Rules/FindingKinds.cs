namespace RawHttp.Http;

/// <summary>
/// Every kind of finding. An error makes the message's length or meaning ambiguous, or most readers of other libraries refuse it. A
/// warning is against the rules, but most recipients accept it and agree what it means. The rest is information.
/// </summary>
/// <remarks>
/// The name of a kind is the end of its code. A kind is declared, with its rule and an example, next to the check that finds it; the kinds
/// of the readers are in <c>FindingKinds.*.cs</c>.
/// </remarks>
public static partial class FindingKinds
{
    /// <summary>All kinds, in the order of sections.</summary>
    public static IReadOnlyList<FindingKind> All =>
        field ??= [.. Declared.Kinds.OrderBy(SectionKey, StringComparer.Ordinal).ThenBy(kind => kind.Code, StringComparer.Ordinal)];

    /// <summary>Finds a kind by its code, in any case.</summary>
    /// <param name="code">The code.</param>
    /// <returns>The kind, or null.</returns>
    public static FindingKind? Find(string code) => All.FirstOrDefault(kind => kind.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    // RFC9110-8.8.3 comes after RFC9110-8.8, and before RFC9110-10.
    private static string SectionKey(FindingKind kind) =>
        string.Join('.', kind.Section.Split(' ', '.').Select(part => part.TrimStart('§').PadLeft(5, '0')));

    private static FindingKind Error(string code, string rule, string example, string remedy) =>
        Declare(new(code, Severity.Error, rule, example, remedy));

    private static FindingKind Warning(string code, string rule, string example, string remedy) =>
        Declare(new(code, Severity.Warning, rule, example, remedy));

    private static FindingKind Info(string code, string rule, string example, string remedy) =>
        Declare(new(code, Severity.Info, rule, example, remedy));

    private static FindingKind Declare(FindingKind kind)
    {
        Declared.Kinds.Add(kind);
        return kind;
    }

    // A separate class is initialised at its first use, so the order in which the files are compiled does not matter.
    private static class Declared
    {
        public static readonly List<FindingKind> Kinds = [];
    }
}
