using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RawHttp.Cli.Output;

/// <summary>Identifies the file that a name leads to: by device and inode if the system gives them, otherwise by the full path.</summary>
internal static partial class FileIdentity
{
    private const int NoFolder = -100;

    private enum FileType
    {
        Pipe = 0x1000,
        Regular = 0x8000,
    }

    /// <summary>Identifies the file of a path, or the file that would be created there.</summary>
    /// <returns>A value that is equal for the same file; null for a device, which can safely be named twice.</returns>
    public static string? From(string path)
    {
        var full = Path.GetFullPath(path);
        if (Status(NoFolder, full) is { } status)
        {
            return status.Type is FileType.Regular or FileType.Pipe ? status.Identity : null;
        }

        // A link may lead to a file that does not exist yet.
        var made = LinkTarget(full) ?? full;
        var folder = Path.GetDirectoryName(made) ?? made;
        return $"{Status(NoFolder, folder)?.Identity ?? folder}/{Path.GetFileName(made)}";
    }

    /// <summary>Identifies the file of a descriptor; null if it is not a regular file, or unknown.</summary>
    public static string? From(int descriptor) =>
        Status(descriptor, "") is { Type: FileType.Regular, Identity: var identity } ? identity : null;

    /// <summary>Whether the runtime's decoding loses octets of a name on the path, so that another file would be opened.</summary>
    public static bool IsLost(string path)
    {
        var full = Path.GetFullPath(path);
        return (!Path.IsPathRooted(path) && IsLost(Environment.CurrentDirectory, "."))
            || (LinkTarget(full) is { } target && IsLost(target, full));
    }

    private static bool IsLost(string decoded, string path) =>
        decoded.Contains('\ufffd', StringComparison.Ordinal)
            && (Status(NoFolder, decoded) is not { } status || status != Status(NoFolder, path));

    // The target at the end of a chain of links; null if the path is not a link, or cannot be read.
    private static string? LinkTarget(string full)
    {
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // statx(2), because its result has the same layout on every processor.
    private static (FileType Type, string Identity)? Status(int folder, string path)
    {
        const int EmptyPath = 0x1000;
        const uint TypeAndInode = 0x101;
        const int Mode = 28;
        const int Inode = 32;
        const int Device = 136;
        Span<byte> answer = stackalloc byte[256];
        if (!OperatingSystem.IsLinux() || StatX(folder, path, path.Length == 0 ? EmptyPath : 0, TypeAndInode, answer) != 0)
        {
            return null;
        }

        var type = (FileType)(MemoryMarshal.Read<ushort>(answer[Mode..]) & 0xf000);
        return (type, $"{MemoryMarshal.Read<ulong>(answer[Device..])}:{MemoryMarshal.Read<ulong>(answer[Inode..])}");
    }

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> answer);
}
