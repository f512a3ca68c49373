using System.CommandLine;
using System.Text;
using RawHttp.Cli.Views;

namespace RawHttp.Cli.Commands.Get;

/// <summary>The options that are short for a field of the request, with curl's names.</summary>
internal sealed class FieldOptions
{
    private readonly Option<string?> _userAgent = new("--user-agent", "-A")
    {
        HelpName = "TEXT",
        Description = "Short for -H \"User-Agent: TEXT\"",
    };
    private readonly Option<string?> _referer = new("--referer", "-e") { HelpName = "URL", Description = "Short for -H \"Referer: URL\"" };
    private readonly Option<string?> _user = new("--user", "-u")
    {
        HelpName = "USER:PASSWORD",
        Description = "Send Basic credentials in Authorization",
    };
    private readonly Option<string?> _cookie = new("--cookie", "-b")
    {
        HelpName = "NAME=VALUE",
        Description = "Short for -H \"Cookie: NAME=VALUE\"",
    };
    private readonly Option<string?> _range = new("--range", "-r")
    {
        HelpName = "FIRST-LAST",
        Description = "Ask for this range of bytes: 0-99, 100- or -50",
    };

    /// <summary>The options, in the order in which their fields are sent.</summary>
    public Option<string?>[] All => [_userAgent, _referer, _user, _cookie, _range];

    /// <summary>The fields, in the form of -H.</summary>
    public IEnumerable<string> Fields(ParseResult result)
    {
        (Option<string?> Option, Func<string, string> Field)[] all =
        [
            (_userAgent, text => $"User-Agent: {text}"),
            (_referer, text => $"Referer: {text}"),

            // RFC 7617 §2.
            (_user, text => $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}"),
            (_cookie, text => $"Cookie: {text}"),
            (_range, text => $"Range: bytes={text}"),
        ];
        return all.Select(each => result.GetValue(each.Option) is { } text ? each.Field(text) : null).OfType<string>();
    }

    /// <summary>The field that asks for the codings that are decoded, in the form of -H; none if -H has one.</summary>
    public static IEnumerable<string> Codings(ViewOptions view, IEnumerable<string>? headers) =>
        view.MaxDecoded is not null && headers?.Any(field => Is(field, "Accept-Encoding")) != true
            ? ["Accept-Encoding: gzip, deflate, br, zstd"]
            : [];

    /// <summary>The value of the first field with a name, among those in the form of -H; null if there is none.</summary>
    public static string? ValueOf(string name, IReadOnlyList<string> headers) =>
        headers.FirstOrDefault(header => Is(header, name)) is { } header ? header[(name.Length + 1)..].Trim() : null;

    /// <summary>Whether a field in the form of -H has a name.</summary>
    public static bool Is(string header, string name) => header.Split(':', ';')[0].Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The error in the values; null if there is none.</summary>
    public string? Fault(ParseResult result) =>
        result.GetValue(_user)?.Contains(':', StringComparison.Ordinal) == false
            ? "--user: it needs a password, USER:PASSWORD; the tool asks for none"
        : result.GetValue(_cookie)?.Contains('=', StringComparison.Ordinal) == false
            ? "--cookie: it needs NAME=VALUE; no file of cookies is read"
        : null;
}
