using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>The body as it is shown: with --compressed its content codings are removed, and on a terminal JSON is indented.</summary>
internal sealed class ShownBody : IDisposable
{
    private readonly ContentDecoding? _decoding;
    private readonly Action<ReadOnlySpan<byte>> _write;
    private readonly long _maxLength;
    private long _length;

    private ShownBody(ContentDecoding? decoding, bool isJson, long maxLength, Action<ReadOnlySpan<byte>> write)
    {
        _decoding = decoding;
        _maxLength = maxLength;
        _write = isJson ? new JsonIndent(write).Write : write;
    }

    /// <summary>Whether the content was decoded to its end.</summary>
    public bool IsWhole => _decoding is null or { IsWhole: true } or { IsPassedOn: true };

    /// <summary>Makes what shows a body in another form than it came in.</summary>
    /// <param name="head">The head.</param>
    /// <param name="maxDecoded">How much content is decoded to at most; null if content codings are not removed.</param>
    /// <param name="indents">Whether JSON is indented.</param>
    /// <param name="write">Called with what is shown, in pieces that are valid during the call.</param>
    /// <returns>It; null if the body is shown as it came.</returns>
    public static ShownBody? Create(ResponseHead head, long? maxDecoded, bool indents, Action<ReadOnlySpan<byte>> write)
    {
        var decoding = maxDecoded is not null ? ContentDecoding.Create(head.Fields) : null;

        // Octets in a coding are no text.
        var isJson = indents && IsJson(head.Fields) && (decoding is not null || !head.Fields.Named("Content-Encoding").Any());
        if (decoding is null && maxDecoded is not null && CodingsOf(head.Fields) is { Length: > 0 } codings)
        {
            StandardError.Note($"the content coding {codings} is not one that can be removed; the body is shown as it came");
        }

        return decoding is null && !isJson ? null : new ShownBody(decoding, isJson, maxDecoded ?? long.MaxValue, write);
    }

    public void Write(ReadOnlySpan<byte> octets)
    {
        if (_decoding is null)
        {
            _write(octets);
        }
        else
        {
            _decoding.Decode(octets, WriteDecoded);
        }
    }

    /// <summary>Says on standard error what was not decoded, after the last octet.</summary>
    public void Finish()
    {
        if (_decoding is { Failure: { } reason })
        {
            var rest = _decoding.IsPassedOn ? "it is shown as it came" : "what follows is not shown";
            StandardError.Note($"the body could not be decoded, {reason}; {rest}");
        }
        else if (!IsWhole)
        {
            StandardError.Note($"the body ends before the end of its coding, {string.Join(", ", _decoding!.Codings)}");
        }
    }

    public void Dispose() => _decoding?.Dispose();

    // A small body may decode to one without end.
    private void WriteDecoded(ReadOnlySpan<byte> octets)
    {
        var room = _maxLength - _length;
        _length += octets.Length;
        _write(octets[..(int)Math.Min(octets.Length, room)]);
        if (octets.Length > room)
        {
            throw new ToolException(
                ExitStatus.BodyLimit, $"--compressed: the body decodes to more than {_maxLength} bytes; --max-body sets the limit");
        }
    }

    private static string CodingsOf(FieldSection fields) =>
        string.Join(", ", fields.Named("Content-Encoding").Select(field => Escaped.Text(field.Value.Span)))
            is var codings && codings.Equals("identity", StringComparison.OrdinalIgnoreCase) ? "" : codings[..Math.Min(codings.Length, 60)];

    // application/json, and other types with the suffix +json (RFC 6839 §3.1).
    private static bool IsJson(FieldSection fields) =>
        fields.Named("Content-Type").Select(field => Encoding.Latin1.GetString(field.Value.Span).Split(';')[0].Trim().ToLowerInvariant())
            .Any(type => type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal));
}
