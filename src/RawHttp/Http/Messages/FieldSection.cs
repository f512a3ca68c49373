using System.Collections;
using System.Text;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>A header or trailer section: its fields in the order received, none merged and none lost (RFC 9110 §5.2, §6.5).</summary>
public sealed class FieldSection : IReadOnlyList<FieldLine>
{
    // Read line by line, the fields are here. Read at once, they are ranges of the octets of the head: half the memory, and no references.
    private readonly IReadOnlyList<FieldLine>? _fields;
    private readonly FieldRange[] _ranges = [];
    private readonly byte[] _octets = [];
    private readonly long _offset;

    // A bit for each name, so that a name without its bit is not searched for. Most fields that a rule looks for are absent.
    private readonly ulong _names;

    internal FieldSection(IReadOnlyList<FieldLine> fields, bool isComplete)
    {
        _fields = fields;
        IsComplete = isComplete;
    }

    /// <summary>A complete section whose lines all end with CRLF.</summary>
    /// <param name="octets">The head.</param>
    /// <param name="ranges">Where the fields are in it.</param>
    /// <param name="offset">Where the head begins, in octets from the first one received.</param>
    internal FieldSection(byte[] octets, FieldRange[] ranges, long offset)
    {
        (_octets, _ranges, _offset, IsComplete) = (octets, ranges, offset, true);
        foreach (ref readonly var range in ranges.AsSpan())
        {
            _names |= NameBit(range.NameLength, octets[range.Start], octets[range.Start + range.NameLength - 1]);
        }
    }

    /// <summary>A section without fields.</summary>
    public static FieldSection Empty { get; } = new([], isComplete: true);

    /// <summary>A section of which nothing arrived.</summary>
    internal static FieldSection Nothing { get; } = new([], isComplete: false);

    /// <summary>Whether its blank line arrived; false if the stream ended before it, or reading stopped.</summary>
    public bool IsComplete { get; }

    /// <inheritdoc/>
    public int Count => _fields?.Count ?? _ranges.Length;

    /// <inheritdoc/>
    public FieldLine this[int index] => _fields is null ? FieldAt(_ranges[index]) : _fields[index];

    /// <summary>The value of the first field of that name, read as ISO-8859-1.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <returns>The value, or null if there is no such field.</returns>
    public string? this[string name]
    {
        get
        {
            foreach (var field in Named(name))
            {
                return Encoding.Latin1.GetString(field.Value.Span);
            }

            return null;
        }
    }

    /// <summary>All fields of that name, in their order.</summary>
    /// <param name="name">A name, in any case.</param>
    /// <returns>The fields; empty if there are none.</returns>
    public IEnumerable<FieldLine> Named(string name) => this.Where(field => field.Is(name));

    /// <summary>Whether a field whose value is a list of tokens has an element, such as "close" in Connection (RFC 9110 §5.6.1).</summary>
    /// <param name="name">The name of the field, in any case.</param>
    /// <param name="element">The element, in any case.</param>
    /// <returns>Whether a field of that name has it.</returns>
    public bool HasElement(string name, string element) => Named(name).Any(field => field.HasElement(element));

    /// <summary>The first field of that name, found without an allocation.</summary>
    internal bool TryGet(string name, out FieldLine field)
    {
        var index = IndexOf(name);
        field = index < 0 ? default : this[index];
        return index >= 0;
    }

    internal bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>Which field is the next of that name, from a given one on; -1 for none.</summary>
    internal int IndexOf(string name, int start = 0)
    {
        if (_fields is not null)
        {
            return IndexInLines(name, start);
        }

        var ranges = _ranges;
        var isPossible = name.Length > 0 && (_names & NameBit(name.Length, name[0], name[^1])) != 0;
        for (var i = start; isPossible && i < ranges.Length; i++)
        {
            if (ranges[i].NameLength == name.Length && Ascii.EqualsIgnoreCase(NameAt(i), name))
            {
                return i;
            }
        }

        return -1;
    }

    internal ReadOnlySpan<byte> NameAt(int index) =>
        _fields is null ? _octets.AsSpan(_ranges[index].Start, _ranges[index].NameLength) : _fields[index].Name.Span;

    internal ReadOnlySpan<byte> ValueAt(int index) =>
        _fields is null ? _octets.AsSpan(_ranges[index].ValueStart, _ranges[index].ValueLength) : _fields[index].Value.Span;

    /// <inheritdoc/>
    public IEnumerator<FieldLine> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // The same for both cases of a letter; a shift takes the lower six bits.
    private static ulong NameBit(int length, int first, int last) =>
        1ul << (((length + (first | 0x20)) * 4) + (last | 0x20));

    private int IndexInLines(string name, int start)
    {
        for (var i = start; i < _fields!.Count; i++)
        {
            if (_fields[i].Is(name))
            {
                return i;
            }
        }

        return -1;
    }

    private FieldLine FieldAt(FieldRange range) => new()
    {
        Name = _octets.AsMemory(range.Start, range.NameLength),
        Value = _octets.AsMemory(range.ValueStart, range.ValueLength),
        Offset = _offset + range.Start,
        Length = range.Length,
        Ending = LineEnding.CrLf,
    };
}
