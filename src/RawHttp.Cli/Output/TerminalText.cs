using System.Buffers;
using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>
/// Octets from the network, made safe for a terminal. Text, tabs and line ends are unchanged. Each octet of what could control the terminal
/// or is invisible (C0, DEL, C1, bidirectional controls, other invisible characters, invalid UTF-8) becomes <c>\xhh</c>. A backslash before
/// an x becomes <c>\x5c</c>, so that the escaping can be reversed.
/// </summary>
internal sealed class TerminalText(Stream terminal) : WriteOnlyStream
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [(byte)'\n', (byte)'\t', .. Enumerable.Range(0x20, 0x5f).Select(octet => (byte)octet).Where(octet => octet != (byte)'\\')]);

    // The pending octets, which need the next one to be decoded: CR, a backslash, the beginning of a UTF-8 sequence.
    private readonly byte[] _held = new byte[4];
    private int _heldCount;
    private VisibleCharacters _characters = new();

    /// <summary>Whether the cursor is at the beginning of a line.</summary>
    public bool AtLineStart { get; set; } = true;

    /// <summary>Octets as text that is safe for a terminal.</summary>
    public static string Escape(ReadOnlySpan<byte> octets)
    {
        using var text = new MemoryStream();
        var escaped = new TerminalText(text);
        escaped.Write(octets);
        escaped.Finish();
        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Text without anything that controls a terminal, including line ends and tabs. Escapes
    /// already in it are not escaped again.</summary>
    public static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        var characters = new VisibleCharacters();
        Span<byte> octets = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            var count = rune.EncodeToUtf8(octets);
            if (characters.Take(rune))
            {
                visible.Append(rune.ToString());
                continue;
            }

            foreach (var octet in octets[..count])
            {
                visible.Append("\\x").Append(octet.ToString("x2", null));
            }
        }

        return visible.ToString();
    }

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
            PassPlain(buffer[..(special < 0 ? buffer.Length : special)]);
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

    /// <summary>Writes the tool's own text unchanged.</summary>
    public void WriteOwn(ReadOnlySpan<byte> text)
    {
        Finish();
        Pass(text);
    }

    public override void Flush() => terminal.Flush();

    /// <summary>Writes the pending octets at the end of the text.</summary>
    public void Finish()
    {
        for (ReadOnlySpan<byte> rest = _held.AsSpan(0, _heldCount); !rest.IsEmpty; rest = rest[Next(rest, isLast: true)..])
        {
        }

        _heldCount = 0;
        _characters.Begin();
    }

    // Writes one character, escaped if necessary, and returns its length in octets; 0 if it is incomplete.
    private int Next(ReadOnlySpan<byte> octets, bool isLast)
    {
        if (octets.IsEmpty || (!isLast && octets is [(byte)'\r'] or [(byte)'\\']))
        {
            return 0;
        }

        if (octets[0] == '\r' && octets is [_, (byte)'\n', ..])
        {
            PassPlain("\n"u8);
            return 2;
        }

        if (octets[0] == '\\' || Plain.Contains(octets[0]))
        {
            PassPlain(octets is [(byte)'\\', (byte)'x', ..] ? "\\x5c"u8 : octets[..1]);
            return 1;
        }

        var status = Rune.DecodeFromUtf8(octets, out var rune, out var length);
        if (status == OperationStatus.NeedMoreData && !isLast)
        {
            return 0;
        }

        if (status == OperationStatus.Done && _characters.Take(rune))
        {
            Pass(octets[..length]);
        }
        else
        {
            _characters.Begin();
            foreach (var octet in octets[..length])
            {
                Pass([(byte)'\\', (byte)'x', Digit(octet >> 4), Digit(octet & 0xf)]);
            }
        }

        return length;
    }

    private static byte Digit(int value) => "0123456789abcdef"u8[value];

    private void PassPlain(ReadOnlySpan<byte> octets)
    {
        if (!octets.IsEmpty)
        {
            _characters.TakePlain(octets[^1]);
            Pass(octets);
        }
    }

    private void Pass(ReadOnlySpan<byte> octets)
    {
        if (!octets.IsEmpty)
        {
            terminal.Write(octets);
            AtLineStart = octets[^1] == '\n';
        }
    }
}
