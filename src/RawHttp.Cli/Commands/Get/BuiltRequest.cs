using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Http;

namespace RawHttp.Cli.Commands.Get;

/// <summary>The octets to send, built from the options.</summary>
internal static class BuiltRequest
{
    private const int MaxChunk = 16 * 1024;

    // Sent with CONNECT if there is one: the server at the end of a tunnel does not get it.
    private const string ProxyAuthorization = "Proxy-Authorization";

    /// <summary>The content that -d names; null for none.</summary>
    public static byte[]? Content(string? data) =>
        data is null ? null : data.StartsWith('@') ? MessageFile.Read(data[1..]) : Encoding.UTF8.GetBytes(data);

    public static byte[] Build(Target target, GetOptions options)
    {
        var method = options.Method ?? "GET";
        if (!SharedOptions.IsMethod(method))
        {
            throw new ToolException(ExitStatus.Usage, "--method: it is empty or holds a space or a control; --request FILE sends anything");
        }

        var content = options.Content;
        if (content is not null && options.Chunked)
        {
            content = InChunks(content);
        }

        // RFC 9112 §3.2.3.
        var isConnect = method == "CONNECT";
        if (isConnect && target.Path != "/")
        {
            throw new ToolException(
                ExitStatus.Usage,
                $"-X CONNECT: it asks for HOST:PORT alone, and {target.Path} could not be sent; --request FILE sends anything");
        }

        var proxy = ProxyRoute.Create(target, options);

        // RFC 9112 §3.2.2.
        var requestTarget = isConnect ? target.Authority
            : proxy is { IsForwarded: true } ? $"http://{target.HostField}{target.Path}"
            : target.Path;
        var head = new RequestBuilder(method, requestTarget)
        {
            Version = options.Http10 ? "HTTP/1.0" : "HTTP/1.1",
            Fields = Fields(isConnect ? target.Authority : target.HostField, content?.Length, options, proxy),
        };
        try
        {
            return content is null ? head.ToOctets() : [.. head.ToOctets(), .. content];
        }
        catch (FormatException bad)
        {
            throw new ToolException(ExitStatus.Usage, $"request: {bad.Message}; --request FILE sends anything");
        }
    }

    // RFC 9112 §7.1.
    private static byte[] InChunks(byte[] content)
    {
        var octets = new MemoryStream();
        foreach (var chunk in content.Chunk(MaxChunk))
        {
            octets.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
            octets.Write(chunk);
            octets.Write("\r\n"u8);
        }

        octets.Write("0\r\n\r\n"u8);
        return octets.ToArray();
    }

    // The first -H with the name of a built-in field replaces that field; all others follow in the given order.
    private static List<(string Name, string Value)> Fields(string host, int? contentLength, GetOptions options, ProxyRoute? proxy)
    {
        List<(string Name, string Value)> fields = (options.KeepAlive || options.Pipeline, options.Http10) switch
        {
            (false, _) => [("Host", host), ("Connection", "close")],

            // RFC 9112 §9.3: a connection is kept by default, but not by HTTP/1.0.
            (true, false) => [("Host", host)],
            (true, true) => [("Host", host), ("Connection", "keep-alive")],
        };
        if (contentLength is { } length)
        {
            fields.Add(options.Chunked ? ("Transfer-Encoding", "chunked") : ("Content-Length", $"{length}"));
        }

        if (proxy is { IsForwarded: true, Proxy.Authorization: { } credentials })
        {
            fields.Add((ProxyAuthorization, credentials));
        }

        var builtIn = new HashSet<string>(fields.Select(field => field.Name), StringComparer.OrdinalIgnoreCase);
        var isOfTunnel = proxy is { AsksConnect: true };
        foreach (var header in options.Headers.Where(header => !isOfTunnel || !FieldOptions.Is(header, ProxyAuthorization)))
        {
            var end = header.AsSpan().IndexOfAny(':', ';');
            if (end < 0 || (header[end] == ';' && header.AsSpan(end + 1).Trim().Length > 0))
            {
                throw new ToolException(ExitStatus.Usage, $"--header: \"{header}\" is not \"Name: value\", \"Name:\" or \"Name;\"");
            }

            // RFC 9112 §5.2.
            if (header[0] is ' ' or '\t')
            {
                throw new ToolException(
                    ExitStatus.Usage,
                    $"--header: \"{header}\" begins with white space, which folds it into the field before; --request FILE sends anything");
            }

            var field = (Name: header[..end], Value: header[(end + 1)..].Trim(' ', '\t'));
            var removes = header[end] == ':' && field.Value.Length == 0;
            var place = fields.Count;
            if (builtIn.Remove(field.Name))
            {
                place = fields.FindIndex(old => old.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
                fields.RemoveAt(place);
            }

            if (!removes)
            {
                fields.Insert(place, field);
            }
        }

        return fields;
    }
}
