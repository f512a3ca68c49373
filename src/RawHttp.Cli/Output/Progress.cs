using System.Diagnostics;
using System.Globalization;

namespace RawHttp.Cli.Output;

/// <summary>How far a long run is, as a line on the terminal: of a body, or of many files or requests.</summary>
/// <param name="name">What it is about: the name of the file that the body goes to, or another label; empty for none.</param>
/// <param name="delay">How long the run may take before the line is first drawn.</param>
/// <param name="beforeFirst">Called before the line is first drawn, to move the cursor to the beginning of a line.</param>
/// <param name="unit">What is counted, in the plural; null for octets.</param>
internal sealed class Progress(string name, TimeSpan delay, Action? beforeFirst = null, string? unit = null)
{
    private const int Width = 24;
    private const int NarrowestBar = 4;
    private const int LongestName = 20;

    private readonly string _name = name.Length > 0 ? Short(TerminalText.Visible(name)) + " " : "";
    private readonly LiveLine _line = new(delay, beforeFirst);
    private readonly long _started = Stopwatch.GetTimestamp();
    private long? _total;
    private long _length;

    /// <summary>How long a run takes before its progress is shown, if nothing else shows that something happens.</summary>
    public static TimeSpan UsualDelay { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Starts what is counted.</summary>
    /// <param name="total">How much there is, if known.</param>
    public void Begin(long? total)
    {
        _total = total;
        _line.Begin();
    }

    public void Add(long count)
    {
        _length += count;
        _line.Update(Text);
    }

    public void Clear() => _line.Clear();

    private string Text(int columns)
    {
        var words = Words();
        return $"{_name}{Bar(columns - Columns.Count(_name + words))}{words}";
    }

    // A server may announce any length: floating-point numbers do not overflow.
    private string Words()
    {
        var seconds = Math.Max(Stopwatch.GetElapsedTime(_started).TotalSeconds, 0.001);
        var rate = $"{Amount(_length / seconds)}/s";
        if (_total is not > 0)
        {
            return $"{Amount(_length)}, {rate}";
        }

        var left = _length > 0 ? $", {Duration((seconds / Done) - seconds)} left" : "";
        var done = unit is null ? $"{(int)(100 * Done)}%" : $"{_length}";
        return $"{done} of {Amount(_total.Value)}, {rate}{left}";
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

    private string Amount(double amount) =>
        unit is null ? Size(amount) : $"{amount.ToString(amount < 10 ? "0.#" : "0", CultureInfo.InvariantCulture)} {unit}";

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
