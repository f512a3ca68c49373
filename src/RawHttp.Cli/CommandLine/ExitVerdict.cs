using RawHttp.Cli.Output;

namespace RawHttp.Cli.CommandLine;

/// <summary>The result of a run: its exit status, and a line with the reason.</summary>
/// <param name="Status">One of <see cref="ExitStatus"/>.</param>
/// <param name="Message">The line, without the tool's name before it; empty for no line.</param>
internal sealed record ExitVerdict(int Status, string Message)
{
    /// <summary>The result of a run whose output could not be written.</summary>
    public static ExitVerdict From(OutputException failure) =>
        new(failure.Failure == OutputFailure.NoReader ? ExitStatus.Timeout : ExitStatus.OutputFailed, failure.Message);

    /// <summary>Writes the line to standard error.</summary>
    /// <returns>The exit status.</returns>
    public int Report()
    {
        if (Message.Length > 0)
        {
            StandardError.Error(Message);
        }

        return Status;
    }
}
