using System.CommandLine;
using System.CommandLine.Invocation;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Commands;

/// <summary>--explain CODE: what docs/findings.md says of a finding, which the tool carries with it.</summary>
internal static class ExplainOption
{
    public static Option<string?> Create()
    {
        var option = new Option<string?>("--explain") { HelpName = "CODE", Description = "Explain a finding: what the rule is, and how other readers take the same bytes" };
        option.Action = new ExplainAction(option);
        return option;
    }

    private static string? Section(string code)
    {
        using var page = new StreamReader(typeof(ExplainOption).Assembly.GetManifestResourceStream("findings.md")!);
        var section = $"\n{page.ReadToEnd()}".Split("\n## ").Skip(1).FirstOrDefault(section => section.StartsWith(code + "\n", StringComparison.OrdinalIgnoreCase));
        return section?.TrimEnd();
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

            if (Section(code) is not { } section)
            {
                throw new ToolException(ExitStatus.Usage, $"--explain: there is no finding {code}; docs/findings.md lists them");
            }

            DescriptorStream.Print(section + "\n");
            return ExitStatus.Ok;
        }
    }
}
