using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Http;

namespace RawHttp.Cli.Commands;

/// <summary>--explain CODE: a finding as the catalogue has it, and how the readers on record took bytes that have it.</summary>
internal static class ExplainOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--explain") { HelpName = "CODE", Description = "Explain a finding: what the rule is, and how other readers take the same bytes" };
        option.Action = new ExplainAction(option);
        return option;
    }

    private static string Explain(FindingKind kind)
    {
        var text = new StringBuilder($"{kind.Code}\n\n{kind.Severity}, {kind.Section}. {kind.Rule}\n\n    {kind.Example}\n");
        foreach (var fixture in Recorded(kind.Code).GroupBy(row => row.Fixture))
        {
            text.Append($"\n`{fixture.Key}`:\n\n").AppendJoin("", fixture.Select(row => $"- {row.Reader} {row.Says}\n"));
        }

        return text.ToString();
    }

    private static IEnumerable<(string Fixture, string Reader, string Says)> Recorded(string code)
    {
        using var record = new StreamReader(typeof(ExplainOption).Assembly.GetManifestResourceStream("readers.tsv")!);
        while (record.ReadLine() is { } line)
        {
            if (line.Split('\t') is [var one, var fixture, var reader, var says] && one == code)
            {
                yield return (fixture, reader, says);
            }
        }
    }

    private sealed class ExplainAction(Option<string?> option) : SynchronousCommandLineAction
    {
        public override bool Terminating => true;

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            // The values of an option that is at fault cannot be asked for.
            if (parseResult.GetResult(option) is not { Tokens: [.., { Value: { Length: > 0 } code }] })
            {
                throw ToolException.Usage("--explain: its value is missing");
            }

            if (FindingKinds.Find(code) is not { } kind)
            {
                var meant = WrongWord.Meant(code.ToUpperInvariant(), FindingKinds.All.Select(one => one.Code));
                throw new ToolException(ExitStatus.Usage, $"--explain: there is no finding {code}{(meant is "" ? "; docs/findings.md lists them" : meant)}");
            }

            DescriptorStream.Print(Explain(kind));
            return ExitStatus.Ok;
        }
    }
}
