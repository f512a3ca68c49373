namespace RawHttp.Fuzz;

/// <summary>The fuzz targets, one an entry point of the library. Each throws when an invariant is broken.</summary>
public static class Targets
{
    private static readonly Dictionary<string, Action<Choices>> All = new()
    {
        ["line"] = LineTarget.Run,
        ["head"] = ResponseTarget.RunHead,
        ["framing"] = ResponseTarget.RunFraming,
        ["chunked"] = ResponseTarget.RunChunked,
        ["echo"] = EchoTarget.Run,
        ["terminal"] = TerminalTarget.Run,
        ["certificate"] = CertificateTarget.Run,
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static void Run(string target, byte[] input) => All[target](new Choices(input));
}
