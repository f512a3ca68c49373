using System.Diagnostics;
using System.Globalization;

namespace RawHttp.Cli.Output;

/// <summary>
/// One line on the terminal during a body that is not shown there, drawn at most ten times a second. It is
/// redrawn over the previous one with a CR and blanks.
/// </summary>
/// <param name="name">The name of the file that the body goes to, or another label.</param>
/// <param name="delay">How long the body may take before the line is first drawn.</param>
/// <param name="beforeFirst">Called before the line is first drawn, to move the cursor to the beginning of a line.</param>
internal sealed class Progress(string name, TimeSpan delay, Action beforeFirst)
{
    private const int Width = 24;
    private const int NarrowestBar = 4;
    private const int LongestName = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly string _name = Short(TerminalText.Visible(name));
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _drawn = Stopwatch.GetTimestamp();
    private long _begun;
    private long? _total;
    private int _columns;
    private long _length;

    /// <summary>Starts with the body.</summary>
    /// <param name="total">The length of the body, if known.</param>
    public void Begin(long? total)
    {
        _total = total;
        _begun = Stopwatch.GetTimestamp();
    }

    public void Add(long count)
    {
        _length += count;
        if (Stopwatch.GetElapsedTime(_drawn) >= Interval && Stopwatch.GetElapsedTime(_begun) >= delay)
        {
            _drawn = Stopwatch.GetTimestamp();
            Draw();
        }
    }

    public void Clear()
    {
        if (_columns > 0)
        {
            StandardError.Write($"\r{new string(' ', _columns)}\r");
            _columns = 0;
        }
    }

    private void Draw()
    {
        if (_columns == 0)
        {
            beforeFirst();
        }

        // A line that wraps could not be redrawn.
        var most = Tty.Columns(2) - 1;
        var words = Words();
        var line = Columns.Cut($"{_name} {Bar(most - Columns.Count($"{_name} {words}"))}{words}", most);
        var columns = Columns.Count(line);
        StandardError.Write($"\r{line}{new string(' ', Math.Max(_columns - columns, 0))}");
        _columns = columns;
    }

    // A server may announce any length: floating-point numbers do not overflow.
    private string Words()
    {
        var seconds = Math.Max(Stopwatch.GetElapsedTime(_started).TotalSeconds, 0.001);
        var rate = $"{Size(_length / seconds)}/s";
        if (_total is not > 0)
        {
            return $"{Size(_length)}, {rate}";
        }

        var left = _length > 0 ? $", {Duration((seconds / Done) - seconds)} left" : "";
        return $"{(int)(100 * Done)}% of {Size(_total.Value)}, {rate}{left}";
    }

    private static string Short(string name) => Columns.Count(name) > LongestName ? Columns.Cut(name, LongestName - 1) + "~" : name;

    private double Done => Math.Min(_length / (double)_total!.Value, 1);

    // Shortens the name to the room in the line.
    private string Bar(int room)
    {
        var width = Math.Min(room - "[] ".Length, Width);
        return _total is > 0 && width >= NarrowestBar ? $"[{new string('#', (int)(width * Done)).PadRight(width, '.')}] " : "";
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 59.5 => $"{Math.Ceiling(seconds):0} s",
        < 3600 => $"{(int)seconds / 60} min {(int)seconds % 60} s",
        < 100 * 86400 => $"{(int)seconds / 3600} h {(int)seconds / 60 % 60} min",
        _ => "more than 100 days",
    };

    private static string Size(double octets)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        var unit = 0;
        for (; octets >= 1024 && unit < units.Length - 1; unit++)
        {
            octets /= 1024;
        }

        return octets.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
