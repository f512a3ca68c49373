using System.CommandLine;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Commands.Get;
using RawHttp.Cli.Comparison;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Commands.Diff;

/// <summary><c>rawhttp diff</c>: its options, and their conversion to <see cref="DiffOptions"/>.</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var a = new Argument<string>("A") { Description = "A file as read reads it (- is standard input), or a target as get takes it" };
        var b = new Argument<string>("B")
        {
            Description = "The same; what exists is a file, as is what begins with /, ./ or ../; the rest is a target",
        };
        var ignore = new Option<string?>("--ignore")
        {
            HelpName = "NAME[,NAME...]",
            Description = "The fields that are shown, but not compared, in place of "
                + $"{string.Join(", ", ExchangeComparison.UsuallyIgnored)}; \"\" for none",
        };
        var method = new Option<string?>("--method", "-X")
        {
            HelpName = "METHOD",
            Description = "Ask targets with another method than GET; the responses of files answer it, too",
        };
        var connection = new ConnectionFlags();
        var shared = new SharedOptions();
        shared.Json.Description = "Show the differences as one JSON object";
        shared.Report.Description = "Write the differences as an HTML page to FILE, too";
        var command = new ToolCommand(
            "diff",
            "Compare two responses octet by octet; exit 0 if they are alike, 1 if not",
            "rawhttp diff before.http after.http",
            "rawhttp diff reply.http http://example.org/",
            "rawhttp diff --ignore Date,ETag http://a.example.org/ http://b.example.org/") { a, b };
        command.AddGroup("Request options", connection.Header, method);
        command.AddGroup("Output options", ignore, shared.Json, shared.Report, shared.ColorOption, shared.Silent);
        command.AddGroup("Limit options", [.. connection.ForTime, .. shared.ForLimits]);
        command.AddGroup("Connection options", connection.ForConnecting);
        connection.AddExclusions(command);

        string? Fault(ParseResult result)
        {
            var (first, second) = (result.GetValue(a)!, result.GetValue(b)!);
            return first.Length == 0 || second.Length == 0 ? $"{(first.Length == 0 ? "A" : "B")} is empty; it names a file or a target"
                : (first, second) is ("-", "-") ? "- and -: standard input is one of the two; name a file or a target for the other"
                : result.GetValue(method) is { } word && !SharedOptions.IsMethod(word)
                    ? "--method: it is empty or holds a space or a control"
                : command.ExclusionFault(result)
                ?? shared.Fault(result)
                ?? connection.Fault(result)
                ?? (connection.Files.FirstOrDefault(file => result.GetValue(file) is "") is { } nameless
                    ? $"{nameless.Name}: the file name is empty"
                    : null)
                ?? NamedFiles.Fault(
                    [
                        .. FileOf("A", first), .. FileOf("B", second),
                        .. connection.FilesRead.Select(file => (file.Name, result.GetValue(file))),
                    ],
                    [(shared.Report.Name, result.GetValue(shared.Report))]);
        }

        command.SetAction((result, _) => Fault(result) is { } fault ? throw ToolException.Usage(fault) : DiffRun.RunAsync(
            new DiffOptions(
                result.GetValue(a)!,
                result.GetValue(b)!,
                Names(result.GetValue(ignore)),
                shared.View(result) with { FileTimeout = connection.ConnectTimeout(result) },
                connection.Apply(result, new GetOptions
                {
                    Headers = result.GetValue(connection.Header) ?? [],
                    Method = result.GetValue(method),
                    View = shared.View(result),
                    Limits = shared.Limits(result),
                }))));
        return command;
    }

    private static IEnumerable<(string Name, string? Path)> FileOf(string letter, string word) =>
        DiffInput.IsFile(word) ? [(letter, word)] : [];

    private static IReadOnlyList<string> Names(string? list) => list is null
        ? ExchangeComparison.UsuallyIgnored
        : list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
