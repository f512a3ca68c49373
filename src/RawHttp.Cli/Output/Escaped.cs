using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>Octets as printable ASCII, one line, reversibly: <c>\\</c> is a backslash, <c>\xhh</c> any other octet that is not printable.</summary>
internal static class Escaped
{
    public static string Text(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length);
        foreach (var octet in octets)
        {
            Append(text, octet);
        }

        return text.ToString();
    }

    /// <summary>Appends one octet; it takes as many columns as it has characters.</summary>
    public static void Append(StringBuilder text, byte octet) => _ = octet switch
    {
        (byte)'\\' => text.Append("\\\\"),
        (byte)'\t' => text.Append("\\t"),
        (byte)'\r' => text.Append("\\r"),
        (byte)'\n' => text.Append("\\n"),
        >= 0x20 and < 0x7f => text.Append((char)octet),
        _ => text.Append("\\x").Append(octet.ToString("x2", null)),
    };
}
