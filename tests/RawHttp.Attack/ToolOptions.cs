using System.Text.RegularExpressions;

namespace RawHttp.Attack;

/// <summary>The options of a command, as its help lists them.</summary>
/// <param name="Command">The words of the command.</param>
/// <param name="Options">Each with its names and, if it takes a value, the word that the help has for it.</param>
public sealed partial record ToolOptions(string[] Command, IReadOnlyList<(string[] Names, string? Kind)> Options)
{
    /// <summary>The commands there are.</summary>
    public static readonly string[][] Commands = [["get"], ["read"], ["diff"], ["minimize"], ["redact"], ["echo", "serve"], ["echo", "connect"], []];

    public static ToolOptions Parse(string[] command, string help)
    {
        var groups = Option().Matches(help).Select(match => match.Groups);
        var options = groups.Select(of => (of["names"].Value.Split(", "), of["kind"].Success ? of["kind"].Value : null));
        return new ToolOptions(command, [.. options]);
    }

    [GeneratedRegex(@"^  (?<names>-[^< ]*(, -[^< ]+)*)( <(?<kind>.+?)>)?  ", RegexOptions.Multiline)]
    private static partial Regex Option();
}
