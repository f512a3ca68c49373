using System.Text;
using RawHttp.Cli.Output;

using RawHttp.Client;

namespace RawHttp.Cli.Views;

/// <summary>The time line of --print m as bars: one for each part of the exchange, on one scale, each
/// beginning where the previous one ends.</summary>
internal static class TimeLine
{
    private const int Widest = 48;

    /// <summary>Draws the bars.</summary>
    /// <param name="timing">The parts, and how long each took.</param>
    /// <param name="columns">The width of the terminal; the bars use what the labels leave.</param>
    public static string Draw(ExchangeTiming timing, int columns)
    {
        var widest = timing.Parts.Select(part => part.Took).Append(timing.Total)
            .Select(took => Durations.Milliseconds(took).Length).Append(11).Max();
        var width = Math.Clamp(columns - widest - " resolve  |".Length, 0, Widest);
        var total = timing.Parts.Sum(part => part.Took.TotalMilliseconds);
        var text = new StringBuilder();
        var before = 0.0;
        foreach (var (name, took) in timing.Parts)
        {
            var (start, end) = (Column(before), Column(before + took.TotalMilliseconds));
            var bar = new string(' ', start) + (end > start ? new string('#', end - start) : ".");
            text.Append($"{name,8} {Durations.Milliseconds(took).PadLeft(widest)} |{bar}\n");
            before += took.TotalMilliseconds;
        }

        return text.Append($"{"total",8} {Durations.Milliseconds(timing.Total).PadLeft(widest)}\n").ToString();

        int Column(double milliseconds) => total > 0 ? (int)Math.Round(width * milliseconds / total) : 0;
    }
}
