using System.Globalization;
using System.Security.Authentication;
using System.Text;
using RawHttp.Cli.Output;
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Cli.Views;

/// <summary>Describes in words what happened: where the body ended and why, how the connection ended, how long it took.</summary>
internal static class Summary
{
    public const string RestIsHidden = "; what came from there on is no body, --raw shows it";

    /// <summary>The line of --print m.</summary>
    /// <param name="outcome">The exchange.</param>
    /// <param name="hasBars">Whether the times follow as bars, and so are not in the line.</param>
    public static string Line(Outcome outcome, bool hasBars)
    {
        var exchange = outcome.Exchange;
        var status = exchange.Head is { } head ? Visible(head.StatusLine.ToString()) : "no status line";
        var from = exchange.Connection is { } link ? $"{link.Remote}: " : "";
        var received = exchange.Received - exchange.Start;
        var times = exchange.Timing is { } timing && !hasBars
            ? TimesOf(timing, isEarly: exchange.Request is { IsAnsweredEarly: true })
            : "";
        var unsent = Unsent(exchange.Request) is { } sent ? $"; {sent}" : "";
        return $"{from}{status}; {Body(exchange)}; {Count(received, "byte")} received{times}; {outcome.Words}{unsent}";
    }

    /// <summary>What stopped the reading, with the end of the connection if that is the reason.</summary>
    public static string Failure(ReadException failure, string end) =>
        failure.Error is ReadError.Empty or ReadError.HeadCutOff or ReadError.BodyCutOff ? $"{failure.Message}: {end}" : failure.Message;

    /// <summary>An error message without the name, for output that already shows the name beside it.</summary>
    public static string WithoutName(string message, string name)
    {
        // "read NAME: ", "send NAME: ", "get NAME: ".
        var at = message.IndexOf(' ', StringComparison.Ordinal) + 1;
        return at is > 1 and < 6 && message.AsSpan(at).StartsWith($"{name}: ") ? message[(at + name.Length + 2)..] : message;
    }

    public static string Body(Exchange exchange) => exchange.Framing switch
    {
        null => "no body",
        { Kind: FramingKind.None } framing => $"no body ({Rule(framing)})",
        { Kind: FramingKind.ContentLength } framing => $"body of {Count(exchange.BodyLength, "byte")} by Content-Length ({Rule(framing)})",
        { Kind: FramingKind.Chunked } framing => $"body of {Count(exchange.BodyLength, "byte")} in chunks ({Rule(framing)})",
        { } framing => $"body of {Count(exchange.BodyLength, "byte")} until close ({Rule(framing)})",
    };

    /// <summary>How many findings there are of each severity.</summary>
    public static string Findings(Exchange exchange)
    {
        var severities = exchange.Findings.GroupBy(finding => finding.Severity)
            .OrderByDescending(group => group.Key)
            .Select(group => Count(group));
        var omitted = exchange.OmittedFindings > 0 ? $", and {exchange.OmittedFindings} not listed" : "";
        return exchange.Findings.Count == 0 ? "no findings" : $"findings: {string.Join(", ", severities)}{omitted}";
    }

    /// <summary>Where to read more about the worst finding of a run.</summary>
    public static string Explain(Finding worst) => $"rawhttp explain {worst.Code}: the rule, what to do, and how other readers take it";

    private static string Count(IGrouping<Severity, Finding> group) => group.Key switch
    {
        Severity.Error => Count(group.Count(), "error"),
        Severity.Warning => Count(group.Count(), "warning"),
        _ => $"{group.Count()} info",
    };

    public static string End(ConnectionEnd end, TimeSpan readTimeout, string? tlsFailure = null) => end switch
    {
        ConnectionEnd.EndOfStream => "the server closed the connection",
        ConnectionEnd.Reset => "the connection was reset",
        ConnectionEnd.Timeout => $"nothing arrived for {Durations.Seconds(readTimeout)}",
        ConnectionEnd.ShutDown => "this side ended the connection",
        ConnectionEnd.IncompleteClose => "the server closed the connection without the close_notify of TLS",
        ConnectionEnd.TlsFailure => $"TLS broke: {tlsFailure ?? "what came could not be read"}",
        _ => "the connection is still open",
    };

