namespace RawHttp.Attack;

/// <summary>What is wrong with how a process ended.</summary>
public static class Verdict
{
    /// <summary>In place of a status: it had to be killed.</summary>
    public const int NeverEnded = -1;

    private const int Defect = 70;
    private const int NotLoaded = 127;

    // The statuses that the README lists.
    private static readonly int[] Statuses = [0, 1, 2, 3, 5, 6, 7, 8, 18, 22, 23, 26, 28, 35, 45, 47, 52, 55, 56, 58, 60, 61, 63, 97, 100, 130];

    private static readonly string[] Traces =
        ["   at RawHttp", "   at System.", "Unhandled exception", "Fatal error.", "Process terminated"];

    /// <summary>Whether it is one that the README lists, and no defect.</summary>
    public static bool IsStatus(int status) => Statuses.Contains(status);

    /// <returns>It in words; null if nothing is.</returns>
    internal static string? On(Ending ending, Case what) => ending switch
    {
        { Status: NeverEnded } => ending.WasSignalled ? "a signal did not end it" : "it went on past every limit",
        { Status: Defect } => "a defect",
        _ when Traces.Any(trace => ending.Error.Contains(trace, StringComparison.Ordinal)) => "a stack trace",

        // A signal ends it before there is anything to be ended.
        { WasSignalled: true, Status: 128 + 1 or 128 + 2 or 128 + 15 } => null,
        _ when IsStatus(ending.Status) => null,

        // The system's loader opens libraries before the tool begins.
        { Status: NotLoaded } when what.Conditions.Any(line => line is "ulimit -n 3" or "ulimit -n 4") => null,
        _ => "no status of the tool's",
    };
}
