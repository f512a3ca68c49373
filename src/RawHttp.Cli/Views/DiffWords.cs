using System.Text;
using RawHttp.Cli.Comparison;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Views;

/// <summary>The words of a comparison, in printable ASCII as far as they quote a response.</summary>
internal static class DiffWords
{
    /// <summary>The name of a part, as its title.</summary>
    public static string Title(DifferencePart part) => part switch
    {
        DifferencePart.StatusLine => "status line",
        DifferencePart.Chunks => "chunk boundaries",
        _ => part.ToString().ToLowerInvariant(),
    };

    /// <summary>What the difference is, and what it is about.</summary>
    public static string Heading(Difference one)
    {
        var where = one.Interim is { } number ? $" (interim response {number})" : "";
        var remark = one.Remark.Length > 0 ? $" ({one.Remark})" : "";
        return $"{Kind(one)}: {Printable(one.Subject)}{where}{remark}";
    }

    /// <summary>A line of octets as text, without its ending unless that is what may differ.</summary>
    public static string Text(Difference one, DifferenceSide side) => side.Octets is { } octets
        ? Escaped.Text(Shown(one, octets.Span))
        : Printable(side.Words);

    /// <summary>Which characters of that text the other side does not have.</summary>
    public static (int Start, int End) Marked(Difference one, DifferenceSide side)
    {
        if (side.Octets is not { } octets)
        {
            return (0, 0);
        }

        var shown = Shown(one, octets.Span);
        var (from, to) = (Math.Min(side.DifferentFrom, shown.Length), Math.Min(side.DifferentTo, shown.Length));
        var start = Escaped.Text(shown[..from]).Length;
        return (start, start + Escaped.Text(shown[from..to]).Length);
    }

    /// <summary>The response of one input: its status line, where it begins, how long it is.</summary>
    public static string Response(Outcome outcome)
    {
        var exchange = outcome.Exchange;
        var line = exchange.Head is { } head ? Printable(head.StatusLine.ToString()).TrimEnd() : "no status line";
        return $"{line}; {Summary.Count(exchange.Received - exchange.Start, "byte")} from offset {exchange.Start}";
    }

    /// <summary>How many differences there are, by part.</summary>
    public static string Result(DiffPair pair)
    {
        var parts = pair.Parts.Select(part => $"{part.Count()} in {Title(part.Key)}").ToList();
        var ignored = pair.Ignored.Count > 0 ? $"; {pair.Ignored.Count} ignored" : "";
        return (parts.Count == 0 ? "alike" : $"different: {string.Join(", ", parts)}") + ignored;
    }

    /// <summary>The responses that one input has alone; null if both have as many.</summary>
    public static string? Surplus(DiffSource a, DiffSource b) =>
        (a.Surplus > 0 ? a : b) is { Surplus: > 0 } more
            ? $"different: {more.Letter} has {Summary.Count(more.Surplus, "more response")}, compared with nothing"
            : null;

    /// <summary>Text of the tool that may quote octets of a response, as printable ASCII.</summary>
    public static string Printable(string text) =>
        Escaped.Text(text.All(character => character <= '\xff') ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text));

    private static string Kind(Difference one) => one.Kind switch
    {
        DifferenceKind.Added => "only in B",
        DifferenceKind.Gone => "only in A",
        _ => one.Kind.ToString().ToLowerInvariant(),
    };

    private static ReadOnlySpan<byte> Shown(Difference one, ReadOnlySpan<byte> octets) =>
        one.Kind == DifferenceKind.Spacing || one.Subject == "status line" ? octets : octets.TrimEnd("\r\n"u8);
}
