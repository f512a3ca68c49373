using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Fuzz;

/// <summary>One response read to the end of the stream, and all that was made of it as text; checked on the way.</summary>
internal sealed class ResponseReading : ILineObserver
{
    private const int MostFindings = 1000;

    private readonly byte[] _octets;
    private readonly string _method;
    private readonly MessageLimits _limits;
    private readonly LineReader _lines;
    private readonly ResponseReader _response;
    private readonly bool _observes;
    private readonly StringBuilder _linesSeen = new();
    private readonly StringBuilder _text = new();
    private readonly ArrayBufferWriter<byte> _body = new();
    private long _place;
    private ReadException? _failure;

    /// <summary>Makes a reading.</summary>
    /// <param name="octets">What comes.</param>
    /// <param name="method">The method of the request.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="input">Where it comes from.</param>
    /// <param name="observes">Whether each line is seen. Where none is, a clean head is read at once.</param>
    public ResponseReading(byte[] octets, string method, MessageLimits limits, PipeReader input, bool observes = true)
    {
        (_octets, _method, _limits, _observes) = (octets, method, limits, observes);
        _lines = new LineReader(input, observes ? this : null);
        _response = new ResponseReader(_lines, method, limits);
    }

    /// <summary>What was made of it, without the lines that were seen on the way.</summary>
    public string Meaning => _text.ToString();

    public async Task<string> ReadAsync()
    {
        try
        {
            Invariant.Holds(ReferenceEquals(await _response.ReadHeadAsync(), _response.Head));
            while (await _response.ReadBodyAsync() is { IsEmpty: false } piece)
            {
                Take(piece);
            }
        }
        catch (ReadException failure)
        {
            _failure = failure;
            Invariant.Holds(failure.Offset >= 0 && failure.Offset <= _octets.Length);
            Invariant.Holds(IsOneLine(failure.Message));
        }

        var end = _lines.Offset;
        var rest = (await _lines.ReadToEndAsync(new ReadLimit(LineKind.Other, int.MaxValue) { Name = "rest" })).ToArray();
        Invariant.Holds(_lines.Offset == _octets.Length);
        Invariant.Holds(_octets.AsSpan((int)end).SequenceEqual(rest));
        Check();
        Describe(end);
        return _linesSeen.ToString() + _text;
    }

    public void LineRead(in Line line, LineKind kind)
    {
        Invariant.Holds(line.Offset == _place);
        Invariant.Holds(line.Octets.Length <= (kind == LineKind.ChunkEnd ? 2 : _limits.Line));
        Invariant.Holds(_octets.AsSpan((int)_place, line.Octets.Length).SequenceEqual(line.Octets.Span));
        _place += line.Octets.Length;
        _linesSeen.Append(CultureInfo.InvariantCulture, $"{new ReadLimit(kind, 0).Name} {line.Offset} {line.Octets.Length} {line.Ending}\n");
    }

    public void Waiting()
    {
    }

    private void Take(ReadOnlySequence<byte> piece)
    {
        _place = _observes ? _place : _lines.Offset - piece.Length;
        Invariant.Holds(_lines.Offset == _place + piece.Length);
        Invariant.Holds(piece.ToArray().AsSpan().SequenceEqual(_octets.AsSpan((int)_place, (int)piece.Length)));
        _place += piece.Length;
        foreach (var octets in piece)
        {
            _body.Write(octets.Span);
        }
    }

    private void Check()
    {
        CheckHeads();
        CheckBody();
        Invariant.Holds(_response.IsComplete == (_failure is null));
        Invariant.Holds(_response.Findings.Count <= MostFindings);
        Invariant.Holds(_response.OmittedFindings == 0 || _response.Findings.Count == MostFindings);
        foreach (var finding in _response.Findings)
        {
            Invariant.Holds(finding.Offset >= 0 && finding.Length >= 0 && finding.Offset + finding.Length <= _octets.Length);
            Invariant.Holds(IsOneLine(finding.Message));
        }
    }

    private void CheckHeads()
    {
        Invariant.Holds(_response.Interim.Count <= _limits.Interim + (_failure?.Error == ReadError.InterimLimit ? 1 : 0));
        foreach (var interim in _response.Interim)
        {
            Invariant.Holds(interim.IsComplete && interim.StatusLine.IsInterim);
            CheckHead(interim);
        }

        if (_response.Head is { } head)
        {
            CheckHead(head);
            Invariant.Holds(!head.IsComplete || !head.StatusLine.IsInterim);
            Invariant.Holds(_response.Framing is null || head.IsComplete);
        }

        Oracle.CheckFraming(_method, _response.Head, _response.Framing, _failure?.Error);
    }

