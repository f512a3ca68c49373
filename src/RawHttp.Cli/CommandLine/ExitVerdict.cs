using RawHttp.Cli.Output;

namespace RawHttp.Cli.CommandLine;

/// <summary>What a run came to: its exit status, and the one line that says why.</summary>
/// <param name="Status">One of <see cref="ExitStatus"/>.</param>
/// <param name="Message">The line, without the tool's name before it; empty if there is nothing to say.</param>
internal sealed record ExitVerdict(int Status, string Message)
{
    /// <summary>What output that cannot be written comes to.</summary>
    public static ExitVerdict From(OutputException failure) =>
        new(failure.Failure == OutputFailure.NoReader ? ExitStatus.Timeout : ExitStatus.OutputFailed, failure.Message);

    /// <summary>Writes the line to standard error.</summary>
    /// <returns>The exit status.</returns>
    public int Report()
    {
        if (Message.Length > 0)
        {
            Terminal.Error(Message);
        }

        return Status;
    }
}
