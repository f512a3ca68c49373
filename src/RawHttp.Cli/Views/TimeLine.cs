using System.Text;
using RawHttp.Cli.Output;

using RawHttp.Client;

namespace RawHttp.Cli.Views;

/// <summary>The time line of --print m as a picture: a bar for each part of the exchange, to one scale, each beginning where the one before ends.</summary>
internal static class TimeLine
{
    private const int Widest = 48;

    /// <summary>Draws it.</summary>
    /// <param name="timing">The parts, and how long each took.</param>
    /// <param name="columns">How wide the terminal is; the bars are as long as that leaves room for.</param>
    public static string Draw(ExchangeTiming timing, int columns)
    {
        var widest = timing.Parts.Select(part => Durations.Milliseconds(part.Took).Length).Append(11).Max();
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

        return text.ToString();

        int Column(double milliseconds) => total > 0 ? (int)Math.Round(width * milliseconds / total) : 0;
    }
}
