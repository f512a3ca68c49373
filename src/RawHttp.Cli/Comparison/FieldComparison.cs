using System.Text;
using RawHttp.Http;

namespace RawHttp.Cli.Comparison;

/// <summary>Compares two header or trailer sections. Fields are matched by name, of several with one name first those with the same value
/// from both ends.</summary>
/// <param name="part">Which sections they are.</param>
/// <param name="ignored">The names of the fields that are not compared.</param>
internal sealed class FieldComparison(DifferencePart part, HashSet<string> ignored)
{
    /// <summary>Compares two sections.</summary>
    /// <param name="a">The first one.</param>
    /// <param name="linesOfA">Its lines, and the empty one after them.</param>
    /// <param name="b">The second one.</param>
    /// <param name="linesOfB">Its lines.</param>
    /// <returns>The differences in the order of A, then what only B has.</returns>
    public IEnumerable<Difference> Compare(
        FieldSection a, IReadOnlyList<RecordedLine> linesOfA, FieldSection b, IReadOnlyList<RecordedLine> linesOfB)
    {
        var (left, restOfA) = Fields(a, linesOfA);
        var (right, restOfB) = Fields(b, linesOfB);
        var pairs = Match(left, right);
        var moved = Moved(pairs);
        foreach (var field in left)
        {
            if (!pairs.TryGetValue(field, out var other))
            {
                yield return Make(DifferenceKind.Gone, field, null);
                continue;
            }

            foreach (var difference in Pair(field, other, moved.Contains(field)))
            {
                yield return difference;
            }
        }

        var matched = pairs.Values.ToHashSet();
        foreach (var field in right.Where(field => !matched.Contains(field)))
        {
            yield return Make(DifferenceKind.Added, null, field);
        }

        // The empty line, and lines of a section that could not be read to its end. That there is none is a difference of the ending.
        if (restOfA.Count > 0 && restOfB.Count > 0 && !restOfA.SelectMany(Octets).SequenceEqual(restOfB.SelectMany(Octets)))
        {
            yield return Difference.OfLines(
                part, DifferenceKind.Spacing, "end of the section", RecordedLine.Join(restOfA), RecordedLine.Join(restOfB));
        }
    }

    private static byte[] Octets(RecordedLine line) => line.Octets.ToArray();

    private IEnumerable<Difference> Pair(Field a, Field b, bool isMoved)
    {
        if (!a.Line.Octets.Span.SequenceEqual(b.Line.Octets.Span))
        {
            var isSame = a.Value.Span.SequenceEqual(b.Value.Span);
            if (!isSame)
            {
                yield return Make(DifferenceKind.Changed, a, a.ValuePlace, b, b.ValuePlace);
            }

            if (!a.Name.Span.SequenceEqual(b.Name.Span))
            {
                yield return Make(DifferenceKind.Case, a, a.NamePlace, b, b.NamePlace);
            }

            // Within a value that is the same, the folds may differ.
            if (isSame ? !a.Has(a.AfterName, b, b.AfterName) : !a.Has(a.BeforeValue, b, b.BeforeValue))
            {
                var (inA, inB) = isSame ? (a.AfterName, b.AfterName) : (a.BeforeValue, b.BeforeValue);
                yield return Make(DifferenceKind.Spacing, a, inA, b, inB);
            }
            else if (!isSame && !a.Has(a.AfterValue, b, b.AfterValue))
            {
                yield return Make(DifferenceKind.Spacing, a, a.AfterValue, b, b.AfterValue);
            }
        }

        if (isMoved)
        {
            yield return Make(DifferenceKind.Order, a, ..0, b, ..0) with { Remark = $"field {a.Number} of A, field {b.Number} of B" };
        }
    }

    private Difference Make(DifferenceKind kind, Field a, Range inA, Field b, Range inB)
    {
        var (left, right) = DifferenceSide.Compare(a.Line.AsSide(), inA, b.Line.AsSide(), inB);
        return Make(kind, a, b) with { A = left, B = right };
    }

    private Difference Make(DifferenceKind kind, Field? a, Field? b)
    {
        var name = (a ?? b)!.NameText;
        return Difference.OfLines(part, kind, name.Length > 0 ? name : "line without a name", a?.Line, b?.Line) with
        {
            IsIgnored = ignored.Contains(name),
        };
    }

