using System.CommandLine;
using RawHttp.BugReports;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;
using RawHttp.Client;

namespace RawHttp.Cli.Commands.Redact;

/// <summary><c>rawhttp redact</c>: replaces what is secret in a saved response, and keeps its lengths, framing and findings.</summary>
internal static class RedactCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The response as bytes, or several; - is standard input" };
        var keep = new Option<string?>("--keep") { HelpName = "NAME[,NAME...]", Description = "Fields whose values are left as they are" };
        var requests = new AnsweredRequests();
        var output = new SavedOutput();
        var command = new ToolCommand(
            "redact",
            "Replace hosts, cookies, tokens and bodies in a saved response; lengths, framing and findings stay",
            "rawhttp redact reply.http -o public.http",
            "rawhttp redact reply.http --keep X-Cache,X-Served-By",
            "rawhttp minimize reply.http --finding obs-fold | rawhttp redact -") { file };
        command.AddGroup("Redaction options", keep);
        command.AddGroup("Request options", requests.All);
        command.AddGroup("Output options", output.Option);
        command.AddExclusion(requests.All);

        string? Fault(ParseResult result) =>
            requests.Fault(result, [result.GetValue(file)!])
                ?? output.Fault(result, result.GetValue(file)!, requests.File(result))
                ?? command.ExclusionFault(result)
                ?? (result.GetValue(keep)?.Split(',').Contains("") == true ? "--keep: the name of a field is empty" : null);
        command.SetAction((result, _) => Fault(result) is { } fault
            ? throw ToolException.Usage(fault)
            : RunAsync(result.GetValue(file)!, result.GetValue(keep)?.Split(','), requests.Read(result), result.GetValue(output.Option)));
        return command;
    }

    private static async Task<int> RunAsync(string file, string[]? keep, IEnumerable<SentRequest>? requests, string? outputFile)
    {
        SavedOutput.Check(outputFile);
        var octets = MessageFile.Read(file);
        using var interruption = new Interruption(TimeSpan.FromSeconds(2));
        interruption.ListenForSignals();
        Redaction redaction;
        try
        {
            redaction = await Task.Run(() => new MessageRedactor(keep, requests).Redact(octets, interruption.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return interruption.Reason.Report();
        }

        SavedOutput.Write(outputFile, redaction.Octets);
        foreach (var note in RedactionNotes.Of(redaction))
        {
            StandardError.Note(note);
        }

        return ExitStatus.Ok;
    }
}
