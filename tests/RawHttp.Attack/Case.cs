namespace RawHttp.Attack;

/// <summary>One process of the tool, and what it has to do with.</summary>
/// <param name="Words">Its arguments, an octet a character.</param>
/// <param name="Conditions">Lines of bash that run before it.</param>
/// <param name="Input">The content of the file <c>input</c>.</param>
/// <param name="Server">What the server does.</param>
/// <param name="Signal">The signal that is sent, after <paramref name="Patience"/>.</param>
/// <param name="Patience">How long it may run by itself: what has no time limit of its own is ended by a signal.</param>
internal sealed record Case(
    IReadOnlyList<string> Words, IReadOnlyList<string> Conditions, byte[] Input, ServerPlan Server, string? Signal, TimeSpan Patience)
{
    /// <summary>How long a process may take that has a limit of two seconds, and how long one that was sent a signal.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    /// <summary>The command in the summary of a run.</summary>
    public string Command => Words switch
    {
        ["get" or "read" or "diff", ..] => Words[0],
        ["echo", "serve" or "connect", ..] => $"echo {Words[1]}",
        _ => "others",
    };

    /// <summary>Draws a case of a run.</summary>
    public static Case Draw(Chance chance, IReadOnlyList<ToolOptions> tools, IReadOnlyList<byte[]> fixtures, string server)
    {
        var tool = tools[chance.In100(5) ? chance.Next(tools.Count) : chance.Of(0, 0, 0, 1, 1, 2, 3, 4)];
        var input = Mutation.Of(fixtures[chance.Next(fixtures.Count)], chance);
        var words = CommandLine.Draw(tool, chance, server);
        string[] conditions = [.. Attack.Conditions.Draw(chance)];
        var (signal, patience) = tool.Command switch
        {
            ["echo", "serve"] => (chance.Of("INT", "TERM", "HUP"), TimeSpan.FromMilliseconds(40 + chance.Next(300))),
            ["get"] => chance.In100(5) ? (chance.Of("INT", "TERM", "HUP"), TimeSpan.FromMilliseconds(chance.Next(300))) : (null, Bound),
            _ => ("INT", TimeSpan.FromSeconds(3)),
        };
        return new Case(words, conditions, input, ServerPlan.Draw(chance, input), signal, patience);
    }

    /// <summary>The case as a script.</summary>
    public string Text(string tool) =>
        string.Join('\n', [.. Conditions, $"exec {string.Join(' ', Words.Prepend(tool).Select(Script.Quote))}", ""]);
}
