using System.Globalization;

namespace RawHttp.Cli.CommandLine.Idna;

/// <summary>The tables that make-table has taken from the Unicode Character Database; read only for a name outside ASCII.</summary>
internal sealed class UnicodeTable
{
    private UnicodeTable()
    {
        using var table = new StreamReader(typeof(UnicodeTable).Assembly.GetManifestResourceStream("unicode.txt")!);
        Action<string[]>[] parts = [AddMapping, AddPair, line => Classes[Code(line[0])] = int.Parse(line[1], CultureInfo.InvariantCulture)];
        var part = 0;
        while (table.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                part++;
            }
            else if (line[0] != '#')
            {
                parts[part](line.Split(';'));
            }
        }
    }

    public static UnicodeTable Instance => field ??= new UnicodeTable();

    /// <summary>The replacement of a code point: NFKC_Casefold.</summary>
    public Dictionary<int, int[]> Mappings { get; } = [];

    /// <summary>The two code points that another one is composed of.</summary>
    public Dictionary<int, (int First, int Second)> Decompositions { get; } = [];

    /// <summary>The code point that two others compose.</summary>
    public Dictionary<(int First, int Second), int> Compositions { get; } = [];

    /// <summary>Canonical combining classes other than 0.</summary>
    public Dictionary<int, int> Classes { get; } = [];

    private void AddMapping(string[] line)
    {
        var range = line[0].Split("..");
        int[] to = [.. line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Code)];
        var first = Code(range[0]);
        var last = range.Length == 1 ? first : Code(range[1].TrimEnd('=').Split('/')[0]);
        for (var code = first; code <= last; code += line[0].Contains('/', StringComparison.Ordinal) ? 2 : 1)
        {
            Mappings[code] = line[0].EndsWith('=') || code == first ? to : [to[0] + code - first];
        }
    }

    private void AddPair(string[] line)
    {
        var parts = line[1].Split(' ');
        var (code, pair) = (Code(line[0]), (Code(parts[0]), Code(parts[1])));
        Decompositions[code] = pair;
        Compositions[pair] = code;
    }

    private static int Code(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
