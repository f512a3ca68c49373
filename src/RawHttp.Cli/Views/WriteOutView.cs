using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RawHttp.Cli.Output;
using RawHttp.Client;

namespace RawHttp.Cli.Views;

/// <summary>-w: prints a format with curl's variables after each exchange.</summary>
internal sealed partial class WriteOutView(string format) : IResponseView
{
    private static readonly Dictionary<string, Func<Outcome, string>> Variables = new()
    {
        ["content_type"] = outcome => outcome.Exchange.Head?.Fields["Content-Type"] ?? "",
        ["errormsg"] = outcome => outcome.Error?.Message ?? "",
        ["exitcode"] = outcome => Number(outcome.Error?.Status ?? 0),
        ["http_code"] = outcome => StatusOf(outcome),
        ["http_version"] = outcome => outcome.Exchange.Head is { } head ? $"1.{head.StatusLine.MinorVersion}" : "0",
        ["local_ip"] = outcome => AddressOf(outcome.Exchange.Connection?.Local),
        ["local_port"] = outcome => PortOf(outcome.Exchange.Connection?.Local),
        ["method"] = outcome => outcome.Exchange.Request?.Request.Method ?? "",
        ["num_headers"] = outcome => Number(outcome.Exchange.Head?.Fields.Count ?? 0),
        ["redirect_url"] = outcome => RedirectionOf(outcome),
        ["remote_ip"] = outcome => AddressOf(outcome.Exchange.Connection?.Remote),
        ["remote_port"] = outcome => PortOf(outcome.Exchange.Connection?.Remote),
        ["response_code"] = outcome => StatusOf(outcome),
        ["scheme"] = outcome => outcome.Target.Split(':')[0],
        ["size_download"] = outcome => Number(outcome.Exchange.BodyLength),
        ["size_header"] = outcome => Number(HeadLength(outcome.Exchange)),
        ["size_request"] = outcome => Number(outcome.Exchange.Request?.Sent ?? 0),
        ["size_upload"] = outcome =>
            Number(Math.Max((outcome.Exchange.Request?.Sent ?? 0) - (outcome.Exchange.Request?.Request.HeadLength ?? 0), 0)),
        ["speed_download"] = outcome => Number(Speed(outcome.Exchange)),
        ["time_appconnect"] = outcome =>
            Until(outcome, timing => timing.Tls is null ? null : Sum(timing.Resolve, timing.Connect, timing.Tls)),
        ["time_connect"] = outcome => Until(outcome, timing => Sum(timing.Resolve, timing.Connect)),
        ["time_namelookup"] = outcome => Until(outcome, timing => timing.Resolve),
        ["time_pretransfer"] = outcome => Until(outcome, timing => Sum(timing.Resolve, timing.Connect, timing.Tls)),
        ["time_starttransfer"] = outcome => Until(outcome, timing => Sum(timing.Resolve, timing.Connect, timing.Tls, timing.Wait)),
        ["time_total"] = outcome => Until(outcome, timing => timing.Total),
        ["url"] = outcome => outcome.Target,
        ["url_effective"] = outcome => outcome.Target,
    };

    private readonly StandardOutput _output = new();

    public bool TakesLinesTogether => true;

    public bool WantsBody => false;

    /// <summary>The error in a format: a variable that is not known. Null if there is none.</summary>
    public static string? Fault(string format) =>
        Part().Matches(format).Select(part => part.Groups["name"].Value)
            .FirstOrDefault(name => name.Length > 0 && !Variables.ContainsKey(name)) is { } name
            ? $"--write-out: there is no variable %{{{name}}}; these are known: {string.Join(", ", Variables.Keys)}"
            : null;

    public void Finish(Outcome outcome)
    {
        var text = Part().Replace(format, part => part.Groups["name"] is { Length: > 0 } name
            ? Variables[name.Value](outcome)
            : part.Value switch { @"\n" => "\n", @"\r" => "\r", @"\t" => "\t", _ => "%" });
        _output.Write(Encoding.UTF8.GetBytes(text));
        _output.Finish();
    }

    public void Dispose() => _output.Dispose();

    private static string StatusOf(Outcome outcome) =>
        (outcome.Exchange.Head?.StatusLine.StatusCode ?? 0).ToString("000", CultureInfo.InvariantCulture);

    private static string RedirectionOf(Outcome outcome) =>
        outcome.Exchange.Head is { } head && ViewOptions.IsRedirection(head)
            && Uri.TryCreate(outcome.Target, UriKind.Absolute, out var before)
            && Uri.TryCreate(before, head.Fields["Location"], out var target)
            ? target.AbsoluteUri
            : "";

    private static long HeadLength(Exchange exchange) => exchange.Head switch
    {
        { Fields: [.., var last] } head => last.Offset + last.Length + 2 - head.Offset,
        { } head => head.StatusLine.ToString().Length + 4,
        null => 0,
    };

    private static long Speed(Exchange exchange) =>
        exchange.Timing is { Total.TotalSeconds: > 0 and var seconds } ? (long)(exchange.BodyLength / seconds) : 0;

    private static TimeSpan Sum(params TimeSpan?[] parts) => parts.Aggregate(TimeSpan.Zero, (sum, part) => sum + (part ?? TimeSpan.Zero));

    // In seconds from the beginning of the exchange.
    private static string Until(Outcome outcome, Func<ExchangeTiming, TimeSpan?> time)
    {
        var took = outcome.Exchange.Timing is { } timing ? time(timing) : null;
        return (took ?? TimeSpan.Zero).TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture);
    }

    private static string AddressOf(string? endPoint) =>
        endPoint?.LastIndexOf(':') is > 0 and var colon ? endPoint[..colon].Trim('[', ']') : endPoint ?? "";

    private static string PortOf(string? endPoint) => endPoint?.LastIndexOf(':') is > 0 and var colon ? endPoint[(colon + 1)..] : "0";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    // A variable, a percent sign written twice, or an escape as curl has it.
    [GeneratedRegex(@"%\{(?<name>\w+)\}|%%|\\[nrt]")]
    private static partial Regex Part();
}
