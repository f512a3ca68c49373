using System.Text;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>One field of a header or trailer section as it was received (RFC 9112 §5).</summary>
public readonly record struct FieldLine
{
    /// <summary>The octets before the colon; empty for a line without a colon, and for white
    /// space directly after the start line.</summary>
    public ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>The octets after the colon without white space around them, each fold replaced by one space; the
    /// whole text of a line without a name.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Where the line begins, in octets from the first one received.</summary>
    public long Offset { get; init; }

    /// <summary>How many octets it has, endings and folded lines included.</summary>
    public int Length { get; init; }

    /// <summary>How it ended; for a folded field, how its last line ended.</summary>
    public LineEnding Ending { get; init; }

    /// <summary>Whether this field has the given name; case is ignored (RFC 9110 §5.1).</summary>
    /// <param name="name">A name in ASCII.</param>
    /// <returns>Whether it does.</returns>
    public bool Is(ReadOnlySpan<char> name) => Ascii.EqualsIgnoreCase(Name.Span, name);

    // Whether its value is a list with this element.
    internal bool HasElement(string element)
    {
        foreach (var range in Value.Span.Split((byte)','))
        {
            if (Ascii.EqualsIgnoreCase(Value.Span[range].Trim(" \t"u8), element))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The field, its octets read as ISO-8859-1.</summary>
    /// <returns>For example "Server: nginx".</returns>
    public override string ToString() => $"{Encoding.Latin1.GetString(Name.Span)}: {Encoding.Latin1.GetString(Value.Span)}";
}
