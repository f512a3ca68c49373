namespace RawHttp.Cli.Views;

/// <summary>
/// Shows JSON with a line for each member and element (RFC 8259). Only white space between tokens is changed: the tokens pass as they are,
/// so that what is no JSON loses nothing else.
/// </summary>
/// <param name="write">Called with pieces of the text, valid during the call.</param>
internal sealed class JsonIndent(Action<ReadOnlySpan<byte>> write)
{
    // Deeper levels are no further indented: a terminal has few columns, and a server may send a million levels.
    private const int Deepest = 16;
    private readonly List<byte> _text = [];
    private int _depth;
    private bool _inString;
    private bool _isEscaped;
    private bool _isOpened;
    private bool _hasComma;
    private bool _isInToken;
    private bool _needsSpace;
    private bool _needsLine;

    /// <summary>Takes the next octets.</summary>
    public void Write(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (_inString)
            {
                InString(octet);
            }
            else if (octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                // Two tokens such as "1 2", which is no JSON, stay apart, and so do two documents.
                _needsSpace = _isInToken;
                _needsLine |= octet == '\n' && _isInToken && _depth == 0;
            }
            else
            {
                Token(octet);
            }
        }

        Flush();
    }

    private void InString(byte octet)
    {
        _text.Add(octet);
        (_inString, _isEscaped) = (octet != '"' || _isEscaped, octet == '\\' && !_isEscaped);
    }

    private void Token(byte octet)
    {
        var isClosing = octet is (byte)'}' or (byte)']';
        var wasOpened = _isOpened;
        if (!isClosing && (_isOpened || _hasComma || _needsLine))
        {
            NewLine();
            _needsSpace = false;
        }

        (_isOpened, _hasComma, _needsLine) = (false, false, false);
        switch (octet)
        {
            case (byte)'{' or (byte)'[':
                _text.Add(octet);
                _depth++;
                _isOpened = true;
                _isInToken = false;
                break;
            case (byte)'}' or (byte)']':
                _depth = Math.Max(_depth - 1, 0);
                if (!wasOpened)
                {
                    NewLine();
                }

                _text.Add(octet);
                _isInToken = true;
                break;
            case (byte)',':
                _text.Add(octet);
                _hasComma = true;
                _isInToken = false;
                break;
            case (byte)':':
                _text.AddRange(": "u8);
                _isInToken = false;
                break;
            default:
                if (_needsSpace)
                {
                    _text.Add((byte)' ');
                }

                _text.Add(octet);
                _inString = octet == '"';
                _isInToken = true;
                break;
        }

        _needsSpace = false;
    }

    private void NewLine()
    {
        _text.Add((byte)'\n');
        for (var i = 0; i < Math.Min(_depth, Deepest); i++)
        {
            _text.AddRange("  "u8);
        }

        Flush();
    }

    private void Flush()
    {
        if (_text.Count > 0)
        {
            write(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_text));
            _text.Clear();
        }
    }
}