    /// <summary>Describes a whole message, and what happened after it.</summary>
    public static string Complete(Aftermath after)
    {
        var more = after.Octets == 0 ? "" : $", {Count(after.Octets, "byte")} followed the message at offset {after.Offset}";
        var end = after switch
        {
            { IsBetween: true, End: not ConnectionEnd.None } => $", {End(after.End, default)}{Idle(after)}",
            { IsBetween: true, End: ConnectionEnd.None, Waited: { } idle } => $", the connection stayed open for {Durations.Seconds(idle)}",
            { End: not ConnectionEnd.None } => $", {End(after.End, default)}",
            { Waited: { } waited } => $", the connection is still open after {Durations.Seconds(waited)}",
            _ => "",
        };
        return $"complete{more}{end}";
    }

    /// <summary>Whether a request without an answer was sent into a kept connection that the server was closing, and how long
    /// apart.</summary>
    public static string OnKeptConnection(Exchange exchange) => exchange switch
    {
        { Connection.Exchange: > 1, Request.EndedAfter: { } after } when after >= TimeSpan.Zero =>
            $" {Durations.Milliseconds(after)} after the request was sent on the kept connection",
        { Connection.Exchange: > 1, Request.EndedAfter: { } after } =>
            $" {Durations.Milliseconds(-after)} before the request was sent on the kept connection",
        _ => "",
    };

    /// <summary>Why a kept connection carries no more exchanges.</summary>
    public static string NotKept(Exchange last) => last switch
    {
        { Aftermath: { IsBetween: true, End: not ConnectionEnd.None } after } => End(after.End, default) + Idle(after),
        { IsComplete: true, StreamEnd: ConnectionEnd.None } => "the server does not keep the connection",
        { StreamEnd: ConnectionEnd.None } => "the connection cannot be read on",
        _ => End(last.StreamEnd, default),
    };

    private static string Idle(Aftermath after) => after.Waited is { } idle ? $" after {Durations.Seconds(idle)} idle" : "";

    /// <summary>How much of the request was sent, if not all.</summary>
    public static string? Unsent(RequestState? request) =>
        request is { IsWhole: false } ? $"{request.Sent} of {request.Length} bytes of the request were sent" : null;

    public static string Word(Severity severity) => severity.ToString().ToLowerInvariant();

    public static string Count(long number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";

#pragma warning disable CA5397, CS0618, SYSLIB0039 // The value only names the negotiated version.
    public static string TlsVersion(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls => "TLS 1.0",
        SslProtocols.Tls11 => "TLS 1.1",
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => "TLS of an unknown version",
    };
#pragma warning restore CA5397, CS0618, SYSLIB0039

    /// <summary>Describes TLS, in one line for each fact.</summary>
    public static IEnumerable<string> Tls(TlsDetails tls)
    {
        if (tls.Protocol is { } protocol)
        {
            yield return $"{TlsVersion(protocol)}, {tls.CipherSuite}, ALPN {tls.ApplicationProtocol ?? "none"}";
        }

        if (tls.Certificate is { } certificate)
        {
            yield return $"certificate of {certificate.Subject}, issued by {certificate.Issuer}";
            var names = certificate.Names.Count > 0 ? string.Join(", ", certificate.Names) : "no host";
            yield return $"certificate for {names}, valid from {Date(certificate.NotBefore)} to {Date(certificate.NotAfter)}";
        }
    }

    private static string TimesOf(ExchangeTiming timing, bool isEarly)
    {
        var tls = timing.Tls is { } took ? $"tls {Durations.Milliseconds(took)}, " : "";
        var first = timing.Wait is { } wait ? Durations.Milliseconds(wait) : isEarly ? "before the request was sent" : "never";
        var connect = timing is { Resolve: { } resolve, Connect: { } connecting }
            ? $"resolve {Durations.Milliseconds(resolve)}, connect {Durations.Milliseconds(connecting)}, "
            : "";
        return $"; {connect}{tls}wait {first}, total {Durations.Milliseconds(timing.Total)}";
    }

    public static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Rule(BodyFraming framing) => $"RFC 9112 §6.3 rule {framing.Rule}";

    // The input is decoded as ISO-8859-1 and may hold C1, so everything but printable ASCII is escaped.
    private static string Visible(string text) => Escaped.Text(Encoding.Latin1.GetBytes(text));
}