    // The fields with their lines, and the lines that belong to no field.
    private static (List<Field> Fields, List<RecordedLine> Others) Fields(FieldSection section, IReadOnlyList<RecordedLine> lines)
    {
        var (fields, at) = (new List<Field>(), 0);
        foreach (var field in section)
        {
            var own = new List<RecordedLine>();
            for (; at < lines.Count && lines[at].Offset < field.Offset + field.Length; at++)
            {
                own.Add(lines[at]);
            }

            fields.Add(new Field(fields.Count + 1, field, RecordedLine.Join(own) ?? new RecordedLine(field.Offset, field.Name)));
        }

        return (fields, [.. lines.Skip(at)]);
    }

    private static Dictionary<Field, Field> Match(List<Field> left, List<Field> right)
    {
        var pairs = new Dictionary<Field, Field>();
        var byName = right.GroupBy(field => field.NameText, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.OrdinalIgnoreCase);
        foreach (var group in left.GroupBy(field => field.NameText, StringComparer.OrdinalIgnoreCase))
        {
            if (byName.TryGetValue(group.Key, out var others))
            {
                MatchSame([.. group], others, pairs);
            }
        }

        return pairs;
    }

    private static void MatchSame(List<Field> left, List<Field> right, Dictionary<Field, Field> pairs)
    {
        var (start, end) = (0, 0);
        var length = Math.Min(left.Count, right.Count);
        while (start < length && left[start].Value.Span.SequenceEqual(right[start].Value.Span))
        {
            start++;
        }

        while (end < length - start && left[^(end + 1)].Value.Span.SequenceEqual(right[^(end + 1)].Value.Span))
        {
            end++;
        }

        for (var i = 0; i < length - end; i++)
        {
            pairs.Add(left[i], right[i]);
        }

        for (var i = 1; i <= end; i++)
        {
            pairs.Add(left[^i], right[^i]);
        }
    }

    // The fewest fields that have to move to make one order of the other: those outside a longest rising run of places in B.
    private HashSet<Field> Moved(Dictionary<Field, Field> pairs)
    {
        var compared = pairs.Keys.Where(field => !ignored.Contains(field.NameText)).OrderBy(field => field.Number).ToList();
        var (tails, before) = (new List<int>(), new int[compared.Count]);
        for (var i = 0; i < compared.Count; i++)
        {
            var place = pairs[compared[i]].Number;
            var (low, high) = (0, tails.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = pairs[compared[tails[middle]]].Number < place ? (middle + 1, high) : (low, middle);
            }

            before[i] = low > 0 ? tails[low - 1] : -1;
            if (low == tails.Count)
            {
                tails.Add(i);
            }
            else
            {
                tails[low] = i;
            }
        }

        var moved = compared.ToHashSet();
        for (var i = tails.Count > 0 ? tails[^1] : -1; i >= 0; i = before[i])
        {
            moved.Remove(compared[i]);
        }

        return moved;
    }

    // A field and its lines. Two of them are never equal: a section may hold the same line twice.
    private sealed class Field(int number, FieldLine parsed, RecordedLine line)
    {
        public int Number => number;

        public ReadOnlyMemory<byte> Name => parsed.Name;

        public ReadOnlyMemory<byte> Value => parsed.Value;

        public RecordedLine Line => line;

        public string NameText { get; } = Encoding.Latin1.GetString(parsed.Name.Span);

        public Range NamePlace => ..Name.Length;

        public Range AfterName => Name.Length..;

        public Range BeforeValue => Name.Length..ValueStart;

        public Range ValuePlace => ValueStart..ValueEnd;

        public Range AfterValue => ValueEnd..;

        private int ValueStart => line.Octets.Length - line.Octets.Span[Name.Length..].TrimStart(": \t"u8).Length;

        private int ValueEnd => Math.Max(line.Octets.Span.TrimEnd(" \t\r\n"u8).Length, ValueStart);

        public bool Has(Range place, Field other, Range otherPlace) =>
            line.Octets.Span[place].SequenceEqual(other.Line.Octets.Span[otherPlace]);
    }
}
