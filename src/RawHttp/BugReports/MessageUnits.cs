namespace RawHttp.BugReports;

/// <summary>Divides octets into the units that are removed together. A division is the lengths of its units.</summary>
internal static class MessageUnits
{
    /// <summary>A start line, a field with its folds, a chunk with its size and end, a content.</summary>
    public static List<int> Blocks(byte[] octets, IReadOnlyList<MessagePart> parts)
    {
        var units = new List<int>();
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            var belongs = part.Kind switch
            {
                PartKind.FieldLine => octets[part.Start] is (byte)' ' or (byte)'\t',
                PartKind.Content or PartKind.ChunkEnd => IsInChunk(parts, i),
                _ => false,
            };
            if (belongs && units.Count > 0)
            {
                units[^1] += part.Length;
            }
            else
            {
                units.Add(part.Length);
            }
        }

        return Whole(units, octets.Length);
    }

    /// <summary>Lines, those of contents too.</summary>
    public static List<int> Lines(byte[] octets, IReadOnlyList<MessagePart> parts)
    {
        var units = new List<int>();
        for (var rest = octets.AsSpan(); !rest.IsEmpty; rest = rest[units[^1]..])
        {
            units.Add(rest.IndexOf((byte)'\n') is >= 0 and var end ? end + 1 : rest.Length);
        }

        return units;
    }

    /// <summary>Octets.</summary>
    public static List<int> Octets(byte[] octets, IReadOnlyList<MessagePart> parts) => [.. Enumerable.Repeat(1, octets.Length)];

    /// <summary>The division after edits; a unit of which nothing is left is none.</summary>
    public static List<int> Apply(List<int> units, IReadOnlyList<OctetEdit> edits)
    {
        var result = new List<int>(units.Count);
        var (start, next) = (0, 0);
        foreach (var unit in units)
        {
            var (end, left) = (start + unit, unit);
            while (next < edits.Count && edits[next].Start < end)
            {
                var lost = edits[next].Start + edits[next].Replacement.Length;
                var lostEnd = edits[next].Start + edits[next].Length;
                left -= Math.Max(Math.Min(lostEnd, end) - Math.Max(lost, start), 0);
                if (lostEnd > end)
                {
                    break;
                }

                next++;
            }

            if (left > 0)
            {
                result.Add(left);
            }

            start = end;
        }

        return result;
    }

    /// <summary>The first unit that does not begin before a place, and where it begins.</summary>
    public static (int Index, int Start) FirstAt(List<int> units, int place)
    {
        var (index, start) = (0, 0);
        for (; index < units.Count && start < place; index++)
        {
            start += units[index];
        }

        return (index, start);
    }

    private static bool IsInChunk(IReadOnlyList<MessagePart> parts, int index) =>
        index > 0 && (parts[index - 1].Kind == PartKind.ChunkSizeLine
            || (index > 1 && parts[index - 1].Kind == PartKind.Content && parts[index - 2].Kind == PartKind.ChunkSizeLine));

    // An observer does not see every octet if a limit ended the reading.
    private static List<int> Whole(List<int> units, int length)
    {
        if (length - units.Sum() is > 0 and var rest)
        {
            units.Add(rest);
        }

        return units;
    }
}
