using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>Facts of a file that Linux provides and .NET does not: its owner, its hard links, its last change.</summary>
/// <param name="Type">The type bits of its mode.</param>
/// <param name="Mode">The permission bits.</param>
/// <param name="Owner">The user that owns it.</param>
/// <param name="Group">The group that owns it.</param>
/// <param name="Names">The number of its hard links.</param>
/// <param name="Changed">When it was last written, renamed or linked, by the clock of its file system.</param>
internal readonly record struct FileFacts(int Type, int Mode, uint Owner, uint Group, uint Names, (long Seconds, uint Nanoseconds) Changed)
{
    public const int Pipe = 0x1000;
    public const int Regular = 0x8000;
    public const int Link = 0xA000;

    /// <summary>Whether it is a regular file of this user with one name, so that nothing else uses it.</summary>
    [SupportedOSPlatform("linux")]
    public bool IsOurs => Type == Regular && Names == 1 && Owner == UnixFile.User;
}

/// <summary>File system calls that .NET does not offer: Linux only. Errors are errno numbers.</summary>
[SupportedOSPlatform("linux")]
internal static partial class UnixFile
{
    private const int WriteOnly = 0x1;
    private const int Create = 0x40;
    private const int Exclusive = 0x80;
    private const int NoTerminal = 0x100;
    private const int Append = 0x400;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The effective user of this process.</summary>
    public static uint User => GetUser();

    /// <summary>Creates a file that must not exist. O_EXCL follows no link (POSIX, open()).</summary>
    /// <returns>Its descriptor, or the negative error number.</returns>
    public static int CreateNew(string path, int mode) => OpenAgain(path, WriteOnly | Create | Exclusive | CloseOnExec, mode);

    /// <summary>Opens a file to append to, and creates it for this user alone. It does not wait for the reader of a pipe.</summary>
    /// <returns>Its descriptor, or the negative error number.</returns>
    public static int OpenToAppend(string path) =>
        OpenAgain(path, WriteOnly | Create | Append | NonBlocking | NoTerminal | CloseOnExec, 0x180);

    /// <summary>Opens an existing file for writing. Opening a pipe waits for a reader.</summary>
    /// <returns>The descriptor, or the negative error number.</returns>
    /// <exception cref="TimeoutException">No process has opened the pipe for reading in time.</exception>
    public static int OpenExisting(string path, TimeSpan openTimeout)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var descriptor = OpenAgain(path, WriteOnly | NonBlocking | NoTerminal | CloseOnExec, 0);
            if (descriptor != -Errno.NoReader || FactsOf(path) is not { Type: FileFacts.Pipe })
            {
                return descriptor;
            }

            if (Stopwatch.GetElapsedTime(started) >= openTimeout)
            {
                throw new TimeoutException();
            }

            Thread.Sleep(Pause);
        }
    }

    /// <summary>The target of a link; null if the path is not a link.</summary>
    public static string? LinkTarget(string path)
    {
        Span<byte> target = stackalloc byte[4096];
        var length = ReadLink(path, target, (nuint)target.Length);
        return length < 0 ? null : Encoding.UTF8.GetString(target[..(int)length]);
    }

    /// <summary>The facts of the file that a name leads to, or of the link itself.</summary>
    public static FileFacts? FactsOf(string path, bool ofLink = false)
    {
        const int Here = -100;
        const int NoFollow = 0x100;
        return Stat(Here, path, ofLink ? NoFollow : 0, out var facts) == 0 ? facts : null;
    }

    /// <summary>The facts of an open file.</summary>
    public static FileFacts? FactsOf(int descriptor)
    {
        const int EmptyPath = 0x1000;
        return Stat(descriptor, "", EmptyPath, out var facts) == 0 ? facts : null;
    }

    /// <summary>Checks whether a file can be written to, or files can be created in a folder.</summary>
    /// <returns>0, or the negative error number.</returns>
    public static int CanWrite(string path, bool isFolder)
    {
        const int Search = 1;
        const int Write = 2;
        return Access(path, isFolder ? Write | Search : Write) == 0 ? 0 : -Marshal.GetLastPInvokeError();
    }

    /// <summary>Gives a new file the permissions and, if allowed, the group of another. If the group cannot be set,
    /// it gets no more rights than others.</summary>
    public static void TakePermissions(int descriptor, FileFacts other)
    {
        const uint SameUser = uint.MaxValue;
        var mode = other.Mode & 0x1FF;
        if (FactsOf(descriptor) is { } own && own.Group != other.Group && ChangeOwner(descriptor, SameUser, other.Group) != 0)
        {
            mode &= ~0x38 | ((mode & 7) << 3);
        }

        _ = ChangeMode(descriptor, mode);
    }

    /// <summary>Renames a file, replacing the file with the new name.</summary>
    /// <returns>0, or the negative error number.</returns>
    public static int Rename(string from, string to) => RenameFile(from, to) == 0 ? 0 : -Marshal.GetLastPInvokeError();

    /// <summary>Closes a descriptor. A file system that writes late reports its errors here.</summary>
    /// <returns>0, or the negative error number.</returns>
    public static int Close(int descriptor) =>
        CloseDescriptor(descriptor) == 0 || Marshal.GetLastPInvokeError() == Errno.Interrupted ? 0 : -Marshal.GetLastPInvokeError();

    private static int OpenAgain(string path, int flags, int mode)
    {
        while (true)
        {
            var descriptor = Open(path, flags, mode);
            if (descriptor >= 0)
            {
                return descriptor;
            }

            if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                return -Marshal.GetLastPInvokeError();
            }
        }
    }

    private static int Stat(int folder, string path, int flags, out FileFacts facts)
    {
        const uint Basic = 0x7FF;
        var result = StatX(folder, path, flags, Basic, out var raw);
        var changed = (raw.ChangedSeconds, raw.ChangedNanoseconds);
        facts = new FileFacts(raw.Mode & 0xF000, raw.Mode & 0xFFF, raw.User, raw.Group, raw.Links, changed);
        return result;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameFile(string from, string to);

    [LibraryImport("libc", EntryPoint = "readlink", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, Span<byte> target, nuint room);

    // statx, because its layout is the same on every processor, unlike that of stat.
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint wanted, out Facts facts);

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static partial int ChangeMode(int descriptor, int mode);

    [LibraryImport("libc", EntryPoint = "fchown", SetLastError = true)]
    private static partial int ChangeOwner(int descriptor, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetUser();

    // struct statx.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Facts
    {
        [FieldOffset(16)]
        public uint Links;

        [FieldOffset(20)]
        public uint User;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;
    }
}
