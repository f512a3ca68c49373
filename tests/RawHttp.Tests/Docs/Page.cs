using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace RawHttp.Tests.Docs;

/// <summary>A page of <c>docs/</c>: what it shows in fenced blocks.</summary>
internal sealed partial class Page
{
    private readonly string _text;

    private Page(string text) => _text = text;

    public static Page Read(string name, [CallerFilePath] string here = "") =>
        new(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs", name)));

    /// <summary>Holds a page to what made it. Where it differs, what was made lies beside it, to be read and to take its place.</summary>
    public static async Task AssertMadeAsync(string path, string made)
    {
        var received = path + ".received.txt";
        if (File.Exists(path) && await File.ReadAllTextAsync(path) == made)
        {
            File.Delete(received);
            return;
        }

        await File.WriteAllTextAsync(received, made);
        Assert.Fail($"{path} is not what the code and the records say: read {received}, then let it take the place of the page.");
    }

    /// <summary>The first block of a language after a heading.</summary>
    public string Block(string heading, string language)
    {
        var at = _text.IndexOf($"# {heading}\n", StringComparison.Ordinal);
        Assert.True(at >= 0, $"no heading \"{heading}\"");
        var block = Fenced().Matches(_text, at).FirstOrDefault(block => block.Groups["language"].Value == language);
        Assert.True(block is not null, $"no {language} under \"{heading}\"");
        return block.Groups["content"].Value;
    }

    /// <summary>The commands of a console block, each with what it prints: those of a user after <c>$</c>, those of root after <c>#</c>.</summary>
    public List<(string Command, string Output)> Session(string heading) =>
        [.. Command().Matches(Block(heading, "console")).Select(match => (match.Groups["command"].Value, match.Groups["output"].Value))];

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<content>(.*\n)*?)```$", RegexOptions.Multiline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"^[$#] (?<command>.*)\n(?<output>((?![$#] ).*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Command();
}
