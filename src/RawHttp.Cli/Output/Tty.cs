using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace RawHttp.Cli.Output;

/// <summary>
/// The terminal behind a descriptor. It asks the system and not <see cref="Console"/>, whose first use for a width or a writer sends the
/// terminal ESC [ ? 1 h ESC =, which switches its keypad into application mode.
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

    /// <summary>How many columns a line may take: those of the terminal, otherwise COLUMNS, otherwise 80.</summary>
    public static int Columns(int descriptor) => Ask(descriptor) ?? FromEnvironment() ?? UsualColumns;

    /// <summary>The same for a pipe, whose pager may wrap: COLUMNS, otherwise the terminal of
    /// standard error or input, otherwise 80.</summary>
    public static int ColumnsBehindPipe() => FromEnvironment() ?? Ask(2) ?? Ask(0) ?? UsualColumns;

    private static int? Ask(int descriptor)
    {
        if (OperatingSystem.IsWindows())
        {
            return Is(descriptor) ? Console.WindowWidth : null;
        }

        // ioctl is variadic: on other processors its third argument may be passed in another way.
        var size = default(WindowSize);
        var isKnown = OperatingSystem.IsLinux() && ControlDevice(descriptor, GetWindowSize, ref size) == 0 && size.Columns > 0;
        return isKnown ? size.Columns : null;
    }

    private static int? FromEnvironment()
    {
        var given = Environment.GetEnvironmentVariable("COLUMNS");
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0 ? columns : null;
    }

    [UnsupportedOSPlatform("windows")]
    [LibraryImport("libc", EntryPoint = "isatty")]
    private static partial int IsATty(int descriptor);

    [SupportedOSPlatform("linux")]
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
