using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>The time line of --print m as a picture: a bar for each part of the exchange, to one scale, each beginning where the one before ends.</summary>
internal static class TimeLine
{
    private const int Width = 48;

    public static string Draw(Timing timing)
    {
        (string Name, TimeSpan? Took)[] parts =
        [
            ("resolve", timing.Resolve), ("connect", timing.Connect), ("tls", timing.Tls), ("wait", timing.Wait), ("head", timing.Head), ("body", timing.Body),
        ];
        var total = parts.Sum(part => part.Took?.TotalMilliseconds ?? 0);
        var text = new StringBuilder();
        var before = 0.0;
        foreach (var (name, took) in parts)
        {
            if (took is not { TotalMilliseconds: var milliseconds })
            {
                continue;
            }

            var (start, end) = (Column(before), Column(before + milliseconds));
            text.Append($"{name,8} {Summary.Milliseconds(took.Value),11} |{new string(' ', start)}{(end > start ? new string('#', end - start) : ".")}\n");
            before += milliseconds;
        }

        return text.ToString();

        int Column(double milliseconds) => total > 0 ? (int)Math.Round(Width * milliseconds / total) : 0;
    }
}
