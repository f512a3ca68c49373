using System.Diagnostics;

namespace RawHttp.Cli.Output;

/// <summary>
/// One line on the terminal of standard error that is redrawn in place, at most ten times a second, with a CR and blanks. There is one at a
/// time; a message of the tool clears it first.
/// </summary>
/// <param name="delay">How long after <see cref="Begin"/> the line is first drawn.</param>
/// <param name="beforeFirst">Called before the line is first drawn, to move the cursor to the beginning of a line.</param>
internal sealed class LiveLine(TimeSpan delay, Action? beforeFirst = null)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static LiveLine? _shown;

    private long _begun = Stopwatch.GetTimestamp();
    private long _drawn = Stopwatch.GetTimestamp();
    private int _columns;

    /// <summary>Clears the line that is shown, if there is one.</summary>
    public static void ClearShown() => _shown?.Clear();

    /// <summary>Counts the delay from now on.</summary>
    public void Begin() => _begun = Stopwatch.GetTimestamp();

    /// <summary>Draws the line, if it is due.</summary>
    /// <param name="text">Makes the text, for a number of columns; a longer one is cut.</param>
    public void Update(Func<int, string> text)
    {
        if (Stopwatch.GetElapsedTime(_drawn) < Interval || Stopwatch.GetElapsedTime(_begun) < delay)
        {
            return;
        }

        _drawn = Stopwatch.GetTimestamp();
        if (_columns == 0)
        {
            ClearShown();
            beforeFirst?.Invoke();
        }

        // A line that wraps could not be redrawn.
        var most = Tty.Columns(2) - 1;
        var line = Columns.Cut(text(most), most);
        var columns = Columns.Count(line);
        StandardError.Write($"\r{line}{new string(' ', Math.Max(_columns - columns, 0))}");
        _columns = columns;
        _shown = this;
    }

    public void Clear()
    {
        if (_columns > 0)
        {
            StandardError.Write($"\r{new string(' ', _columns)}\r");
            _columns = 0;
            _shown = null;
        }
    }
}
