namespace RawHttp.Http;

/// <summary>Looks for octets that have no place where they stand: CR, NUL, other controls, and what is outside ASCII.</summary>
/// <param name="Nul">What a NUL is there.</param>
/// <param name="Control">What another control is.</param>
/// <param name="ObsText">What an octet from 0x80 on is; nothing if null.</param>
internal sealed record OctetRules(FindingKind Nul, FindingKind Control, FindingKind? ObsText)
{
    /// <summary>RFC 9110 §5.5: CR, LF and NUL are invalid and dangerous, other controls invalid, octets from 0x80 opaque.</summary>
    public static readonly OctetRules FieldValue = new(FindingKinds.Nul, FindingKinds.Control, FindingKinds.ObsText);

    /// <summary>RFC 9112 §4.</summary>
    public static readonly OctetRules Reason = new(FindingKinds.ReasonControl, FindingKinds.ReasonControl, FindingKinds.ReasonObsText);

    /// <summary>RFC 9112 §7.1.1.</summary>
    public static readonly OctetRules ChunkExtension = new(FindingKinds.ExtensionControl, FindingKinds.ExtensionControl, null);

    /// <summary>Notes the first octet of each sort that is found.</summary>
    public static void Check(FindingLog findings, ReadOnlySpan<byte> octets, long offset, string where, OctetRules kinds)
    {
        var bad = octets.IndexOfAny(HttpChars.Controls);
        if (bad >= 0)
        {
            NoteControls(findings, octets, bad, offset, where, kinds);
        }

        if (kinds.ObsText is { } obsText && octets.IndexOfAnyInRange((byte)0x80, (byte)0xff) is >= 0 and var opaque)
        {
            findings.Add(obsText, offset + opaque, 1, $"{where} holds octets outside ASCII.");
        }
    }

    // One finding for each kind, however often it comes.
    private static void NoteControls(FindingLog findings, ReadOnlySpan<byte> octets, int first, long offset, string where, OctetRules kinds)
    {
        List<FindingKind> noted = [];
        for (var at = first; at < octets.Length; at++)
        {
            if (!HttpChars.Controls.Contains(octets[at]))
            {
                continue;
            }

            var kind = octets[at] switch
            {
                (byte)'\r' => FindingKinds.BareCr,
                0 => kinds.Nul,
                _ => kinds.Control,
            };
            if (!noted.Contains(kind))
            {
                noted.Add(kind);
                findings.Add(kind, offset + at, 1, $"{where} holds the octet 0x{octets[at]:x2}.");
            }
        }
    }
}
