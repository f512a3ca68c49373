using System.Diagnostics;
using System.Globalization;

namespace RawHttp.Cli.Output;

/// <summary>One line on the terminal while a body goes to a file, redrawn ten times a second at most.</summary>
internal sealed class Progress(string file)
{
    private const int Width = 24;

    // A line that wraps could not be drawn over.
    private readonly string _name = Terminal.Visible(Path.GetFileName(file)) is { Length: > 20 } name ? name[..19] + "~" : Terminal.Visible(Path.GetFileName(file));
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _drawn = Stopwatch.GetTimestamp();
    private bool _visible;
    private long _length;

    /// <summary>How many octets there will be, if that is known.</summary>
    public long? Total { get; set; }

    public void Add(long count)
    {
        _length += count;
        if (Stopwatch.GetElapsedTime(_drawn) >= Interval)
        {
            _drawn = Stopwatch.GetTimestamp();
            Draw();
        }
    }

    public void Clear()
    {
        if (_visible)
        {
            Terminal.Write("\r\e[K");
            _visible = false;
        }
    }

    private void Draw()
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        var rate = Size((long)(_length / elapsed.TotalSeconds));
        var left = Total is > 0 && _length > 0 ? $", {Duration(elapsed * ((Total.Value - _length) / (double)_length))} left" : "";
        var done = Total is > 0 ? $"[{new string('#', (int)(Width * _length / Total.Value)).PadRight(Width, '.')}] {100 * _length / Total.Value}% of {Size(Total.Value)}" : Size(_length);
        Terminal.Write($"\r{_name} {done}, {rate}/s{left}\e[K");
        _visible = true;
    }

    private static string Duration(TimeSpan time) =>
        time.TotalMinutes < 1 ? $"{Math.Ceiling(time.TotalSeconds):0} s" : time.TotalHours < 1 ? $"{time.Minutes} min {time.Seconds} s" : $"{(long)time.TotalHours} h {time.Minutes} min";

    private static string Size(long octets)
    {
        var (value, unit) = octets switch
        {
            >= 1 << 30 => (octets / (double)(1 << 30), "GiB"),
            >= 1 << 20 => (octets / (double)(1 << 20), "MiB"),
            >= 1 << 10 => (octets / (double)(1 << 10), "KiB"),
            _ => (octets, "B"),
        };
        return value.ToString(unit == "B" ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + unit;
    }
}
