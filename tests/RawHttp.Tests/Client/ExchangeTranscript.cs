using System.IO.Pipelines;
using System.Text;
using RawHttp.Client;
using RawHttp.Tests.Http;

namespace RawHttp.Tests.Client;

/// <summary>What came of each request, as text.</summary>
internal static class ExchangeTranscript
{
    /// <summary>The exchanges of a fixture, whose responses come from here.</summary>
    public static async Task<string> OfAsync(PipeReader responses, string fixture)
    {
        var reader = new ExchangeReader(responses, requests: SentRequest.ParseAll(ConnectionFixture.Requests(fixture)));
        var text = new StringBuilder();
        var isStopped = false;
        while (await reader.ReadAsync() is { } exchange)
        {
            Assert.Equal(reader.Offset, exchange.Received);

            // Once reading could not go on, what has come depends on how it came.
            text.Append(isStopped ? $"{NameOf(exchange)}: not read, {exchange.Failure!.Error}\n" : Of(exchange));
            isStopped |= exchange.End == MessageEnd.Shutdown;
            text.Append(isStopped ? "" : FormattableString.Invariant($"stream: {exchange.StreamEnd} at {exchange.Received}\n"));
        }

        return text.ToString();
    }

    /// <summary>What an exchange is, wherever it was read: its stream may end later on a connection.</summary>
    public static string Of(Exchange exchange)
    {
        var text = new StringBuilder();
        void Add(FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');

        var status = exchange.Head?.StatusLine.StatusCode.ToString("D", null) ?? "no response";
        Add($"{NameOf(exchange)}: {status}, octets {exchange.Start} to {exchange.Offset}, {exchange.End}");
        foreach (var interim in exchange.Interim)
        {
            Add($"interim: {interim.StatusLine.StatusCode} at {interim.Offset}");
        }

        if (exchange.Framing is { } framing)
        {
            Add($"body: {framing.Kind}, {exchange.BodyLength} bytes \"{Transcript.Escape(exchange.Body.Span)}\"");
        }

        foreach (var trailer in exchange.Trailers)
        {
            Add($"trailer: {Transcript.Escape(trailer.Name.Span)}");
        }

        if (exchange.Failure is { } failure)
        {
            Add($"failure: {failure.Error} at {failure.Offset}");
        }

        foreach (var finding in exchange.Findings)
        {
            Add($"finding: {finding.Code} at {finding.Offset}+{finding.Length}");
        }

        if (exchange.Aftermath is { Octets: > 0 } after)
        {
            Add($"after: {after.Octets} octets at {after.Offset} \"{Transcript.Escape(after.First.Span)}\"");
        }

        return text.ToString();
    }

    private static string NameOf(Exchange exchange) => $"{exchange.Request?.Request.Method} {exchange.Request?.Request.Target}".Trim();
}
