using System.Runtime.InteropServices;

namespace RawHttp.Cli.Output;

/// <summary>
/// Standard output or standard error, unbuffered. The framework's own streams hide a closed pipe and send a terminal an escape
/// sequence before the first octet, and a file stream over the descriptor would write at its own position instead of the one
/// shared with the shell; so write(2) itself.
/// </summary>
internal sealed partial class StandardStream : WriteOnlyStream
{
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;

    private readonly int _descriptor;

    private StandardStream(int descriptor) => _descriptor = descriptor;

    public static Stream OpenOutput() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : new StandardStream(1);

    public static Stream OpenError() => OperatingSystem.IsWindows() ? Console.OpenStandardError() : new StandardStream(2);

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
                    // Somebody who shares the descriptor made it non-blocking.
                    Thread.Sleep(1);
                    break;
                case BrokenPipe:
                    throw ToolException.OutputClosed();
                case var error:
                    throw new ToolException(ExitStatus.OutputFailed, $"write standard output: {Marshal.GetPInvokeErrorMessage(error)}");
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int descriptor, ReadOnlySpan<byte> buffer, nuint count);
}
