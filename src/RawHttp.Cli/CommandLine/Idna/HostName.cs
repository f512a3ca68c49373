using System.Globalization;
using System.Text;

namespace RawHttp.Cli.CommandLine.Idna;

/// <summary>The name of a host in ASCII, for sending and resolving.</summary>
internal static class HostName
{
    // RFC 1035 §2.3.4: a name has 255 octets, including the first length and the root, one octet each.
    private const int LongestName = 253;
    private const int LongestLabel = 63;
    private const int NonJoiner = 0x200c;
    private const int Joiner = 0x200d;
    private const int Virama = 9;

    /// <summary>
    /// A name outside ASCII is mapped by UTS 46 without transitional processing, as in curl and browsers. A name that they treat
    /// differently is refused. A name in ASCII stays unchanged.
    /// </summary>
    /// <returns>The name.</returns>
    /// <exception cref="FormatException">The text is not a host name; the message gives the reason.</exception>
    public static string ToAscii(string host)
    {
        // No mapping makes a longer name short enough, and the code below takes quadratic time.
        Refuse(host.Length > 4 * LongestName, $"a host name has at most {LongestName} characters");
        var name = Ascii.IsValid(host) ? host : Map(host);
        var labels = (name.EndsWith('.') ? name[..^1] : name).Split('.');
        Refuse(labels.Contains(""), "a label of its host is empty");
        Refuse(labels.Any(label => label.Length > LongestLabel), $"a label of a host has at most {LongestLabel} characters");
        Refuse(name.TrimEnd('.').Length > LongestName, $"a host name has at most {LongestName} characters");
        return name;
    }

    private static string Map(string host)
    {
        var mapped = host.EnumerateRunes().SelectMany(Mapped);
        var labels = new List<List<int>> { new() };
        foreach (var code in Composition.Compose(mapped))
        {
            if (code == '.')
            {
                labels.Add([]);
            }
            else
            {
                labels[^1].Add(code);
            }
        }

        return string.Join('.', labels.Select(ToAscii));
    }

    private static int[] Mapped(Rune rune)
    {
        Refuse(rune.Value == 0x1e9e, "\u1e9e in its host is ss to some and \u00df to others; write the one that is meant");
        return rune.IsAscii ? [char.ToLowerInvariant((char)rune.Value)]
            : UnicodeTable.Instance.Mappings.TryGetValue(rune.Value, out var to) ? to
            : [rune.Value];
    }

    private static string ToAscii(List<int> label)
    {
        for (var i = 0; i < label.Count; i++)
        {
            Refuse(!IsAllowed(label, i), $"{new Rune(label[i])} (U+{label[i]:X4}) cannot stand there in a host name");
        }

        if (label.TrueForAll(code => code < 0x80))
        {
            return string.Concat(label.Select(code => (char)code));
        }

        Refuse(label.Count > LongestLabel, $"a label of a host has at most {LongestLabel} characters");
        Refuse(!Direction.IsConsistent(label), "a label of its host runs from right to left and from left to right");
        return "xn--" + Punycode.Encode(label);
    }

    // UTS 46 §4.1, and RFC 5892 appendix A.1 and A.2 without the rules that need joining types.
    private static bool IsAllowed(List<int> label, int at) => label[at] switch
    {
        < 0x80 and var code => char.IsAsciiLetterOrDigit((char)code) || code is '-' or '_' or '~',
        NonJoiner or Joiner => at > 0 && UnicodeTable.Instance.Classes.GetValueOrDefault(label[at - 1]) == Virama,
        var code => Rune.GetUnicodeCategory(new Rune(code)) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => at > 0,
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => false,
            UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
            _ => code != 0xfffd,
        },
    };

    private static void Refuse(bool isWrong, string why)
    {
        if (isWrong)
        {
            throw new FormatException(why);
        }
    }
}
