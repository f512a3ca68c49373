using System.Text;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>One field of a header or trailer section as it was received (RFC 9112 §5).</summary>
public readonly record struct FieldLine
{
    /// <summary>The octets before the colon; none for a line that has no colon or follows the status line with white space first.</summary>
    public ReadOnlyMemory<byte> Name { get; init; }

    /// <summary>The octets after the colon without white space around them, each fold made one space; the whole text of a line without a name.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Where the line begins, in octets from the first one received.</summary>
    public long Offset { get; init; }

    /// <summary>How many octets it has, endings and folded lines included.</summary>
    public int Length { get; init; }

    /// <summary>How it ended; the last of its lines, if it was folded.</summary>
    public LineEnding Ending { get; init; }

    /// <summary>Whether this field has the given name, without regard to case (RFC 9110 §5.1).</summary>
    /// <param name="name">A name in ASCII.</param>
    /// <returns>Whether it does.</returns>
    public bool Is(ReadOnlySpan<char> name) => Ascii.EqualsIgnoreCase(Name.Span, name);

    /// <summary>The field, its octets read as ISO-8859-1.</summary>
    /// <returns>For example "Server: nginx".</returns>
    public override string ToString() => $"{Encoding.Latin1.GetString(Name.Span)}: {Encoding.Latin1.GetString(Value.Span)}";
}
