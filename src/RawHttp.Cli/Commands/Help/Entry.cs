using System.CommandLine;
using System.CommandLine.Completions;

namespace RawHttp.Cli.Commands.Help;

/// <summary>The kind of a value, for completion in a shell.</summary>
internal enum ValueKind
{
    /// <summary>No value: the option is a switch.</summary>
    None,

    /// <summary>A value that cannot be completed.</summary>
    Text,

    /// <summary>One word of a short list.</summary>
    Choice,

    /// <summary>A file name.</summary>
    File,

    /// <summary>A host, optionally with a port.</summary>
    Host,
}

/// <summary>An option or an argument of a command.</summary>
/// <param name="Names">The names of an option, the short ones first; none for an argument.</param>
/// <param name="Value">The placeholder for its value; null if it takes none.</param>
/// <param name="Description">One line.</param>
/// <param name="Excluded">The names of the options that it excludes.</param>
internal sealed record Entry(IReadOnlyList<string> Names, string? Value, string Description, IReadOnlyList<string> Excluded)
{
    /// <summary>The form in a list: <c>-X, --method &lt;METHOD&gt;</c>.</summary>
    public string Label => (string.Join(", ", Names) + (Value is null ? "" : $" <{Value}>")).TrimStart();

    /// <summary>Whether the option collects the values of all its occurrences.</summary>
    public bool Repeats { get; private init; }

    public ValueKind Kind => Value switch
    {
        null => ValueKind.None,
        "FILE" or "PATH" or "A" or "B" => ValueKind.File,
        "TARGET" or "HOST[:PORT]" => ValueKind.Host,
        _ when Choices.Count > 0 => ValueKind.Choice,
        _ => ValueKind.Text,
    };

    /// <summary>The possible values if there is a list of them.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    public static Entry From(Argument argument) =>
        new([], argument.Name, argument.Description ?? "", []) { Choices = ChoicesOf(argument.Name, argument.CompletionSources) };

    public static Entry From(Option option, IEnumerable<Option> excluded)
    {
        var value = option is Option<bool> ? null : option.HelpName;
        return new([.. NamesOf(option)], value, option.Description ?? "", [.. excluded.SelectMany(NamesOf)])
        {
            Repeats = option is Option<string[]>,
            Choices = ChoicesOf(value, option.CompletionSources),
        };
    }

    // The words of the placeholder, as the values of an enumeration are written otherwise.
    private static string[] ChoicesOf(
        string? value, IEnumerable<Func<CompletionContext, IEnumerable<CompletionItem>>> sources) => value switch
        {
            null => [],
            _ when value.Contains('|', StringComparison.Ordinal) => value.Split('|'),
            _ => [.. sources.SelectMany(source => source(CompletionContext.Empty)).Select(item => item.Label)],
        };

    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Append(option.Name)
        .OrderBy(name => name.StartsWith("--", StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal);
}
