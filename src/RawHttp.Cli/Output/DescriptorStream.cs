using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RawHttp.Cli.Output;

/// <summary>
/// The standard streams, unbuffered, by write(2). The framework's own streams hide a closed pipe and send a terminal an escape sequence
/// before the first octet; a file stream over the descriptor would write at its own position instead of the one shared with the shell.
/// </summary>
internal sealed partial class DescriptorStream : WriteOnlyStream
{
    private const int GetDescriptorFlags = 1;
    private const int FileSizeSignal = 25;

    // One bit for each of descriptors 0, 1 and 2 that was closed at the start.
    private static int _closed;

    private readonly int _descriptor;
    private readonly string? _path;
    private bool _isClosed;

    private DescriptorStream(int descriptor, string? path = null) => (_descriptor, _path) = (descriptor, path);

    /// <summary>
    /// Call it before anything else. It opens /dev/null for each closed descriptor of 0, 1 and 2; otherwise a socket could get that number,
    /// and the tool's messages would be sent to the server. If the runtime has already used the number, writes to it are dropped. It also
    /// ignores SIGXFSZ, so that exceeding the file size limit (RLIMIT_FSIZE) fails the write and does not end the process.
    /// </summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const int ReadWrite = 2;
        const nint Ignore = 1;
        for (var descriptor = 0; descriptor <= 2; descriptor++)
        {
            if (!IsInherited(descriptor))
            {
                _closed |= 1 << descriptor;
                if (GetFlags(descriptor, GetDescriptorFlags) < 0)
                {
                    // open returns the lowest free number. If it fails, the descriptor stays closed.
                    _ = OpenFile("/dev/null", ReadWrite);
                }
            }
        }

        _ = SetSignal(FileSizeSignal, Ignore);
    }

    public static Stream OpenOutput() => Open(1);

    /// <summary>Opens a descriptor that was open at the start.</summary>
    /// <exception cref="IOException">The descriptor was closed, or this is Windows, which numbers only the standard streams.</exception>
    public static Stream Open(int descriptor) =>
        OperatingSystem.IsWindows() ? OpenOnWindows(descriptor)
        : descriptor is 1 or 2 && IsClosed(descriptor) ? Null
        : IsClosed(descriptor) || !IsInherited(descriptor) ? throw new IOException("it is closed")
        : new DescriptorStream(descriptor);

    /// <summary>Writes text to standard output, for output that is not a response.</summary>
    public static void Print(string text) => OpenOutput().Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Makes a stream that closes its descriptor.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="path">The name of the file in errors.</param>
    [SupportedOSPlatform("linux")]
    public static DescriptorStream Own(int descriptor, string path) => new(descriptor, path);

    public static Stream OpenError() => Open(2);

    /// <summary>Opens standard input as it is: the framework's own stream edits lines itself
    /// instead of leaving that to the terminal.</summary>
    /// <exception cref="IOException">It was closed at the start.</exception>
    public static Stream OpenInput() =>
        OperatingSystem.IsWindows() ? Console.OpenStandardInput()
        : IsClosed(0) ? throw new IOException("it is closed")
        : new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    [UnsupportedOSPlatform("windows")]
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = WriteTo(_descriptor, buffer, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.Interrupted:
                    break;
                case var error when error == Errno.TryAgain:
                    // The pipe is non-blocking, perhaps because of another process that shares it. Wait; the next write reports any error.
                    var wanted = new Wanted { Descriptor = _descriptor, Events = Wanted.Writable };
                    _ = Poll(ref wanted, 1, Timeout.Infinite);
                    break;
                case Errno.BrokenPipe when _path is null:
                    throw new OutputException("", OutputFailure.Closed);
                case var error:
                    throw Files.NotWritten(_path ?? (_descriptor == 1 ? "standard output" : $"descriptor {_descriptor}"), error);
            }
        }
    }

    /// <exception cref="OutputException">Octets written earlier could not be stored.</exception>
    protected override void Dispose(bool disposing)
    {
        if (OperatingSystem.IsLinux() && _path is not null && !_isClosed)
        {
            _isClosed = true;
            if (UnixFile.Close(_descriptor) is < 0 and var error)
            {
                throw Files.NotWritten(_path, -error);
            }
        }

        base.Dispose(disposing);
    }

    private static Stream OpenOnWindows(int descriptor) => descriptor switch
    {
        1 => Console.OpenStandardOutput(),
        2 => Console.OpenStandardError(),
        _ => throw new IOException("there are no other descriptors than 1 and 2"),
    };

    private static bool IsClosed(int descriptor) => descriptor <= 2 && (_closed & (1 << descriptor)) != 0;

    // The runtime opens descriptors with close-on-exec; one that was open at the start does not have that flag.
    [UnsupportedOSPlatform("windows")]
    private static bool IsInherited(int descriptor)
    {
        const int CloseOnExec = 1;
        return GetFlags(descriptor, GetDescriptorFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0;
    }

    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int descriptor, ReadOnlySpan<byte> buffer, nuint count);

    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int GetFlags(int descriptor, int command);

    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);

    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref Wanted wanted, nuint count, int milliseconds);

    // struct pollfd.
    private struct Wanted
    {
        public const short Writable = 4;

        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
