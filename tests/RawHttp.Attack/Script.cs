using System.Globalization;
using System.Text;

namespace RawHttp.Attack;

/// <summary>A command line as bash takes it, in ASCII: any octets can stand in an argument.</summary>
internal static class Script
{
    /// <summary>Quotes a word where it has to be.</summary>
    /// <param name="word">Its octets, one a character.</param>
    public static string Quote(string word)
    {
        const string Plain = "-_./:=@,+%";
        if (word.Length > 0 && word.All(octet => char.IsAsciiLetterOrDigit(octet) || Plain.Contains(octet, StringComparison.Ordinal)))
        {
            return word;
        }

        var quoted = new StringBuilder("$'");
        foreach (var octet in word)
        {
            _ = octet is '\'' or '\\' ? quoted.Append('\\').Append(octet)
                : octet is >= ' ' and <= '~' ? quoted.Append(octet)
                : quoted.Append(CultureInfo.InvariantCulture, $"\\x{(int)octet:x2}");
        }

        return quoted.Append('\'').ToString();
    }
}
