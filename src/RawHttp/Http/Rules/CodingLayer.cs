using System.Buffers;

namespace RawHttp.Http;

/// <summary>One coding of some content: decodes it, finds what is wrong, and passes what it decodes to on to the next coding.</summary>
/// <param name="rules">Receives the findings.</param>
/// <param name="index">Which of its codings this is.</param>
internal sealed class CodingLayer(ContentCodingRules rules, int index)
{
    private const long MaxDecoded = 1L << 30;

    // The decoder gets whole blocks, so that its findings do not depend on how the content arrived.
    private const int BlockSize = 8 * 1024;

    // Coded content that was cut early may by chance be as much as this of text.
    private const int MaxChanceText = 7;
    private const int Quoted = 24;

    private readonly string _coding = rules.Codings[index];
    private readonly ContentDecoder _decoder = ContentCodings.MakeDecoder(rules.Codings[index]);
    private readonly OctetsAfterCoding _after = new();

    // Findings of the first block, until it is known not to be plain text.
    private readonly List<(FindingKind Kind, long At, int Length, string Message)> _pending = [];

    // Those octets of the content, from an offset on, that are not decoded, or not yet known to be.
    private readonly byte[] _block = new byte[BlockSize];
    private long _offset;
    private int _filled;
    private int _used;

    private UnnamedCoding _more = rules.LookForMore(index);
    private CodingLayer? _next;
    private long _decoded;
    private State _state;

    private enum State
    {
        Decoding,
        Ended,
        Stopped,
    }

    private string Whole => index == 0 ? "the content" : $"what {rules.Codings[index - 1]} decodes to";

    private string Subject => char.ToUpperInvariant(Whole[0]) + Whole[1..];

    /// <summary>Takes the next coded octets.</summary>
    public void Read(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && _state == State.Decoding)
        {
            var count = Math.Min(octets.Length, BlockSize - _filled);
            octets[..count].CopyTo(_block.AsSpan(_filled));
            _filled += count;
            octets = octets[count..];
            if (_filled == BlockSize)
            {
                DecodeBlock();
                KeepRest();
            }
        }

