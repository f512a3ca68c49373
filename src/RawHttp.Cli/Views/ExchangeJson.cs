using System.Globalization;
using System.Text;
using System.Text.Json;
using RawHttp.Cli.CommandLine;
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Cli.Views;

/// <summary>An exchange as the JSON object that docs/response.schema.json describes.</summary>
internal static class ExchangeJson
{
    // Grows with each change that a reader of the objects has to know of.
    private const int Schema = 2;
    private const int AtOnce = 16 * 1024;

    /// <summary>Writes the object.</summary>
    /// <param name="json">Where it is written.</param>
    /// <param name="outcome">The exchange, and the verdict on it.</param>
    /// <param name="content">The content, as far as it is written.</param>
    public static void Write(Utf8JsonWriter json, Outcome outcome, JsonContent content)
    {
        var exchange = outcome.Exchange;
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteString("target", outcome.Target);
        WriteRequest(json, exchange.Request);
        json.WriteString("time", outcome.Started?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteString("tool", $"rawhttp {ToolVersion.Text}");
        json.WriteStartArray("interim");
        foreach (var head in exchange.Interim)
        {
            Write(json, head);
        }

        json.WriteEndArray();
        json.WritePropertyName("head");
        if (exchange.Head is { } final)
        {
            Write(json, final);
        }
        else
        {
            json.WriteNullValue();
        }

        WriteBody(json, exchange, content);
        json.WriteStartObject("end");
        json.WriteString("kind", Word(exchange.End));
        json.WriteNumber("offset", exchange.Offset);
        WriteNumber(json, "missing", exchange.Missing);
        json.WriteString("after", exchange.Aftermath?.Kind is { } after ? Word(after) : null);
        json.WriteEndObject();
        WriteFindings(json, exchange);
        WriteError(json, outcome.Error);
        WriteConnection(json, exchange);
        WriteTiming(json, exchange.Timing);
        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, RequestState? state)
    {
        if (state is null)
        {
            json.WriteNull("request");
            return;
        }

        json.WriteStartObject("request");
        json.WriteString("method", state.Request.Method);
        json.WriteString("target", state.Request.Target);
        json.WriteString("version", state.Request.Version);
        WriteFields(json, "fields", state.Request.Fields);
        json.WriteNumber("length", state.Length);
        json.WriteNumber("sent", state.Sent);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ResponseHead head)
    {
        json.WriteStartObject();
        json.WriteString("version", $"HTTP/1.{head.StatusLine.MinorVersion}");
        json.WriteNumber("status", head.StatusLine.StatusCode);
        WriteOctets(json, "reason", head.StatusLine.Reason);
        json.WriteNumber("offset", head.Offset);
        WriteFields(json, "fields", head.Fields);
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, Exchange exchange, JsonContent content)
    {
        json.WriteStartObject("body");
        json.WriteString("framing", exchange.Framing?.Kind switch
        {
            FramingKind.ContentLength => "content-length",
            FramingKind.Chunked => "chunked",
            FramingKind.UntilClose => "close",
            _ => "none",
        });
        WriteNumber(json, "declaredLength", exchange.Framing?.Length);
        json.WriteNumber("length", exchange.BodyLength);
        json.WriteString("sha256", content.Sha256);
        json.WriteBoolean("complete", exchange.IsComplete);
        WriteFields(json, "trailers", exchange.Trailers);
        if (content.Octets is { } octets)
        {
            json.WriteBase64String("base64", octets.Span);
        }

        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, string name, FieldSection fields)
    {
        json.WriteStartArray(name);
        foreach (var field in fields)
        {
            json.WriteStartObject();
            WriteOctets(json, "name", field.Name);
            WriteOctets(json, "value", field.Value);
            json.WriteNumber("offset", field.Offset);
            json.WriteNumber("length", field.Length);
            json.WriteString("terminator", Word(field.Ending));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFindings(Utf8JsonWriter json, Exchange exchange)
    {
        json.WriteStartArray("findings");
        foreach (var finding in exchange.Findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code);
            json.WriteString("severity", Word(finding.Severity));
            json.WriteString("section", finding.Section);
            json.WriteNumber("offset", finding.Offset);
            json.WriteNumber("length", finding.Length);
            json.WriteString("message", finding.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteError(Utf8JsonWriter json, ExitVerdict? error)
    {
        if (error is null)
        {
            json.WriteNull("error");
            return;
        }

        json.WriteStartObject("error");
        json.WriteNumber("exit", error.Status);
        json.WriteString("message", error.Message.Length > 0 ? error.Message : "interrupted");
        json.WriteEndObject();
    }

    private static void WriteConnection(Utf8JsonWriter json, Exchange exchange)
    {
        if (exchange.Connection is not { } link)
        {
            json.WriteNull("connection");
            return;
        }

        json.WriteStartObject("connection");
        json.WriteString("remote", link.Remote);
        json.WriteString("local", link.Local);
        json.WriteNumber("exchange", link.Exchange);
        json.WriteStartArray("attempts");
        foreach (var attempt in link.Attempts)
        {
            json.WriteStartObject();
            json.WriteString("address", attempt.EndPoint.ToString());
            json.WriteString("failure", attempt.Failure);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTls(json, link.Tls);
        json.WriteEndObject();
    }

    private static void WriteTls(Utf8JsonWriter json, TlsDetails? tls)
    {
        if (tls is null)
        {
            json.WriteNull("tls");
            return;
        }

        json.WriteStartObject("tls");
        json.WriteString("version", tls.Protocol is { } protocol ? Summary.TlsVersion(protocol) : null);
        json.WriteString("cipher", tls.CipherSuite?.ToString());
        json.WriteString("alpn", tls.ApplicationProtocol);
        if (tls.Certificate is { } certificate)
        {
            json.WriteStartObject("certificate");
            json.WriteString("subject", certificate.Subject);
            json.WriteString("issuer", certificate.Issuer);
            WriteStrings(json, "names", certificate.Names);
            json.WriteString("notBefore", certificate.NotBefore.UtcDateTime);
            json.WriteString("notAfter", certificate.NotAfter.UtcDateTime);
            json.WriteString("sha256", certificate.Sha256);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("certificate");
        }

        WriteStrings(json, "problems", tls.Problems);
        json.WritePropertyName("closeNotify");
        if (tls.CloseNotifyReceived is { } said)
        {
            json.WriteBooleanValue(said);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    // In milliseconds.
    private static void WriteTiming(Utf8JsonWriter json, ExchangeTiming? timing)
    {
        if (timing is null)
        {
            json.WriteNull("timing");
            return;
        }

        json.WriteStartObject("timing");
        WriteTime(json, "resolve", timing.Resolve);
        WriteTime(json, "connect", timing.Connect);
        WriteTime(json, "tls", timing.Tls);
        WriteTime(json, "wait", timing.Wait);
        WriteTime(json, "head", timing.Head);
        WriteTime(json, "body", timing.Body);
        WriteTime(json, "total", timing.Total);
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { TotalMilliseconds: var milliseconds })
        {
            json.WriteNumber(name, Math.Round(milliseconds, 3));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    // In pieces: the JSON writer accepts strings of at most 166 million characters.
    private static void WriteOctets(Utf8JsonWriter json, string name, ReadOnlyMemory<byte> octets)
    {
        json.WritePropertyName(name);
        do
        {
            var piece = octets[..Math.Min(octets.Length, AtOnce)];
            octets = octets[piece.Length..];
            json.WriteStringValueSegment(Encoding.Latin1.GetString(piece.Span), isFinalSegment: octets.IsEmpty);
        }
        while (!octets.IsEmpty);
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
