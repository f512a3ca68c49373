using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Startup;

/// <summary>Prepares the process before a run: environment variables and limits that could affect it.</summary>
internal static partial class Surroundings
{
    // Enough for a get with a file in every option, and for the runtime.
    private const int MinDescriptors = 16;
    private const string AllInUse = "no file can be opened any more";

    // errno(3).
    private const int InvalidArgument = 22;
    private const int TooManyOpenInSystem = 23;
    private const int TooManyOpen = 24;

    /// <summary>Call it before anything else: it makes the standard streams safe and clears TZ.</summary>
    public static void Prepare()
    {
        DescriptorStream.Prepare();
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // All times are in UTC. For the dates of a certificate, the runtime would read the file
        // that TZ names, which may be a pipe or endless.
        _ = SetEnvironment("TZ", "", overwrite: 1);
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("TZ")))
        {
            // The runtime may already have its own copy.
            Environment.SetEnvironmentVariable("TZ", "");
        }
    }

    /// <summary>Refuses a run with too few free descriptors, which would fail in the middle and lose what had arrived.</summary>
    /// <exception cref="ToolException">There are too few.</exception>
    public static void CheckDescriptors(string command)
    {
        const int DuplicateFrom = 1030;
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var descriptor = Duplicate(2, DuplicateFrom, MinDescriptors);
        if (descriptor < 0 && Marshal.GetLastPInvokeError() is var error and (InvalidArgument or TooManyOpen))
        {
            var why = error == InvalidArgument ? $"fewer than {MinDescriptors + 1} open files are allowed" : AllInUse;
            throw new ToolException(TooFewDescriptors(command, why));
        }

        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>The verdict for a run that ran out of descriptors later; null if it failed for another reason.</summary>
    public static ExitVerdict? OutOfDescriptors(string command, Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            // Some exceptions of the runtime only contain the name of the error, not its number.
            var isThat = cause is SocketException { SocketErrorCode: SocketError.TooManyOpenSockets }
                or IOException { HResult: TooManyOpen or TooManyOpenInSystem }
                or Win32Exception { NativeErrorCode: TooManyOpen or TooManyOpenInSystem }
                || cause.Message.EndsWith("EMFILE", StringComparison.Ordinal) || cause.Message.EndsWith("ENFILE", StringComparison.Ordinal);
            if (isThat)
            {
                return TooFewDescriptors(command, AllInUse);
            }
        }

        return null;
    }

    private static ExitVerdict TooFewDescriptors(string command, string why)
    {
        var status = command switch { "read" => ExitStatus.InputFailed, "serve" => ExitStatus.NotBound, _ => ExitStatus.NotConnected };
        return new ExitVerdict(status, $"{command}: {why}; ulimit -n tells the limit");
    }

    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Duplicate(int descriptor, int command, int least);

    [SupportedOSPlatform("linux")]
    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
