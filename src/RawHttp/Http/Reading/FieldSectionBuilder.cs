using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>Makes a section from its lines: fields, folds, and findings (RFC 9112 §5). It keeps no reference to the lines.</summary>
internal sealed class FieldSectionBuilder(FindingLog findings, FindingKind bareLfAtEnd)
{
    private readonly List<FieldLine> _fields = [];
    private readonly OctetArena _store = new();
    private readonly ArrayBufferWriter<byte> _folded = new();
    private bool _complete;

    public int Count => _fields.Count;

    /// <summary>Adds the next line; false if it was the blank line that ends the section.</summary>
    public bool Add(in Line line)
    {
        var content = line.Content.Span;
        findings.CheckEnding(line, content.IsEmpty ? bareLfAtEnd : FindingKinds.BareLf);
        if (content.IsEmpty)
        {
            // An empty line at the end of the stream without a line ending is not the blank line.
            _complete = line.Ending != LineEnding.None;
            return false;
        }

        if (!HttpChars.IsWhitespace(content[0]))
        {
            AddField(line, content);
        }
        else if (_fields.Count > 0)
        {
            Fold(line, content);
        }
        else
        {
            findings.Add(
                FindingKinds.LeadingWhitespace,
                line.Offset, line.Octets.Length,
                $"White space before the first field line: {HttpChars.Quote(content)} is kept apart and means nothing.");
            AddNameless(line, content);
        }

        return true;
    }

    /// <summary>The section so far. An incomplete one is a copy that later lines do not change.</summary>
    public FieldSection Build()
    {
        if (_complete)
        {
            EndFold();
            return new FieldSection(_fields, isComplete: true);
        }

        List<FieldLine> fields = [.. _fields];
        if (_folded.WrittenCount > 0)
        {
            fields[^1] = fields[^1] with { Value = Folded.ToArray() };
        }

        return new FieldSection(fields, isComplete: false);
    }

    private void AddField(in Line line, ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("HTTP/1."u8))
        {
            findings.Add(
                FindingKinds.StatusLineInFields,
                line.Offset, content.Length,
                $"A status line stands among fields, without an empty line before it: {HttpChars.Quote(content)} is kept without a name.");
            AddNameless(line, content);
            return;
        }

        var colon = content.IndexOf((byte)':');
        if (colon < 0)
        {
            // If the stream ended inside the line, the colon may have been cut off after the octets of a name.
            if (line.Ending != LineEnding.None || content.TrimEnd(" \t\r"u8).ContainsAnyExcept(HttpChars.Token))
            {
                findings.Add(
                    FindingKinds.NoColon,
                    line.Offset, content.Length,
                    $"A line in a section has no colon: {HttpChars.Quote(content)} is kept without a name.");
            }

            AddNameless(line, content);
            return;
        }

        var name = content[..colon].TrimEnd(HttpChars.Whitespace);
        if (name.Length < colon)
        {
            findings.Add(
                FindingKinds.SpaceBeforeColon,
                line.Offset + name.Length, colon - name.Length,
                $"White space between the field name {HttpChars.Quote(name)} and its colon.");
        }

        if (name.IsEmpty)
        {
            findings.Add(FindingKinds.EmptyName, line.Offset, 1, "The field name is empty.");
        }
        else if (!HttpChars.IsToken(name))
        {
            findings.Add(FindingKinds.InvalidName, line.Offset, name.Length, $"The field name {HttpChars.Quote(name)} is no token.");
        }

        if (name.IndexOf((byte)'\r') is >= 0 and var cr)
        {
            findings.Add(FindingKinds.BareCr, line.Offset + cr, 1, "A field name holds a CR.");
        }

        var value = content[(colon + 1)..].Trim(HttpChars.Whitespace);
        CheckValue(line, content[colon..]);
        Append(line, _store.Copy(name), _store.Copy(value));
    }

    private void AddNameless(in Line line, ReadOnlySpan<byte> content)
    {
        CheckValue(line, content);
        Append(line, ReadOnlyMemory<byte>.Empty, _store.Copy(content.Trim(HttpChars.Whitespace)));
    }

    private void Append(in Line line, ReadOnlyMemory<byte> name, ReadOnlyMemory<byte> value)
    {
        EndFold();
        _fields.Add(new FieldLine { Name = name, Value = value, Offset = line.Offset, Length = line.Octets.Length, Ending = line.Ending });
    }

    // RFC 9112 §5.2: a user agent replaces each fold with a space. The value grows in one buffer, because
    // copying it for each fold would take quadratic time.
    private void Fold(in Line line, ReadOnlySpan<byte> content)
    {
        var last = _fields[^1];
        if (_folded.WrittenCount == 0)
        {
            var what = last.Name.IsEmpty ? "A line without a name" : $"The field {HttpChars.Quote(last.Name.Span)}";
            findings.Add(
                FindingKinds.ObsFold,
                line.Offset, content.Length - content.TrimStart(HttpChars.Whitespace).Length,
                $"{what} is folded over more than one line.");
            _folded.Write(last.Value.Span);
        }

        CheckValue(line, content);
        _folded.Write(" "u8);
        _folded.Write(content.Trim(HttpChars.Whitespace));
        _fields[^1] = last with { Length = last.Length + line.Octets.Length, Ending = line.Ending };
    }

    private void EndFold()
    {
        if (_folded.WrittenCount > 0)
        {
            _fields[^1] = _fields[^1] with { Value = _store.Copy(Folded) };
            _folded.ResetWrittenCount();
        }
    }

    private ReadOnlySpan<byte> Folded => _folded.WrittenSpan.Trim(HttpChars.Whitespace);

    // If the stream ended after a CR, the LF may have been cut off.
    private void CheckValue(in Line line, ReadOnlySpan<byte> value)
    {
        var offset = line.Offset + line.Content.Length - value.Length;
        var known = line.Ending == LineEnding.None && value is [.., (byte)'\r'] ? value[..^1] : value;
        OctetRules.Check(findings, known, offset, "A field value", OctetRules.FieldValue);
    }
}
