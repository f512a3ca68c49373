using RawHttp.Cli.Output;
using RawHttp.Cli.Views;
using RawHttp.Http;

namespace RawHttp.Cli.Commands.Get;

/// <summary>Prints on standard error what is wrong with requests, before they are sent: the responses are not to blame for it.</summary>
internal static class RequestFindings
{
    private const int MaxCount = 10;

    /// <summary>Prints errors and warnings; with -v the rest, too.</summary>
    public static void Say(IReadOnlyList<RequestBatch> batches, bool isVerbose)
    {
        var lines = batches.SelectMany(batch => Lines(batch, isVerbose)).Distinct().Take(MaxCount + 1).ToList();
        foreach (var line in lines.Take(MaxCount))
        {
            StandardError.Note($"the request, {line}");
        }

        if (lines.Count > MaxCount)
        {
            StandardError.Note("more findings in the requests are not listed");
        }
    }

    private static IEnumerable<string> Lines(RequestBatch batch, bool isVerbose)
    {
        var start = 0;
        foreach (var request in batch.Requests)
        {
            foreach (var finding in request.Findings.Where(finding => isVerbose || finding.Severity > Severity.Info))
            {
                yield return $"{finding.Code} ({Summary.Word(finding.Severity)}) at offset {start + finding.Offset}: {finding.Message}";
            }

            start += request.Length;
            if (request.HasMore)
            {
                yield return $"up to offset {start}: octets follow it that are not a request";
            }
        }
    }
}
