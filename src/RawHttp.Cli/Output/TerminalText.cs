using System.Buffers;
using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>
/// Octets from the network on their way to a terminal. Text, tabs and line ends pass; what could drive the terminal
/// (C0, DEL, C1, bidirectional controls, invalid UTF-8) becomes <c>\xhh</c>, an octet each. A backslash before an x becomes <c>\x5c</c>,
/// so that the escaping can be undone.
/// </summary>
internal sealed class TerminalText(Stream terminal) : WriteOnlyStream
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [(byte)'\n', (byte)'\t', .. Enumerable.Range(0x20, 0x5f).Select(octet => (byte)octet).Where(octet => octet != (byte)'\\')]);

    // What cannot be decided without the next octet: CR, a backslash, the beginning of a UTF-8 sequence.
    private readonly byte[] _held = new byte[4];
    private int _heldCount;

    /// <summary>Whether the cursor stands at the beginning of a line.</summary>
    public bool AtLineStart { get; set; } = true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (_heldCount > 0 && !buffer.IsEmpty)
        {
            _held[_heldCount++] = buffer[0];
            buffer = buffer[1..];
            var used = Next(_held.AsSpan(0, _heldCount), isLast: false);
            _held.AsSpan(used, _heldCount - used).CopyTo(_held);
            _heldCount -= used;
        }

        while (!buffer.IsEmpty)
        {
            var special = buffer.IndexOfAnyExcept(Plain);
            Pass(buffer[..(special < 0 ? buffer.Length : special)]);
            buffer = special < 0 ? default : buffer[special..];
            var used = Next(buffer, isLast: false);
            if (used == 0)
            {
                buffer.CopyTo(_held);
                _heldCount = buffer.Length;
                return;
            }

            buffer = buffer[used..];
        }
    }

    public override void Flush() => terminal.Flush();

    /// <summary>Writes what was held back; nothing follows.</summary>
    public void Finish()
    {
        for (ReadOnlySpan<byte> rest = _held.AsSpan(0, _heldCount); !rest.IsEmpty; rest = rest[Next(rest, isLast: true)..])
        {
        }

        _heldCount = 0;
    }

    // Writes one character, escaped if need be, and returns how many octets it had; 0 if more are needed to tell.
    private int Next(ReadOnlySpan<byte> octets, bool isLast)
    {
        if (octets.IsEmpty || (!isLast && octets is [(byte)'\r'] or [(byte)'\\']))
        {
            return 0;
        }

        if (octets[0] == '\r' && octets is [_, (byte)'\n', ..])
        {
            Pass("\n"u8);
            return 2;
        }

        if (octets[0] == '\\')
        {
            Pass(octets is [_, (byte)'x', ..] ? "\\x5c"u8 : "\\"u8);
            return 1;
        }

        var status = Rune.DecodeFromUtf8(octets, out var rune, out var length);
        if (status == OperationStatus.NeedMoreData && !isLast)
        {
            return 0;
        }

        if (status == OperationStatus.Done && (!Rune.IsControl(rune) || rune.Value is '\n' or '\t') && !TurnsText(rune))
        {
            Pass(octets[..length]);
        }
        else
        {
            foreach (var octet in octets[..length])
            {
                Pass(Encoding.ASCII.GetBytes($"\\x{octet:x2}"));
            }
        }

        return length;
    }

    /// <summary>Whether it is a bidirectional control (Unicode Standard Annex 9). They reorder what stands around them: a line could be made to say another thing.</summary>
    public static bool TurnsText(Rune rune) => rune.Value is 0x61c or 0x200e or 0x200f or (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069);

    private void Pass(ReadOnlySpan<byte> octets)
    {
        if (!octets.IsEmpty)
        {
            terminal.Write(octets);
            AtLineStart = octets[^1] == '\n';
        }
    }
}
