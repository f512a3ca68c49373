namespace RawHttp.BugReports;

/// <summary>A range of octets that is replaced by as many or fewer.</summary>
/// <param name="Start">Where the range begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Replacement">What takes its place; empty to remove the range.</param>
internal readonly record struct OctetEdit(int Start, int Length, byte[] Replacement)
{
    /// <summary>How many octets are lost.</summary>
    public int Loss => Length - Replacement.Length;

    /// <summary>Applies edits.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="edits">Edits that do not overlap, in the order of their places.</param>
    /// <returns>The edited octets.</returns>
    public static byte[] Apply(byte[] octets, IReadOnlyList<OctetEdit> edits)
    {
        var result = new byte[octets.Length - edits.Sum(edit => edit.Loss)];
        var (from, to) = (0, 0);
        foreach (var edit in edits)
        {
            octets.AsSpan(from, edit.Start - from).CopyTo(result.AsSpan(to));
            to += edit.Start - from;
            edit.Replacement.CopyTo(result, to);
            to += edit.Replacement.Length;
            from = edit.Start + edit.Length;
        }

        octets.AsSpan(from).CopyTo(result.AsSpan(to));
        return result;
    }
}
