namespace RawHttp.Cli.Output;

/// <summary>What the system says when a file cannot be written, as an error line says it.</summary>
internal static class Files
{
    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritten(path, failure);
        }
    }

    public static ToolException NotWritten(string path, Exception failure) =>
        new(ExitStatus.OutputFailed, $"write {path}: {Reason(failure)}");

    /// <summary>The framework's reason, without the path it repeats.</summary>
    public static string Reason(Exception failure) => failure.Message.Split(" : '")[0].TrimEnd('.');
}
