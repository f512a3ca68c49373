using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Views;
using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.Cli.Commands;

/// <summary>Decides the result of an exchange for the tool: the exit status and the messages.</summary>
/// <param name="name">The name of the exchange in messages: the host and port, or the file.</param>
/// <param name="view">The options of the view.</param>
/// <param name="readTimeout">The time limit for the next octet.</param>
internal sealed class Judge(string name, ViewOptions view, TimeSpan readTimeout)
{
    /// <summary>Judges an exchange.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="interruption">What ended the run, if the exchange was interrupted.</param>
    public Outcome Decide(Exchange exchange, ExitVerdict interruption)
    {
        var verdict = Verdict(exchange) ?? (exchange.IsComplete || exchange.IsBodyLeft ? null : interruption);
        exchange = exchange.IsInterrupted && verdict?.Status == ExitStatus.Timeout ? exchange with { End = MessageEnd.Timeout } : exchange;
        return new Outcome(exchange, Words(exchange, verdict), verdict);
    }

    /// <summary>Whether octets arrived that only frame chunks, and so are not shown as a body.</summary>
    private bool HidesRest(Exchange exchange) =>
        exchange is { Failure: { Error: not ReadError.BodyLimit } failure, Framing.Kind: FramingKind.Chunked }
            && exchange.Received > failure.Offset && view is { Raw: false, Wire: false };

    private string Words(Exchange exchange, ExitVerdict? verdict) => verdict switch
    {
        null when exchange.IsBodyLeft => "the rest of the body was not fetched",
        null => exchange.Aftermath is { } after ? Summary.Complete(after) : "complete",
        { Message: "" } => "interrupted",
        _ when exchange.Failure is MessageException { Error: ReadError.HeadCutOff or ReadError.BodyCutOff } =>
            $"cut off: {EndOf(exchange)}",
        _ when exchange.Failure is MessageException => "not read on",
        _ => Summary.WithoutName(verdict.Message, name),
    };

    // Nothing could be sent and nothing came: a reset, whichever side of the connection noticed it.
    private static ConnectionEnd HowEnded(Exchange exchange) =>
        exchange.SendFailure is not null ? ConnectionEnd.Reset
        : exchange.Connection is null ? ConnectionEnd.EndOfStream
        : exchange.StreamEnd;

    private string EndOf(Exchange exchange) =>
        exchange.Connection is { } connection ? Summary.End(HowEnded(exchange), readTimeout, connection.Tls?.Failure) : "the input ends";

    private ExitVerdict? Verdict(Exchange exchange)
    {
        if (exchange is { SendFailure: { } unsent, Request.Sent: > 0 })
        {
            return new ExitVerdict(ExitStatus.SendFailed, $"send {name}: {unsent.Message}");
        }

        var how = HowEnded(exchange);
        var end = EndOf(exchange);
        if (exchange.Failure is { } failure)
        {
            var why = Summary.Failure(failure, end) + Summary.OnKeptConnection(exchange);
            var message = $"read {name}: {why}{(HidesRest(exchange) ? Summary.RestIsHidden : "")}";
            return new ExitVerdict(ExitStatus.ToExitCode(failure.Error, how), message);
        }

        // A body that runs until close is complete only if the server closed in order.
        return exchange.Framing?.Kind == FramingKind.UntilClose && ExitStatus.OfEnd(how) is { } status
            ? new ExitVerdict(
                status, $"read {name}: the body ends with the connection, at offset {exchange.Received}, and may have been cut: {end}")
            : null;
    }
}
