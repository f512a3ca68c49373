namespace RawHttp.Cli.Output;

/// <summary>Files by the names that options give them, and what an error line says when the system refuses one.</summary>
internal static class Files
{
    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw NotWritten(path, failure);
        }
    }

    public static ToolException NotWritten(string path, Exception failure) =>
        new(ExitStatus.OutputFailed, $"write {path}: {Reason(path, failure)}");

    /// <summary>Why a file was refused, without the path and the framework's words around it.</summary>
    public static string Reason(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file or folder",
        _ when Directory.Exists(path) => "it is a folder",
        UnauthorizedAccessException => "permission denied",
        _ => failure.Message.Split(" : '")[0].TrimEnd('.'),
    };

    /// <summary>The descriptor that a name such as /dev/stdout stands for. Opening it by that name would begin at its beginning again.</summary>
    public static int? Descriptor(string path)
    {
        var name = path switch
        {
            "-" or "/dev/stdout" => "1",
            "/dev/stderr" => "2",
            _ when path.StartsWith("/dev/fd/", StringComparison.Ordinal) => path["/dev/fd/".Length..],
            _ when path.StartsWith("/proc/self/fd/", StringComparison.Ordinal) => path["/proc/self/fd/".Length..],
            _ => "",
        };
        return int.TryParse(name, System.Globalization.NumberStyles.None, null, out var descriptor) ? descriptor : null;
    }
}
