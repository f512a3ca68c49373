using System.Runtime.InteropServices;

namespace RawHttp.Cli.Output;

/// <summary>Files named by options, and the errors for them.</summary>
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

    public static OutputException NotWritten(string path, Exception failure) =>
        new($"write {path}: {Reason(path, failure)}");

    /// <summary>The error for an errno number.</summary>
    public static OutputException NotWritten(string path, int error) => new($"write {path}: {Reason(error)}");

    /// <summary>The reason for an errno number.</summary>
    public static string Reason(int error) => error switch
    {
        Errno.NoEntry => "no such file or folder",
        Errno.IsFolder => "it is a folder",
        Errno.AccessDenied or Errno.NotPermitted => "permission denied",
        _ => Marshal.GetPInvokeErrorMessage(error),
    };

    /// <summary>The reason why a file was refused, without the framework's message and path around it.</summary>
    public static string Reason(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file or folder",
        _ when Directory.Exists(path) => "it is a folder",
        UnauthorizedAccessException => "permission denied",
        _ => failure.Message.Split(" : '")[0].TrimEnd('.'),
    };

    /// <summary>The descriptor for a name such as /dev/stdout. Opening it by that name would start
    /// again at the beginning of the file.</summary>
    public static int? Descriptor(string path)
    {
        // Normalises "." and doubled separators, so that no spelling of the name is taken for a file.
        path = path.StartsWith('/') ? Path.GetFullPath(path) : path;
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

    /// <summary>The path after following links; a descriptor's name is not followed.</summary>
    public static string Follow(string path)
    {
        const int Most = 40;
        string? Link() => OperatingSystem.IsLinux() ? UnixFile.LinkTarget(path) : new FileInfo(path).LinkTarget;
        for (var links = 0; links < Most && Descriptor(path) is null && Link() is { } target; links++)
        {
            path = Path.Combine(Path.GetDirectoryName(path) ?? "", target);
        }

        return path;
    }
}
