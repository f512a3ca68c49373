using System.Text;

namespace RawHttp.Tests;

/// <summary>Octets as a failed property prints them.</summary>
internal static class Printable
{
    public static string Text(string octets)
    {
        var text = new StringBuilder("\"");
        foreach (var octet in octets)
        {
            _ = octet switch
            {
                '\r' => text.Append("\\r"),
                '\n' => text.Append("\\n"),
                '"' or '\\' => text.Append('\\').Append(octet),
                >= ' ' and < '\x7f' => text.Append(octet),
                _ => text.Append($"\\x{(int)octet:x2}"),
            };
        }

        return text.Append('"').ToString();
    }
}
