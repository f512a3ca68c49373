using System.Text;
using System.Text.Unicode;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Views;
using RawHttp.Client;

namespace RawHttp.Cli.Commands.Get;

/// <summary>The next request of -L (RFC 9110 §15.4).</summary>
/// <param name="Batch">The request.</param>
/// <param name="Options">The options that it was built from.</param>
internal sealed record Redirection(RequestBatch Batch, GetOptions Options)
{
    private const string OfTheProxy = "Proxy-Authorization";
    private static readonly string[] OfOneOrigin = ["Authorization", "Cookie", OfTheProxy, "Host"];

    /// <summary>The request that a response redirects to.</summary>
    /// <param name="batch">The request that was answered.</param>
    /// <param name="exchange">The answer.</param>
    /// <param name="options">The options that the request was built from.</param>
    /// <returns>The next request; null if the response is no redirection that can be followed.</returns>
    /// <exception cref="ToolException">Its target is malformed, or of a scheme that is not supported.</exception>
    public static Redirection? Next(RequestBatch batch, Exchange exchange, GetOptions options)
    {
        if (!exchange.IsComplete || exchange.Head is not { } head || !ViewOptions.IsRedirection(head))
        {
            return null;
        }

        var location = TextOf(head.Fields.Named("Location").First().Value.Span);
        if (!Uri.TryCreate(batch.Url(0), UriKind.Absolute, out var before) || !Uri.TryCreate(before, location, out var uri))
        {
            throw new ToolException(ExitStatus.MalformedTarget, $"get {batch.Url(0)}: its Location is no URI: \"{location}\"");
        }

        var target = Target.Parse($"{uri.Scheme}://{uri.Authority}{uri.PathAndQuery}");
        var next = AsGet(head.StatusLine.StatusCode, options) ? options with { Method = "GET", Content = null, Chunked = false } : options;
        if (before.GetLeftPart(UriPartial.Authority) != uri.GetLeftPart(UriPartial.Authority))
        {
            next = WithoutCredentials(next);
        }

        return new Redirection(RequestBatch.Create(target, BuiltRequest.Build(target, next)), next);
    }

    // Octets that are no UTF-8 are asked for as they stand, percent-encoded (RFC 3986 §2.1).
    private static string TextOf(ReadOnlySpan<byte> location)
    {
        if (Utf8.IsValid(location))
        {
            return Encoding.UTF8.GetString(location);
        }

        var text = new StringBuilder();
        foreach (var octet in location)
        {
            text.Append(octet < 0x80 ? $"{(char)octet}" : $"%{octet:X2}");
        }

        return text.ToString();
    }

    // RFC 9110 §15.4.2, §15.4.3, §15.4.4: clients make a POST a GET, and after a 303 all but HEAD.
    private static bool AsGet(int status, GetOptions options) =>
        status == 303 ? options.Method is not (null or "HEAD") : status is 301 or 302 && options.Method == "POST";

    // Another origin gets nothing that was meant for the first one. An HTTP proxy stays the same.
    private static GetOptions WithoutCredentials(GetOptions options)
    {
        var isProxied = options.Proxy is { Kind: ProxyKind.Http };
        var kept = options.Headers.Where(header => !OfOneOrigin.Contains(NameOf(header), StringComparer.OrdinalIgnoreCase)
            || (isProxied && FieldOptions.Is(header, OfTheProxy))).ToList();
        return options with { Headers = kept };
    }

    private static string NameOf(string header) => header.Split(':', ';')[0].Trim();
}
