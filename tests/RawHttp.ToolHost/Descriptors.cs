using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RawHttp.ToolHost;

/// <summary>The descriptors of this process.</summary>
internal static partial class Descriptors
{
    private const int WriteOnlyAnew = 0x241; // O_WRONLY | O_CREAT | O_TRUNC
    private const int DuplicateCloseOnExec = 1030;
    private const int ShutBoth = 2;

    /// <summary>Another descriptor for the same file.</summary>
    public static SafeFileHandle Duplicate(int descriptor) => new(Checked(Control(descriptor, DuplicateCloseOnExec, 3)), ownsHandle: true);

    /// <summary>Makes a descriptor one of this file, from its beginning.</summary>
    public static void Replace(int descriptor, string path, bool forWriting)
    {
        var opened = Checked(Open(path, forWriting ? WriteOnlyAnew : 0, 0b110_100_100));
        _ = Checked(Duplicate(opened, descriptor));
        _ = Checked(Close(opened));
    }

    /// <summary>Those that are sockets; one may be closed meanwhile.</summary>
    public static IReadOnlySet<int> Sockets() => Directory.EnumerateFiles("/proc/self/fd")
        .Where(path => new FileInfo(path).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true)
        .Select(path => int.Parse(Path.GetFileName(path), null)).ToHashSet();

    /// <summary>Ends connections that a run has left open, as the end of its process would. Their handles may still close them.</summary>
    public static void ShutDown(IEnumerable<int> sockets)
    {
        foreach (var socket in sockets)
        {
            _ = ShutDown(socket, ShutBoth);
        }
    }

    private static int Checked(int result) =>
        result >= 0 ? result : throw new IOException($"errno {Marshal.GetLastPInvokeError()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int Duplicate(int descriptor, int other);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "shutdown")]
    private static partial int ShutDown(int socket, int how);
}
