using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RawHttp.Cli.Output;

/// <summary>
/// The standard streams, unbuffered. The framework's own streams hide a closed pipe and send a terminal an escape
/// sequence before the first octet, and a file stream over the descriptor would write at its own position instead of the one
/// shared with the shell; so write(2) itself.
/// </summary>
internal sealed partial class StandardStream : WriteOnlyStream
{
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;

    private readonly int _descriptor;
    private readonly string? _path;
    private bool _isClosed;

    private StandardStream(int descriptor, string? path = null) => (_descriptor, _path) = (descriptor, path);

    public static Stream OpenOutput() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardStream(1);

    /// <summary>A descriptor that was open when the program began.</summary>
    public static Stream Open(int descriptor) => new StandardStream(descriptor);

    /// <summary>A descriptor that is closed with the stream.</summary>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="path">What the user calls the file, for an error.</param>
    public static StandardStream Own(int descriptor, string path) => new(descriptor, path);

    public static Stream OpenError() => OperatingSystem.IsWindows() ? Console.OpenStandardError() : new StandardStream(2);

    /// <summary>Standard input as it is: the framework's own would edit lines in the terminal's stead.</summary>
    /// <exception cref="IOException">It was closed when the program began.</exception>
    public static Stream OpenInput() =>
        OperatingSystem.IsWindows() ? Console.OpenStandardInput()
        : IsClosed(0) ? throw new IOException("it is closed")
        : new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);

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
                case Interrupted:
                    break;
                case TryAgain:
                    // A pipe was opened so, or another process that shares the descriptor made it so. Whatever ends the wait, the write tells.
                    var wanted = new Wanted { Descriptor = _descriptor, Events = Wanted.Writable };
                    _ = Poll(ref wanted, 1, Timeout.Infinite);
                    break;
                case BrokenPipe when _path is null:
                    throw ToolException.OutputClosed();
                case var error:
                    throw Files.NotWritten(_path ?? (_descriptor == 1 ? "standard output" : $"descriptor {_descriptor}"), error);
            }
        }
    }

    /// <exception cref="ToolException">What was written before could not be kept.</exception>
    protected override void Dispose(bool disposing)
    {
        if (_path is not null && !_isClosed)
        {
            _isClosed = true;
            if (UnixFile.Close(_descriptor) is < 0 and var error)
            {
                throw Files.NotWritten(_path, -error);
            }
        }

        base.Dispose(disposing);
    }

    // Where the shell has closed a descriptor, the runtime opens files of its own in its place, and marks them to be closed by exec.
    private static bool IsClosed(int descriptor)
    {
        const long CloseOnExec = 0x80000;
        var info = $"/proc/self/fdinfo/{descriptor}";
        return OperatingSystem.IsLinux() && (!File.Exists(info) || (Convert.ToInt64(File.ReadLines(info).First(line => line.StartsWith("flags:", StringComparison.Ordinal))[6..].Trim(), 8) & CloseOnExec) != 0);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int descriptor, ReadOnlySpan<byte> buffer, nuint count);

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
