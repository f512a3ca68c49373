using System.Runtime.InteropServices;

namespace RawHttp.Cli.Output;

/// <summary>Which file a name leads to: by device and inode where the system tells them, by the full path elsewhere.</summary>
internal static partial class FileIdentity
{
    private const int NoFolder = -100;

    private enum FileType
    {
        Pipe = 0x1000,
        Regular = 0x8000,
    }

    /// <summary>The file of a path, or the one that would be made there.</summary>
    /// <returns>Equal for equal files; null for a device, which loses nothing by being named twice.</returns>
    public static string? From(string path)
    {
        var full = Path.GetFullPath(path);
        if (Status(NoFolder, full) is { } status)
        {
            return status.Type is FileType.Regular or FileType.Pipe ? status.Identity : null;
        }

        // A link may lead to what is not there yet.
        var made = LinkTarget(full) ?? full;
        var folder = Path.GetDirectoryName(made) ?? made;
        return $"{Status(NoFolder, folder)?.Identity ?? folder}/{Path.GetFileName(made)}";
    }

    /// <summary>The file that a descriptor is open for; null if there is no such file, or it is not known.</summary>
    public static string? From(int descriptor) => Status(descriptor, "") is { Type: FileType.Regular, Identity: var identity } ? identity : null;

    /// <summary>Whether octets of a name on the way to the file are lost when the runtime decodes them, so that another file would be opened.</summary>
    public static bool IsLost(string path)
    {
        var full = Path.GetFullPath(path);
        return (!Path.IsPathRooted(path) && IsLost(Environment.CurrentDirectory, ".")) || (LinkTarget(full) is { } target && IsLost(target, full));
    }

    private static bool IsLost(string decoded, string path) =>
        decoded.Contains('\ufffd', StringComparison.Ordinal) && (Status(NoFolder, decoded) is not { } status || status != Status(NoFolder, path));

    // Where a link leads in the end; null for what is none, or cannot be looked at.
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

    // statx(2): its answer is laid out alike on every processor.
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

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> answer);
}
