using System.Runtime.InteropServices;

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

    public static OutputException NotWritten(string path, Exception failure) =>
        new($"write {path}: {Reason(path, failure)}");

    /// <summary>The same for an error of the system, by its number.</summary>
    public static OutputException NotWritten(string path, int error) => new($"write {path}: {Reason(error)}");

    /// <summary>Why a file was refused, by the number of the error.</summary>
    public static string Reason(int error) => error switch
    {
        UnixFile.NoEntry => "no such file or folder",
        UnixFile.IsFolder => "it is a folder",
        UnixFile.AccessDenied or UnixFile.NotPermitted => "permission denied",
        _ => Marshal.GetPInvokeErrorMessage(error),
    };

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
        // Without "." and doubled separators: however it is written, it is not to be taken for a file.
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

    /// <summary>Where the links that a name is lead to in the end; a descriptor's name is no link to follow.</summary>
    public static string Follow(string path)
    {
        const int Most = 40;
        for (var links = 0; links < Most && Descriptor(path) is null && (OperatingSystem.IsLinux() ? UnixFile.LinkTarget(path) : new FileInfo(path).LinkTarget) is { } target; links++)
        {
            path = Path.Combine(Path.GetDirectoryName(path) ?? "", target);
        }

        return path;
    }
}
