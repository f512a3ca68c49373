using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>The time line of --print m as a picture: a bar for each part of the exchange, to one scale, each beginning where the one before ends.</summary>
internal static class TimeLine
{
    private const int Width = 48;

    public static string Draw(Timing timing)
    {
        var total = timing.Parts.Sum(part => part.Took.TotalMilliseconds);
        var text = new StringBuilder();
        var before = 0.0;
        foreach (var (name, took) in timing.Parts)
        {
            var (start, end) = (Column(before), Column(before + took.TotalMilliseconds));
            text.Append($"{name,8} {Summary.Milliseconds(took),11} |{new string(' ', start)}{(end > start ? new string('#', end - start) : ".")}\n");
            before += took.TotalMilliseconds;
        }

        return text.ToString();

        int Column(double milliseconds) => total > 0 ? (int)Math.Round(Width * milliseconds / total) : 0;
    }
}
