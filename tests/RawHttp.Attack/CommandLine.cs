namespace RawHttp.Attack;

/// <summary>Command lines of the tool, drawn by chance.</summary>
public static class CommandLine
{
    /// <summary>Draws the arguments of a command.</summary>
    /// <param name="tool">The command and its options.</param>
    /// <param name="chance">What it is drawn from.</param>
    /// <param name="server">A server's address and port.</param>
    /// <returns>
    /// Arguments, an octet a character. A get has a time limit of two seconds, and echo connect one of two for each reply.
    /// </returns>
    public static List<string> Draw(ToolOptions tool, Chance chance, string server)
    {
        var words = new List<string>();
        for (var count = chance.Next(6); count > 0; count--)
        {
            AddOption(words, tool, chance, server);
        }

        var operands = Operands(tool.Command, chance, server);
        if (chance.In100(50))
        {
            words.InsertRange(0, operands);
        }
        else
        {
            words.AddRange(operands);
        }

        words.InsertRange(0, tool.Command);

        // Given twice, the last counts.
        words.AddRange(tool.Command switch { ["get"] => ["--max-time=2"], ["echo", "connect"] => ["--timeout=2"], _ => [] });
        if (chance.In100(3))
        {
            words.Add(tool.Options[chance.Next(tool.Options.Count)].Names[0]);
        }

        return words;
    }

    private static void AddOption(List<string> words, ToolOptions tool, Chance chance, string server)
    {
        var (names, kind) = tool.Options[chance.Next(tool.Options.Count)];
        var name = chance.Of<string>(names);
        if (names.Contains("--help") && chance.In100(80))
        {
            return;
        }

        if (kind is null)
        {
            words.Add(chance.In100(3) ? $"{name}=x" : name);
            return;
        }

        var value = Values.Of(kind, chance, server);
        if (chance.In100(30) || value.StartsWith('-'))
        {
            words.Add($"{name}={value}");
        }
        else
        {
            words.AddRange([name, value]);
        }
    }

    private static string[] Operands(string[] command, Chance chance, string server) => command switch
    {
        _ when chance.In100(5) => [],
        ["get"] => [Values.Target(chance, server)],
        ["read"] when chance.In100(10) => [Values.Path(chance), Values.Path(chance), "--json"],
        ["read"] => [chance.In100(75) ? "input" : Values.Path(chance)],
        ["diff"] => [chance.In100(75) ? "input" : Values.Path(chance), chance.In100(75) ? server : Values.Path(chance)],
        ["echo", "serve"] => chance.In100(80) ? ["--listen", "127.0.0.1:0"] : [],
        ["echo", "connect"] => [chance.In100(80) ? server : Values.Target(chance, server)],
        _ => [chance.Of("--explain", "--help", "--version", "gett", "", "get", "read", "echo"), Values.Of("", chance, server)],
    };
}
