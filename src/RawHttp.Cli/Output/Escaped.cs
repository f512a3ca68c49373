using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>Octets as one line of printable ASCII, reversibly: <c>\\</c> is a backslash, <c>\xhh</c> any
/// other octet that is not printable.</summary>
internal static class Escaped
{
    private static readonly string[] Octets = [.. Enumerable.Range(0, 256).Select(octet => octet switch
    {
        '\\' => "\\\\",
        '\t' => "\\t",
        '\r' => "\\r",
        '\n' => "\\n",
        >= 0x20 and < 0x7f => ((char)octet).ToString(),
        _ => $"\\x{octet:x2}",
    })];

    /// <summary>One octet; it takes one column for each character.</summary>
    public static string From(byte octet) => Octets[octet];

    public static string Text(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length);
        foreach (var octet in octets)
        {
            text.Append(Octets[octet]);
        }

        return text.ToString();
    }
}
