namespace RawHttp.BugReports;

/// <summary>
/// Replaces the octets of a secret, each by one of its class: letters by x, digits by 1, an octet in percent-encoding by that of x, octets
/// outside ASCII so that UTF-8 stays UTF-8. All else stays, so the value keeps its form. Masking twice is the same as once.
/// </summary>
internal static class SecretMask
{
    /// <summary>Masks octets.</summary>
    /// <param name="octets">The octets, which are changed.</param>
    /// <param name="isAddress">Whether they are an IP address, whose letters stay hexadecimal.</param>
    public static void Apply(Span<byte> octets, bool isAddress)
    {
        for (var i = 0; i < octets.Length; i++)
        {
            if (octets[i..] is [(byte)'%', var high, var low, ..] && char.IsAsciiHexDigit((char)high) && char.IsAsciiHexDigit((char)low))
            {
                "%78"u8.CopyTo(octets[i..]);
                i += 2;
            }
            else
            {
                octets[i] = Masked(octets[i], isAddress);
            }
        }
    }

    private static byte Masked(byte octet, bool isAddress) => octet switch
    {
        (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') => (byte)(isAddress ? 'a' : 'x'),
        >= (byte)'0' and <= (byte)'9' => (byte)'1',

        // The first octet of a character of two, three and four octets, and a later one (RFC 3629 §4).
        >= 0xC2 and <= 0xDF => 0xC3,
        >= 0xE0 and <= 0xEF => 0xE2,
        >= 0xF0 and <= 0xF4 => 0xF1,
        >= 0x80 and <= 0xBF => 0xBF,

        // UTF-8 has no such octets.
        0xC0 or 0xC1 => 0xC0,
        >= 0xF5 => 0xFF,
        _ => octet,
    };
}
