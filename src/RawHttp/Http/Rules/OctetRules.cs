namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A CR stands alone within a line.</summary>
    public static FindingKind BareCr { get; } = Error(
        "RFC9112-2.2-BARE-CR",
        "A CR without LF is invalid; recipients drop it, make it a space, or end the line there.",
        @"X: a\rb\r\n",
        "Write CRLF after each line and no other CR; remove CR from values that come from input.");

    /// <summary>The reason phrase holds a control.</summary>
    public static FindingKind ReasonControl { get; } = Warning(
        "RFC9112-4-REASON-CONTROL",
        "A reason phrase holds visible characters, spaces and tabs.",
        @"HTTP/1.1 200 O\x07K\r\n",
        "Remove controls from the reason phrase, or leave it empty.");

    /// <summary>The reason phrase holds octets outside ASCII.</summary>
    public static FindingKind ReasonObsText { get; } = Info(
        "RFC9112-4-REASON-OBS-TEXT",
        "Octets outside ASCII in a reason phrase have no defined meaning.",
        @"HTTP/1.1 404 Pas trouv\xe9\r\n",
        "Write the reason phrase in ASCII, or leave it empty.");

    /// <summary>A field value holds a NUL.</summary>
    public static FindingKind Nul { get; } = Error(
        "RFC9110-5.5-NUL",
        "NUL is invalid in a field value; recipients refuse the message or make it a space.",
        @"X: a\x00b\r\n",
        "Remove NUL from values; it often is the end of a C string or a value in UTF-16.");

    /// <summary>A field value holds a control other than NUL and tab.</summary>
    public static FindingKind Control { get; } = Warning(
        "RFC9110-5.5-CONTROL",
        "A field value holds no control but the tab.",
        @"X: a\x1bb\r\n",
        "Remove or encode controls in values before they are written; a CR or LF that comes from input allows response splitting.");

    /// <summary>A field value holds octets outside ASCII.</summary>
    public static FindingKind ObsText { get; } = Info(
        "RFC9110-5.5-OBS-TEXT",
        "Octets outside ASCII in a field value have no defined meaning.",
        @"X: caf\xe9\r\n",
        "Percent-encode text outside ASCII, or use the extended form of parameters (RFC 8187).");

    /// <summary>A chunk extension holds a control.</summary>
    public static FindingKind ExtensionControl { get; } = Warning(
        "RFC9112-7.1.1-EXTENSION-CONTROL",
        "A chunk extension holds no controls.",
        @"5;a=\x00\r\nhello\r\n",
        "Remove controls from the chunk extension, or the extension itself.");
}

/// <summary>Looks for octets that are not allowed in their place: CR, NUL, other controls, and octets outside ASCII.</summary>
/// <param name="Nul">The finding for a NUL.</param>
/// <param name="Control">The finding for another control.</param>
/// <param name="ObsText">The finding for an octet from 0x80 on; null for none.</param>
internal sealed record OctetRules(FindingKind Nul, FindingKind Control, FindingKind? ObsText)
{
    /// <summary>RFC 9110 §5.5: CR, LF and NUL are invalid and dangerous, other controls invalid, octets from 0x80 on opaque.</summary>
    public static readonly OctetRules FieldValue = new(FindingKinds.Nul, FindingKinds.Control, FindingKinds.ObsText);

    /// <summary>RFC 9112 §4.</summary>
    public static readonly OctetRules Reason = new(FindingKinds.ReasonControl, FindingKinds.ReasonControl, FindingKinds.ReasonObsText);

    /// <summary>RFC 9112 §7.1.1.</summary>
    public static readonly OctetRules ChunkExtension = new(FindingKinds.ExtensionControl, FindingKinds.ExtensionControl, null);

    /// <summary>Adds a finding for the first octet of each kind.</summary>
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

    // One finding for each kind, regardless of how many octets.
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
