using System.Text.RegularExpressions;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests.Docs;

/// <summary>The lines of docs/jq.md, each run over the exchanges of some fixtures, a server, and a port that refuses.</summary>
public sealed partial class JqPageTests
{
    [RequiresProgramTheory("jq", "jq")]
    [InlineData("../docs/jq.md")]
    public async Task Each_line_answers_its_question(string page)
    {
        using var folder = new TemporaryFolder();
        await using var server = ScriptedServer.Sending("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nset-cookie: c=d\r\nServer: x\nContent-Length: 5\r\n\r\nhello");
        var fixtures = string.Join(' ', new[] { "9112/6.3/both-lengths", "9112/8/cut-in-content-length-body", "9112/2.2/bare-lf-cgi-fields" }.Select(name => $"{name}.http"));
        await Tool.ShellAsync($"cd {Fixture.Folder} && ($TOOL read --json {fixtures}; $TOOL get --json http://{server.Address}/a; $TOOL get --json http://{server.Address}/b; $TOOL get --json 127.0.0.1:1) > {folder.PathOf("exchanges.jsonl")}");

        var questions = Question().Matches(await File.ReadAllTextAsync(Path.Combine(Fixture.Folder, page))).ToList();
        var answers = new List<string>();
        foreach (var question in questions)
        {
            var result = await Tool.ShellAsync($"cd {folder.PathOf("")} && {question.Groups["line"].Value}");
            Assert.Equal((0, ""), (result.Status, result.Error));
            Assert.NotEqual("", result.Text);
            var text = result.Text.Replace(server.Address, "SERVER", StringComparison.Ordinal);
            answers.Add($"{question.Groups["title"].Value}\n{Time().Replace(text, ": PART, N ms")}");
        }

        Assert.Equal(10, questions.Count);
        await Verifier.Verify(string.Join('\n', answers)).DisableScrubbers();
    }

    [GeneratedRegex(@"^## (?<title>.+)\n\n    (?<line>jq .+)$", RegexOptions.Multiline)]
    private static partial Regex Question();

    // Which part took the longest varies.
    [GeneratedRegex(@": \w+, [0-9.]+ ms")]
    private static partial Regex Time();
}
