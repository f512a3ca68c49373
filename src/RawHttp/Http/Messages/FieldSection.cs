using System.Collections;
using System.Text;

namespace RawHttp.Http;

/// <summary>A header or trailer section: its fields in the order received, none merged and none lost (RFC 9110 §5.2, §6.5).</summary>
public sealed class FieldSection : IReadOnlyList<FieldLine>
{
    private readonly IReadOnlyList<FieldLine> _fields;

    internal FieldSection(IReadOnlyList<FieldLine> fields, bool isComplete)
    {
        _fields = fields;
        IsComplete = isComplete;
    }

    /// <summary>A section without fields.</summary>
    public static FieldSection Empty { get; } = new([], isComplete: true);

    /// <summary>A section of which nothing arrived.</summary>
    internal static FieldSection Nothing { get; } = new([], isComplete: false);

    /// <summary>Whether its blank line arrived; false if the stream ended before it, or reading stopped.</summary>
    public bool IsComplete { get; }

    /// <inheritdoc/>
    public int Count => _fields.Count;

    /// <inheritdoc/>
    public FieldLine this[int index] => _fields[index];

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
    public IEnumerable<FieldLine> Named(string name) => _fields.Where(field => field.Is(name));

    /// <summary>Whether a field whose value is a list of tokens has an element, such as "close" in Connection (RFC 9110 §5.6.1).</summary>
    /// <param name="name">The name of the field, in any case.</param>
    /// <param name="element">The element, in any case.</param>
    /// <returns>Whether a field of that name has it.</returns>
    public bool HasElement(string name, string element) => Named(name).Any(field => field.HasElement(element));

    /// <summary>The first field of that name, found without an allocation.</summary>
    internal bool TryGet(string name, out FieldLine field)
    {
        for (var i = 0; i < _fields.Count; i++)
        {
            if (_fields[i].Is(name))
            {
                field = _fields[i];
                return true;
            }
        }

        field = default;
        return false;
    }

    internal bool Has(string name) => TryGet(name, out _);

    /// <inheritdoc/>
    public IEnumerator<FieldLine> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
