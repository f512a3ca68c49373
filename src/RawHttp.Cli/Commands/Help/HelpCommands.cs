using System.CommandLine;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Commands.Help;

/// <summary>
/// <c>rawhttp completions</c> and <c>rawhttp manual</c>: print the files packaged with the tool, made from the definitions of its options.
/// </summary>
internal static class HelpCommands
{
    private const string Shells = "bash|zsh|fish";

    public static Command Completions()
    {
        var shell = new Argument<string>(Shells) { Description = "The shell to make them for" };
        var command = new ToolCommand(
            "completions",
            "Print the completions of a shell",
            "source <(rawhttp completions bash)",
            "rawhttp completions zsh >~/.zfunc/_rawhttp",
            "rawhttp completions fish >~/.config/fish/completions/rawhttp.fish") { shell };
        command.SetAction(result => Print(result, result.GetValue(shell) switch
        {
            "bash" => BashCompletion.Make,
            "zsh" => ZshCompletion.Make,
            "fish" => FishCompletion.Make,
            var other => throw ToolException.Usage(
                $"completions: \"{other}\" is none of {Shells.Replace("|", ", ", StringComparison.Ordinal)}"),
        }));
        return command;
    }

    /// <summary>Hidden: it is for packagers; users have man.</summary>
    public static Command Manual()
    {
        var command = new ToolCommand("manual", "Print rawhttp(1)", "rawhttp manual | man -l -") { Hidden = true };
        command.SetAction(result => Print(result, ManualPage.Make));
        return command;
    }

    private static int Print(ParseResult result, Func<CommandPage, string> make)
    {
        DescriptorStream.Print(make(new CommandPage(result.RootCommandResult.Command)));
        return ExitStatus.Ok;
    }
}
