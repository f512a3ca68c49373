using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Startup;

/// <summary>What the tool makes sure of before a run: what the environment and the limits of a process can do to it.</summary>
internal static partial class Surroundings
{
    // A get with every file there is takes as many, and the runtime's own.
    private const int MinDescriptors = 16;
    private const string AllInUse = "no file can be opened any more";

    // errno(3).
    private const int InvalidArgument = 22;
    private const int TooManyOpenInSystem = 23;
    private const int TooManyOpen = 24;

    /// <summary>Comes before anything else: the standard streams are made safe, and TZ is not looked at.</summary>
    public static void Prepare()
    {
        DescriptorStream.Prepare();
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // Every time here is UTC. For the dates of a certificate the runtime would read the file that TZ names, be it a pipe or without
        // an end.
        _ = SetEnvironment("TZ", "", overwrite: 1);
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("TZ")))
        {
            // The runtime may have its own copy already.
            Environment.SetEnvironmentVariable("TZ", "");
        }
    }

    /// <summary>Refuses a run for which there are too few descriptors: it would break off where it runs out of them, and lose what had come.</summary>
    /// <exception cref="ToolException">There are.</exception>
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
            throw new ToolException(TooFewDescriptors(command, error == InvalidArgument ? $"fewer than {MinDescriptors + 1} open files are allowed" : AllInUse));
        }

        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>What to end a run with that has run out of descriptors all the same; null if it has failed for another reason.</summary>
    public static ExitVerdict? OutOfDescriptors(string command, Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            // The runtime's own exceptions name the error, if no number.
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

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Duplicate(int descriptor, int command, int least);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
