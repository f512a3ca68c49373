namespace RawHttp.Cli.CommandLine;

/// <summary>Ends the run before it has a result.</summary>
internal sealed class ToolException(ExitVerdict verdict) : Exception(verdict.Message)
{
    public ToolException(int status, string message)
        : this(new ExitVerdict(status, message))
    {
    }

    public ExitVerdict Verdict { get; } = verdict;

    /// <summary>Whether the help of the command says more.</summary>
    public bool HasHelp { get; private init; }

    /// <summary>The command line is invalid.</summary>
    public static ToolException Usage(string fault) => new(ExitStatus.Usage, fault) { HasHelp = true };
}
