using System.Globalization;
using System.Text;
using RawHttp.Cli.Output;
using RawHttp.Client;

namespace RawHttp.Cli.Views;

/// <summary>The part of a page of --report about time: how long each part of the exchange took, and a picture of the reads.</summary>
internal static class ReportTimes
{
    // The picture has at most this many columns: a mark in one may stand for many reads.
    private const int Columns = 400;
    private const int MaxPauses = 5;

    // A pause has a mark from this part of the whole time, and a label where there is room for it on a telephone.
    private const double Noticed = 0.1;
    private const double Labelled = 0.22;

    /// <summary>The parts of an exchange as bars on one scale.</summary>
    public static string Parts(ExchangeTiming timing)
    {
        var total = Math.Max(timing.Parts.Sum(part => part.Took.TotalMilliseconds), 0.001);
        var before = 0.0;
        var text = new StringBuilder("<h3>The time it took</h3>\n<table class=\"time\"><tbody>\n");
        foreach (var (name, took) in timing.Parts)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th scope=\"row\">{name}</th><td>{Durations.Milliseconds(took)}</td><td><span style=\""
                    + $"margin-left:{100 * before / total:0.##}%;width:{100 * took.TotalMilliseconds / total:0.##}%\"></span></td></tr>\n");
            before += took.TotalMilliseconds;
        }

        return text.Append("</tbody></table>\n").ToString();
    }

    /// <summary>A picture of the reads on a scale of time; empty if they have no times.</summary>
    /// <param name="reads">The reads.</param>
    /// <param name="isWhole">Whether the message is whole; otherwise what came after the last read is of interest, too.</param>
    /// <param name="number">The number of the exchange in the page.</param>
    public static string Picture(ReportReads reads, bool isWhole, int number)
    {
        if (reads.All.Count == 0)
        {
            return "";
        }

        var (first, last) = (reads.All[0].First, reads.All[^1].Last);
        var zero = reads.SentAt == 0 ? first : reads.SentAt;
        var end = isWhole ? last : Math.Max(last, reads.EndedAt);
        var scale = new Scale(zero, Math.Min(zero, first), Math.Max(end, zero));
        if (scale.Length <= 0)
        {
            return "";
        }

        var pauses = Pauses(reads, scale, isWhole ? 0 : end);
        var text = new StringBuilder("<h3>When it came</h3>\n<figure class=\"arrivals\">\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"<svg role=\"img\" aria-labelledby=\"picture-{number} facts-{number}\"><title id=\"picture-{number}\">Reads on a scale of time"
                + $"</title><desc id=\"facts-{number}\">{Facts(reads, scale)} {PausesInWords(pauses)}</desc>\n");
        DrawPauses(text, pauses, scale);
        DrawReads(text, reads.All, scale);
        DrawScale(text, scale, isWhole);
        return text.Append(CultureInfo.InvariantCulture, $"</svg>\n<figcaption>{Caption(reads, scale, pauses)}</figcaption></figure>\n")
            .ToString();
    }

    private static void DrawPauses(StringBuilder text, List<Pause> pauses, Scale scale)
    {
        foreach (var pause in pauses)
        {
            var (x, width) = (scale.Percent(pause.From), scale.Percent(pause.To) - scale.Percent(pause.From));
            text.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"pause\" x=\"{x:0.##}%\" y=\"18\" width=\"{width:0.##}%\" height=\"30\"/>");
            if (width >= 100 * Labelled)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"<text class=\"middle\" x=\"{x + (width / 2):0.##}%\" y=\"13\">{pause.Took}</text>");
            }

            text.Append('\n');
        }
    }

    // The more octets, the higher.
    private static void DrawReads(StringBuilder text, IReadOnlyList<ReportRead> reads, Scale scale)
    {
        var columns = reads.GroupBy(scale.Column).Select(column => (
            column.Key, Octets: column.Sum(read => read.Octets), Chunks: column.Sum(read => read.Chunks))).ToList();
        var most = columns.Max(column => column.Octets);
        foreach (var (column, octets, chunks) in columns)
        {
            var x = 100.0 * column / Columns;
            var height = 6 + (24 * Math.Sqrt((double)octets / most));
            text.Append(
                CultureInfo.InvariantCulture,
                $"<rect class=\"read\" x=\"{x:0.##}%\" y=\"{48 - height:0.#}\" width=\"2\" height=\"{height:0.#}\"/>");
            if (chunks > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"<circle class=\"chunk\" cx=\"{x:0.##}%\" cy=\"56\" r=\"3\"/>");
            }

            text.Append('\n');
        }
    }

    private static void DrawScale(StringBuilder text, Scale scale, bool isWhole)
    {
        text.Append("<line x1=\"0\" y1=\"48\" x2=\"100%\" y2=\"48\"/>\n");
        if (!isWhole)
        {
            text.Append("<line class=\"end\" x1=\"100%\" y1=\"4\" x2=\"100%\" y2=\"62\"/>\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"<text x=\"0\" y=\"78\">{scale.Label(0)}</text>")
            .Append(CultureInfo.InvariantCulture, $"<text class=\"middle\" x=\"50%\" y=\"78\">{scale.Label(0.5)}</text>")
            .Append(CultureInfo.InvariantCulture, $"<text class=\"last\" x=\"100%\" y=\"78\">{scale.Label(1)}</text>\n");
    }

    private static string Facts(ReportReads reads, Scale scale)
    {
        var octets = reads.All.Sum(read => read.Octets);
        var count = reads.All.Sum(read => (long)read.Count);
        var chunks = reads.All.Sum(read => (long)read.Chunks);
        var framed = chunks > 0 ? $", with the beginnings of {Summary.Count(chunks, "chunk")}" : "";
        return $"{Summary.Count(octets, "byte")} came in {Summary.Count(count, "read")}{framed}, the first at "
            + $"{scale.TimeOf(reads.All[0].First)}, the last at {scale.TimeOf(reads.All[^1].Last)}"
            + (reads.SentAt == 0 ? "." : ", counted from the last bytes of the request.");
    }

    private static string Caption(ReportReads reads, Scale scale, List<Pause> pauses)
    {
        var most = reads.All.GroupBy(scale.Column).Max(column => column.Sum(read => (long)read.Count));
        var marks = most == 1 ? "Each mark is a read" : $"A mark stands for as many as {most} reads that came close together";
        var chunks = reads.All.Any(read => read.Chunks > 0) ? "; a dot, for chunks that begin there" : "";
        var shades = pauses.Count > 0 ? "; a shade, for a pause" : "";
        return $"{Facts(reads, scale)} {PausesInWords(pauses)} {marks}, the higher the more bytes{chunks}{shades}.";
    }

    private static string PausesInWords(List<Pause> pauses) => pauses.Count == 0
        ? "No pause stands out."
        : $"The longest {(pauses.Count == 1 ? "pause" : "pauses")}: "
            + $"{string.Join(", ", pauses.Select(pause => $"{pause.Took} {pause.Where}"))}.";

    // The longest, in order of time.
    private static List<Pause> Pauses(ReportReads reads, Scale scale, long end)
    {
        var all = new List<Pause>();
        if (reads.SentAt != 0)
        {
            all.Add(new Pause(reads.SentAt, reads.All[0].First, "before the first read"));
        }

        for (var i = 1; i < reads.All.Count; i++)
        {
            all.Add(new Pause(reads.All[i - 1].Last, reads.All[i].First, $"before offset {reads.All[i].Offset}"));
        }

        if (end != 0)
        {
            all.Add(new Pause(reads.All[^1].Last, end, "before the end"));
        }

        return [.. all.Where(pause => pause.To - pause.From >= Noticed * scale.Length)
            .OrderByDescending(pause => pause.To - pause.From).Take(MaxPauses).OrderBy(pause => pause.From)];
    }

    private sealed record Pause(long From, long To, string Where)
    {
        public string Took => Durations.Milliseconds(TimeProvider.System.GetElapsedTime(From, To));
    }

    private sealed record Scale(long Zero, long Start, long End)
    {
        public long Length => End - Start;

        public double Percent(long timestamp) => 100.0 * (timestamp - Start) / Length;

        public int Column(ReportRead read) => (int)Math.Round(Percent(read.First) * Columns / 100);

        public string TimeOf(long timestamp) => Durations.Milliseconds(TimeProvider.System.GetElapsedTime(Zero, timestamp));

        public string Label(double part) => TimeOf(Start + (long)(part * Length));
    }
}
