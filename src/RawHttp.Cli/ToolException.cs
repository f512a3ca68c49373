namespace RawHttp.Cli;

/// <summary>Ends the run with one error line and an exit status.</summary>
internal sealed class ToolException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>The command line says nothing sensible.</summary>
    public static ToolException Usage(string fault) => new(ExitStatus.Usage, $"{fault}; see rawhttp --help");

    /// <summary>The reader of our output has gone: there is nobody to tell (23 without a line).</summary>
    public static ToolException OutputClosed() => new(ExitStatus.OutputFailed, "");
}
