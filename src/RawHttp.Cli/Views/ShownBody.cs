using System.Text;
using RawHttp.Cli.Output;
using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>The body as it is shown: with --compressed its content codings are removed, and on a terminal JSON is indented.</summary>
internal sealed class ShownBody : IDisposable
{
    private readonly ContentDecoding? _decoding;
    private readonly Action<ReadOnlySpan<byte>> _write;

    private ShownBody(ContentDecoding? decoding, bool isJson, Action<ReadOnlySpan<byte>> write)
    {
        _decoding = decoding;
        _write = isJson ? new JsonIndent(write).Write : write;
    }

    /// <summary>Makes what shows a body in another form than it came in.</summary>
    /// <param name="head">The head.</param>
    /// <param name="decodes">Whether content codings are removed.</param>
    /// <param name="indents">Whether JSON is indented.</param>
    /// <param name="write">Called with what is shown, in pieces that are valid during the call.</param>
    /// <returns>It; null if the body is shown as it came.</returns>
    public static ShownBody? Create(ResponseHead head, bool decodes, bool indents, Action<ReadOnlySpan<byte>> write)
    {
        var decoding = decodes ? ContentDecoding.Create(head.Fields) : null;

        // Octets in a coding are no text.
        var isJson = indents && IsJson(head.Fields) && (decoding is not null || !head.Fields.Named("Content-Encoding").Any());
        return decoding is null && !isJson ? null : new ShownBody(decoding, isJson, write);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (_decoding is null)
        {
            _write(octets);
        }
        else
        {
            _decoding.Decode(octets, _write);
        }
    }

    /// <summary>Says on standard error what was not decoded, after the last octet.</summary>
    public void Finish()
    {
        if (_decoding is { Failure: { } reason })
        {
            StandardError.Note($"the body could not be decoded, {reason}; {(_decoding.IsPassedOn ? "it is shown as it came" : "what follows is not shown")}");
        }
    }

    public void Dispose() => _decoding?.Dispose();

    // application/json, and other types with the suffix +json (RFC 6839 §3.1).
    private static bool IsJson(FieldSection fields) =>
        fields.Named("Content-Type").Select(field => Encoding.Latin1.GetString(field.Value.Span).Split(';')[0].Trim().ToLowerInvariant())
            .Any(type => type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal));
}
