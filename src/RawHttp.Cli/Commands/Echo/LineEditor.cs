using System.Runtime.InteropServices;

namespace RawHttp.Cli.Commands.Echo;

/// <summary>
/// Lines typed on a terminal, with editing and history: those of libedit, which macOS and most Linux distributions have. Without it, the
/// terminal edits the line, which knows no cursor keys.
/// </summary>
internal sealed unsafe partial class LineEditor
{
    private const int CharacterTypes = 0;
    private const int Flush = 2;

    // FIONREAD, asm-generic/ioctls.h and sys/filio.h.
    private const nuint Pending = 0x541b;
    private const nuint PendingOnMacOS = 0x4004667f;

    // struct termios takes 60 octets on Linux and 72 on macOS.
    private const int MaxTerminalSettings = 256;

    private static readonly string[] Names = ["libedit.so.2", "libedit.so.0", "libedit.3.dylib", "libedit.dylib"];

    private readonly delegate* unmanaged<byte*, byte*> _readLine;
    private readonly delegate* unmanaged<byte*, int> _addHistory;
    private readonly delegate* unmanaged<int, void> _prepare;
    private readonly delegate* unmanaged<void> _release;
    private readonly delegate* unmanaged<void> _redraw;
    private readonly PosixSignalRegistration? _continued;
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

        // A tab is a character like others.
        if (NativeLibrary.TryGetExport(library, "rl_inhibit_completion", out var inhibits))
        {
            *(int*)inhibits = 1;
        }

        _prepare = (delegate* unmanaged<int, void>)ExportOf(library, "rl_prep_terminal");
        _release = (delegate* unmanaged<void>)ExportOf(library, "rl_deprep_terminal");
        _redraw = (delegate* unmanaged<void>)ExportOf(library, "rl_forced_update_display");
        fixed (byte* settings = _settings)
        {
            _ = GetSettings(0, settings);
        }

        // The shell takes its terminal back while the tool is stopped.
        _continued = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGCONT, Resume);

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

    /// <summary>Shows the prompt and what was typed of the line again, in the row of the cursor.</summary>
    public void Redraw()
    {
        if (_redraw is not null)
        {
            _redraw();
        }
    }

    /// <summary>Gives the terminal the settings that it had. What was typed and not read is dropped: the shell would run it.</summary>
    /// <returns>How many octets were dropped.</returns>
    public int Close()
    {
        _continued?.Dispose();
        var pending = 0;
        _ = Control(0, OperatingSystem.IsMacOS() ? PendingOnMacOS : Pending, &pending);
        fixed (byte* settings = _settings)
        {
            _ = SetSettings(0, Flush, settings);
        }

        return pending;
    }

    private void Resume(PosixSignalContext context)
    {
        // Otherwise the runtime sets the terminal up after this.
        context.Cancel = true;
        if (_prepare is not null && _release is not null)
        {
            // libedit believes that the terminal still has its settings, and would leave it as it is.
            _release();
            _prepare(1);
        }

        Redraw();
    }

    private static nint ExportOf(nint library, string name) => NativeLibrary.TryGetExport(library, name, out var export) ? export : 0;

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetSettings(int descriptor, byte* settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetSettings(int descriptor, int when, byte* settings);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, int* value);

    [LibraryImport("libc", EntryPoint = "setlocale", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint SetLocale(int category, string locale);
}
