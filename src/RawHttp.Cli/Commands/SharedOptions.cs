using System.CommandLine;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Views;
using RawHttp.Http;

namespace RawHttp.Cli.Commands;

/// <summary>The options that <c>get</c> and <c>read</c> share, and their values.</summary>
internal sealed class SharedOptions
{
    private const long HeldBody = 64 * 1024 * 1024;
    private const long DecodedBody = 1024 * 1024 * 1024;
    private static readonly MessageLimits Defaults = new();

    private readonly Option<string?> _print = new("--print")
    {
        HelpName = "LETTERS",
        Description = "What to show: H request head, B request body, h response head, b body, m summary line (hb)",
        CompletionSources = { "h", "b", "hb", "m", "hbm", "H", "Hh", "HBhb", "HBhbm" },
    };
    private readonly Option<bool> _raw = new("--raw") { Description = "Show the exact bytes received and nothing else" };
    private readonly Option<bool> _wire = new("--wire") { Description = "Show the ledger: a row for each line received, findings beneath" };
    private readonly Option<bool> _wireAll = new("--wire=all")
    {
        Description = "The same with each octet as hex and text, and long runs of chunks not folded",
    };
    private readonly Option<bool> _json = new("--json") { Description = "Show a JSON object for each exchange, one a line" };
    private readonly Option<bool> _body = new("--body")
    {
        Description = "Write the body into --json, in base64; bounded by --max-body (64M)",
    };
    private readonly Option<bool> _compressed = new("--compressed")
    {
        Description = "Show the body decoded from gzip, deflate, br and zstd, for which get asks; all else has it as sent",
    };
    private readonly Option<string?> _report = new("--report")
    {
        HelpName = "FILE",
        Description = "Write the ledger as an HTML page to FILE, too",
    };
    private readonly Option<bool> _fail = new("--fail-with-body", "--fail", "-f")
    {
        Description = "Exit with 22 on a status of 400 or more; the response is still shown",
    };
    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "Print more: addresses tried, request sent, framing, findings, how it ended",
    };
    private readonly Option<bool> _silent = new("--silent", "-s") { Description = "Print errors only" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Exit with 8 on any error-level finding" };
    private readonly Option<Color> _color = OptionValue.Choice<Color>(
        "--color", "auto|always|never", "Colour on a suitable terminal (auto, unless NO_COLOR is set), always, or never");
    private readonly Option<long?> _maxLine = OptionValue.Size("--max-line", "Longest line (1M)", 1, int.MaxValue);
    private readonly Option<long?> _maxFields = OptionValue.Size("--max-fields", "Most fields in a section (100000)", 0, int.MaxValue, "N");
    private readonly Option<long?> _maxHead = OptionValue.Size("--max-head", "Largest head (1M)", 1, int.MaxValue);
    private readonly Option<long?> _maxBody = OptionValue.Size(
        "--max-body", "Largest body (none; decoded by --compressed: 1G)", 0, long.MaxValue);

    public Option<string?> Report => _report;

    public Option<bool> Json => _json;

    public Option<bool> Silent => _silent;

    public Option<Color> ColorOption => _color;

    public Option<string?> Output { get; } = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Write the body to FILE, the bodies of several exchanges in order; a partial one is kept as FILE.part",
    };

    /// <summary>The options that choose a view.</summary>
    public Option[] Views => [_raw, _wire, _wireAll, _json, _print];

    public IEnumerable<Option> ForShowing => [_print, _raw, _wire, _wireAll, _json, _body, _compressed, _report, _strict, _color];

    public IEnumerable<Option> ForReporting => [_fail, _verbose, _silent];

    public IEnumerable<Option> ForLimits => [_maxLine, _maxFields, _maxHead, _maxBody];

    /// <summary>Whether the text can be the method in a request line.</summary>
    public static bool IsMethod(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyInRange('\0', ' ') && !text.Contains('\x7f', StringComparison.Ordinal);

    public ViewOptions View(ParseResult result) => new()
    {
        Print = result.GetValue(_print) ?? "hb",
        Raw = result.GetValue(_raw),
        Wire = result.GetValue(_wire) || result.GetValue(_wireAll),
        WireAll = result.GetValue(_wireAll),
        Json = result.GetValue(_json),
        Body = result.GetValue(_body),
        OutputFile = result.GetValue(Output),
        Silent = result.GetValue(_silent),
        ReportFile = result.GetValue(_report),
        Strict = result.GetValue(_strict),
        MaxDecoded = result.GetValue(_compressed) ? result.GetValue(_maxBody) ?? DecodedBody : null,
        Color = result.GetValue(_color),
    };

    public bool Fails(ParseResult result) => result.GetValue(_fail);

    public bool IsVerbose(ParseResult result) => result.GetValue(_verbose);

    public MessageLimits Limits(ParseResult result) => Defaults with
    {
        Line = (int)(result.GetValue(_maxLine) ?? Defaults.Line),
        Fields = (int)(result.GetValue(_maxFields) ?? Defaults.Fields),
        Head = (int)(result.GetValue(_maxHead) ?? Defaults.Head),
        Body = result.GetValue(_maxBody) ?? (result.GetValue(_body) ? HeldBody : Defaults.Body),
    };

    /// <summary>The error in the values; null if there is none.</summary>
    public string? Fault(ParseResult result) =>
        result.GetValue(_print) is { } print && print.AsSpan().ContainsAnyExcept("HBhbm")
            ? $"--print: \"{print}\" has a letter that is not known: the letters are H, B, h, b and m"
        : result.GetValue(_body) && !result.GetValue(_json) ? "--body writes into the object of --json, which is missing"
        : result.GetValue(_report)?.Length == 0 ? "--report: the file name is empty"
        : null;
}
