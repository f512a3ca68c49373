using System.CommandLine;

namespace RawHttp.Cli.Commands.Help;

/// <summary>What a value is, as a shell completes it.</summary>
internal enum ValueKind
{
    /// <summary>There is none: the option is on or off.</summary>
    None,

    /// <summary>Something that only the user knows.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>The name of a file.</summary>
    File,

    /// <summary>A host, which a port may follow.</summary>
    Host,
}

/// <summary>An option or an argument of a command.</summary>
/// <param name="Names">The names of an option, the short ones first; none for an argument.</param>
/// <param name="Value">The word that stands for its value; null if it takes none.</param>
/// <param name="Description">One line.</param>
/// <param name="Excluded">The names of the options that cannot be given beside it.</param>
internal sealed record Entry(IReadOnlyList<string> Names, string? Value, string Description, IReadOnlyList<string> Excluded)
{
    /// <summary>How it is shown in a list: <c>-X, --method &lt;METHOD&gt;</c>.</summary>
    public string Label => (string.Join(", ", Names) + (Value is null ? "" : $" <{Value}>")).TrimStart();

    /// <summary>Whether an option gathers the values of all places where it is given.</summary>
    public bool Repeats { get; private init; }

    public ValueKind Kind => Value switch
    {
        null => ValueKind.None,
        "FILE" or "PATH" => ValueKind.File,
        "TARGET" or "HOST[:PORT]" => ValueKind.Host,
        _ when Value.Contains('|', StringComparison.Ordinal) => ValueKind.Choice,
        _ => ValueKind.Text,
    };

    /// <summary>The values there are, if they are few.</summary>
    public IReadOnlyList<string> Choices => Kind == ValueKind.Choice ? Value!.Split('|') : [];

    public static Entry From(Argument argument) => new([], argument.Name, argument.Description ?? "", []);

    public static Entry From(Option option, IEnumerable<Option> excluded) =>
        new([.. NamesOf(option)], option is Option<bool> ? null : option.HelpName, option.Description ?? "", [.. excluded.SelectMany(NamesOf)])
        {
            Repeats = option is Option<string[]>,
        };

    private static IEnumerable<string> NamesOf(Option option) => option.Aliases.Append(option.Name)
        .OrderBy(name => name.StartsWith("--", StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal);
}