        if (_state == State.Ended)
        {
            _after.Add(octets);
        }
    }

    /// <summary>Adds the findings of the end, after the last octet.</summary>
    public void End()
    {
        if (_state == State.Decoding)
        {
            DecodeBlock();
        }

        if (_state == State.Decoding && _decoder.IsWhole)
        {
            EndCoding();
        }

        if (_state == State.Decoding)
        {
            var length = _offset + _filled;
            var message = $"{Subject} ends after {length} octets, before the end of its coding {_coding}";
            Fail(FindingKinds.CutCoding, length, 0, message, MaxChanceText);
        }
        else if (_state == State.Ended)
        {
            if (_after.Count > 0)
            {
                var at = _offset + _used;
                var message = $"{_after.Describe()} the end of the coding {_coding} at octet {at} of {Whole}.";
                rules.Add(FindingKinds.OctetsAfterCoding, index, at, _after.Count, message);
            }

            _next?.End();
        }
    }

    private void DecodeBlock()
    {
        var status = OperationStatus.DestinationTooSmall;
        while (status == OperationStatus.DestinationTooSmall)
        {
            status = _decoder.Decode(_block.AsSpan(_used, _filled - _used), out var consumed, out var decoded);
            TakeNotes(hasFailed: status == OperationStatus.InvalidData);
            _used += consumed;
            PassOn(decoded);
            if (_decoded > MaxDecoded)
            {
                AddPending();
                Stop();
                var message = $"{Subject} was decoded as {_coding} up to {MaxDecoded} octets, and the rest was not compared with it.";
                rules.Add(FindingKinds.CodingNotChecked, index, _offset + _used, 0, message);
            }

            if (_state != State.Decoding)
            {
                return;
            }
        }

        if (status == OperationStatus.Done)
        {
            EndCoding();
        }

        AddPending();
    }

    private void KeepRest()
    {
        if (_state == State.Decoding)
        {
            _block.AsSpan(_used, _filled - _used).CopyTo(_block);
            (_offset, _filled, _used) = (_offset + _used, _filled - _used, 0);
        }
    }

    private void EndCoding()
    {
        var rest = _block.AsSpan(_used, _filled - _used);
        if (!rest.IsEmpty && PlainName(MaxChanceText) is { } looks)
        {
            NoteNotCoded(looks);
            return;
        }

        _state = State.Ended;
        _decoder.Dispose();
        _after.Add(rest);
    }

    private void PassOn(ReadOnlySpan<byte> decoded)
    {
        _decoded += decoded.Length;
        if (_more.Add(decoded))
        {
            var message = $"What {_coding} decodes to begins like gzip, and Content-Encoding does not name that.";
            _pending.Add((FindingKinds.CodingNotNamed, 0, 0, message));
        }

        if (!decoded.IsEmpty && index + 1 < rules.Codings.Count)
        {
            _next ??= new CodingLayer(rules, index + 1);
            _next.Read(decoded);
        }
    }

    private void TakeNotes(bool hasFailed)
    {
        var notes = _decoder.Notes;
        for (var i = 0; i < notes.Count; i++)
        {
            var note = notes[i];
            var at = _offset + _used + note.At;
            var message = $"In {Whole} at octet {at}, {note.Text}";
            if (hasFailed && i == notes.Count - 1)
            {
                Fail(KindOf(note.Fault), at, note.Length, message, maxChance: 0);
            }
            else
            {
                _pending.Add((KindOf(note.Fault), at, note.Length, message + "."));
            }
        }

        notes.Clear();
    }

    private void Fail(FindingKind kind, long at, int length, string message, int maxChance)
    {
        if (kind == FindingKinds.NotCoded || PlainName(maxChance) is not null)
        {
            NoteNotCoded(PlainName(0));
            return;
        }

        // What breaks at once may be anything, and is not known to be deflated data.
        _pending.RemoveAll(pending => pending.Kind == FindingKinds.RawDeflate);
        AddPending();
        rules.Add(kind, index, at, length, message + ".");
        Stop();
    }

    private void NoteNotCoded(string? looks)
    {
        _pending.Clear();
        var start = _block.AsSpan(0, _filled);
        var also = looks is null ? "" : $", like {looks}";
        var message = $"{Subject} is not {_coding}: it begins with {HttpChars.Quote(start, Quoted)}{also}.";
        rules.Add(FindingKinds.NotCoded, index, 0, 0, message);
        Stop();
    }

    // What the first block is, if that is not what coded octets can be.
    private string? PlainName(int maxChance) =>
        _offset > 0 || (ContentLooks.Name(_block.AsSpan(0, _filled)) is not { } name) || (name == "text" && _filled <= maxChance)
            || (name == "zlib" && _coding == "deflate") || (name == "gzip" && _coding is "gzip" or "x-gzip") || name == _coding
            ? null
            : name;

    private void AddPending()
    {
        foreach (var (kind, at, length, message) in _pending)
        {
            rules.Add(kind, index, at, length, message);
        }

        _pending.Clear();
    }

    private void Stop()
    {
        _state = State.Stopped;
        _decoder.Dispose();
    }

    private static FindingKind KindOf(CodingFault fault) => fault switch
    {
        CodingFault.Signature => FindingKinds.NotCoded,
        CodingFault.Checksum => FindingKinds.WrongChecksum,
        CodingFault.Length => FindingKinds.WrongGzipLength,
        CodingFault.Member => FindingKinds.SecondGzipMember,
        CodingFault.Wrapper => FindingKinds.RawDeflate,
        CodingFault.Window => FindingKinds.ZstdWindow,
        _ => FindingKinds.BrokenCoding,
    };
}