    private void CheckHead(ResponseHead head)
    {
        Invariant.Holds(head.StatusLine is { MinorVersion: >= 0 and <= 9, StatusCode: >= 0 and <= 999 });
        var end = CheckSection(head.Fields, head.Offset + _octets.AsSpan((int)head.Offset).IndexOf((byte)'\n') + 1);
        Invariant.Holds(end - head.Offset <= _limits.Head || !head.IsComplete);
    }

    // Every octet of a section belongs to one of its fields, in their order. Says where the section ends.
    private long CheckSection(FieldSection section, long start)
    {
        foreach (var field in section)
        {
            Invariant.Holds(field.Offset == start);
            Invariant.Holds(field.Length > 0 && start + field.Length <= _octets.Length);
            var line = _octets.AsSpan((int)start, field.Length);
            Invariant.Holds(field.Name.IsEmpty || line.StartsWith(field.Name.Span));
            Invariant.Holds(field.Name.Length + field.Value.Length + (int)field.Ending <= line.Length);
            Invariant.Holds(line[..^1].Contains((byte)'\n') || line.IndexOf(field.Value.Span) >= 0);
            start += field.Length;
        }

        Invariant.Holds(section.Count <= _limits.Fields + (_failure?.Error == ReadError.FieldLimit ? 1 : 0));
        if (section.IsComplete)
        {
            var blank = _octets.AsSpan((int)start);
            Invariant.Holds(blank is [(byte)'\n', ..] or [(byte)'\r', (byte)'\n', ..]);
            start += blank[0] == '\r' ? 2 : 1;
        }

        return start;
    }

    private void CheckBody()
    {
        var length = _body.WrittenCount;
        Invariant.Holds(length <= _limits.Body && length == _response.BodyLength);
        Invariant.Holds(_response.Missing is null or >= 0);
        Invariant.Holds(!_response.IsComplete || _response.Missing is null or 0);
        Invariant.Holds(length == 0 || _response.Framing is not null and not { Kind: FramingKind.None });
        if (_response.Framing is { Kind: FramingKind.ContentLength, Length: { } declared })
        {
            Invariant.Holds(length <= declared && (length == declared || !_response.IsComplete));
            Invariant.Holds(_failure?.Error != ReadError.BodyCutOff || _response.Missing == declared - length);
        }

        if (_response.Framing is { Kind: FramingKind.Chunked })
        {
            Oracle.CheckChunked(_octets.AsSpan(_octets.Length - BodyOctets()), _body.WrittenSpan, _response.IsComplete, _failure?.Error);
        }

        int BodyOctets()
        {
            var head = _response.Head!;
            var last = head.Fields.Count > 0 ? head.Fields[^1].Offset + head.Fields[^1].Length : -1;
            var start = last < 0 ? head.Offset + _octets.AsSpan((int)head.Offset).IndexOf((byte)'\n') + 1 : last;
            return _octets.Length - (int)start - (_octets[start] == '\r' ? 2 : 1);
        }
    }

    private void Describe(long end)
    {
        foreach (var head in _response.Head is { } final ? _response.Interim.Append(final) : _response.Interim)
        {
            Note($"{head.Offset} {head.IsComplete} {head.StatusLine}");
            Describe(head.Fields);
        }

        Note($"{_response.Framing} {_body.WrittenCount} {_response.Missing} {_response.OmittedFindings}");
        _text.Append(Encoding.Latin1.GetString(_body.WrittenSpan));
        Describe(_response.Trailers);
        foreach (var finding in _response.Findings)
        {
            Note($"{finding.Code} {finding.Offset} {finding.Length} {finding.Message}");
        }

        Note($"{end} {_failure?.Error} {_failure?.Offset} {_failure?.Message}");
    }

    private void Describe(FieldSection section)
    {
        foreach (var field in section)
        {
            Note($"{field.Offset} {field.Length} {field.Ending} {field}");
        }
    }

    private void Note(string text) => _text.Append(text).Append('\n');

    // What quotes the peer must be safe on a terminal.
    private static bool IsOneLine(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
