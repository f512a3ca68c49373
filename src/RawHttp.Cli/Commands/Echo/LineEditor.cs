using System.Runtime.InteropServices;

namespace RawHttp.Cli.Commands.Echo;

/// <summary>
/// Lines typed on a terminal, with editing and history: those of libedit, which macOS and most Linux distributions have. Without it, the
/// terminal edits the line, which knows no cursor keys.
/// </summary>
internal sealed unsafe partial class LineEditor : IDisposable
{
    private const int CharacterTypes = 0;
    private const int Drain = 1;

    // struct termios takes 60 octets on Linux and 72 on macOS.
    private const int MaxTerminalSettings = 256;

    private static readonly string[] Names = ["libedit.so.2", "libedit.so.0", "libedit.3.dylib", "libedit.dylib"];

    private readonly delegate* unmanaged<byte*, byte*> _readLine;
    private readonly delegate* unmanaged<byte*, int> _addHistory;
    private readonly byte[] _settings = new byte[MaxTerminalSettings];

    private LineEditor(nint library)
    {
        _readLine = (delegate* unmanaged<byte*, byte*>)NativeLibrary.GetExport(library, "readline");
        _addHistory = (delegate* unmanaged<byte*, int>)NativeLibrary.GetExport(library, "add_history");

        // Signals are the tool's: it ends with 130 and gives the terminal back.
        if (NativeLibrary.TryGetExport(library, "rl_catch_signals", out var catches))
        {
            *(int*)catches = 0;
        }

        fixed (byte* settings = _settings)
        {
            _ = GetSettings(0, settings);
        }

        // Characters of several octets are edited as one.
        _ = SetLocale(CharacterTypes, "");
    }

    /// <summary>Opens the editor on standard input, which is a terminal.</summary>
    /// <returns>The editor; null if the system has none, or the terminal cannot move its cursor.</returns>
    public static LineEditor? TryOpen()
    {
        if (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb")
        {
            return null;
        }

        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var library)
                && NativeLibrary.TryGetExport(library, "readline", out _)
                && NativeLibrary.TryGetExport(library, "add_history", out _))
            {
                return new LineEditor(library);
            }
        }

        return null;
    }

    /// <summary>Shows a prompt and waits for a line. The line is kept in the history, unless it is blank.</summary>
    /// <returns>The octets, without the ending; null at the end of the input.</returns>
    public byte[]? ReadLine(ReadOnlySpan<byte> prompt)
    {
        byte* typed;
        fixed (byte* shown = (byte[])[.. prompt, 0])
        {
            typed = _readLine(shown);
        }

        if (typed is null)
        {
            return null;
        }

        var line = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(typed).ToArray();
        if (line.AsSpan().ContainsAnyExcept(" \t"u8))
        {
            _ = _addHistory(typed);
        }

        NativeMemory.Free(typed);
        return line;
    }

    /// <summary>Gives the terminal the settings that it had.</summary>
    public void Dispose()
    {
        fixed (byte* settings = _settings)
        {
            _ = SetSettings(0, Drain, settings);
        }
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetSettings(int descriptor, byte* settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetSettings(int descriptor, int when, byte* settings);

    [LibraryImport("libc", EntryPoint = "setlocale", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint SetLocale(int category, string locale);
}
