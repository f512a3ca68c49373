using System.Globalization;
using System.Runtime.InteropServices;

namespace RawHttp.Cli.Output;

/// <summary>
/// What is known of the terminal behind a descriptor. The system is asked, and not <see cref="Console"/>: its first use for a
/// width or a writer sends the terminal ESC [ ? 1 h ESC =, which switches its keypad into application mode.
/// </summary>
internal static partial class Tty
{
    private const int UsualColumns = 80;

    // TIOCGWINSZ, asm-generic/ioctls.h.
    private const nuint GetWindowSize = 0x5413;

    /// <summary>Whether a standard descriptor is a terminal.</summary>
    public static bool Is(int descriptor) => OperatingSystem.IsWindows()
        ? !(descriptor switch { 0 => Console.IsInputRedirected, 1 => Console.IsOutputRedirected, _ => Console.IsErrorRedirected })
        : IsATty(descriptor) == 1;

    /// <summary>How many columns a line may take: those of the terminal, else those of COLUMNS, else 80.</summary>
    public static int Columns(int descriptor) => Ask(descriptor) ?? FromEnvironment() ?? UsualColumns;

    /// <summary>The same behind a pipe, where a pager may wrap: COLUMNS, else the terminal of messages or of what is typed, else 80.</summary>
    public static int ColumnsBehindPipe() => FromEnvironment() ?? Ask(2) ?? Ask(0) ?? UsualColumns;

    private static int? Ask(int descriptor)
    {
        if (OperatingSystem.IsWindows())
        {
            return Is(descriptor) ? Console.WindowWidth : null;
        }

        // ioctl is variadic: elsewhere its third argument is passed in other ways.
        var size = default(WindowSize);
        var isKnown = OperatingSystem.IsLinux() && ControlDevice(descriptor, GetWindowSize, ref size) == 0 && size.Columns > 0;
        return isKnown ? size.Columns : null;
    }

    private static int? FromEnvironment()
    {
        var given = Environment.GetEnvironmentVariable("COLUMNS");
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0 ? columns : null;
    }

    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsATty(int descriptor);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int ControlDevice(int descriptor, nuint request, ref WindowSize size);

    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
