using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests.Docs;

/// <summary>The README's picture of the ledger is what the tool prints, drawn.</summary>
public sealed partial class LedgerPictureTests
{
    private const int LineHeight = 19;
    private const double ColumnWidth = 8.43;

    [Fact]
    public async Task It_shows_what_the_tool_prints()
    {
        const string Command = "read --wire --color always fixtures/9112/6.3/both-lengths.http";
        var result = await Tool.RunAsync(Command.Split(' '));
        Assert.Equal(0, result.Status);

        await Page.AssertMadeAsync(Path.GetFullPath(Path.Combine(Fixture.Folder, "../docs/ledger.svg")), Draw($"$ rawhttp {Command}\n" + Encoding.UTF8.GetString(result.Output)));
    }

    private static string Draw(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var width = (int)((lines.Max(line => Style().Replace(line, "").Length) + 4) * ColumnWidth);
        var picture = new StringBuilder($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{(lines.Length + 2) * LineHeight}\" role=\"img\" aria-label=\"The ledger of a response that has two lengths\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#14171c\"/>\n<g font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\" fill=\"#e6e9ee\">\n");
        for (var i = 0; i < lines.Length; i++)
        {
            picture.Append($"<text xml:space=\"preserve\" x=\"16\" y=\"{(i + 1.8) * LineHeight:0}\">{Coloured(lines[i])}</text>\n");
        }

        return picture.Append("</g>\n</svg>\n").ToString();
    }

    private static string Coloured(string line) => string.Concat(Part().Matches(line).Where(part => part.Groups["text"].Length > 0).Select(part =>
    {
        var text = WebUtility.HtmlEncode(part.Groups["text"].Value);
        var style = part.Groups["style"].Value;
        return style is "" or "0" ? text : $"<tspan{(style.StartsWith('1') ? " font-weight=\"bold\"" : "")}{Fill(style)}>{text}</tspan>";
    }));

    // A colour of the cube of 6 by 6 by 6 in the palette of 256.
    private static string Fill(string style)
    {
        if (style.Split("38;5;") is not [_, var number])
        {
            return "";
        }

        var color = int.Parse(number, CultureInfo.InvariantCulture) - 16;
        return $" fill=\"#{Level(color / 36)}{Level(color / 6 % 6)}{Level(color % 6)}\"";
    }

    private static string Level(int level) => $"{(level == 0 ? 0 : 55 + (40 * level)):x2}";

    [GeneratedRegex(@"\x1b\[[\d;]*m")]
    private static partial Regex Style();

    [GeneratedRegex(@"(\x1b\[(?<style>[\d;]*)m)?(?<text>[^\x1b]*)")]
    private static partial Regex Part();
}
