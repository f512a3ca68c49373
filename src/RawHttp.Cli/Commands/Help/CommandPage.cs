using System.CommandLine;
using RawHttp.Cli.CommandLine;

namespace RawHttp.Cli.Commands.Help;

/// <summary>A command as described in its help, the manual page and the completions, taken from its definition.</summary>
internal sealed class CommandPage
{
    private readonly Command _command;

    public CommandPage(Command command)
    {
        _command = command;
        var parents = Ancestors(command).ToList();
        Path = string.Join(' ', parents.AsEnumerable().Reverse().Append(command).Select(each => each.Name));
        Arguments = [.. command.Arguments.Where(argument => !argument.Hidden).Select(Entry.From)];
        Commands = [.. command.Subcommands.Where(child => !child.Hidden).Select(child => new CommandPage(child))];
        var groups = (command as ToolCommand)?.Groups ?? [];
        var grouped = groups.SelectMany(group => group.Options).ToHashSet();
        var others = command.Options.Concat(parents.SelectMany(parent => parent.Options).Where(option => option.Recursive))
            .Where(option => !grouped.Contains(option)).ToArray();
        Groups = [.. groups.Append(new OptionGroup(groups.Count > 0 ? "Other options" : "Options", others))
            .Select(group => (group.Title, EntriesOf(group.Options)))];
    }

    /// <summary>The words that call the command: <c>rawhttp echo serve</c>.</summary>
    public string Path { get; }

    /// <summary>The last of these words.</summary>
    public string Name => _command.Name;

    public string Description => _command.Description ?? "";

    /// <summary>What follows these words in the usage line.</summary>
    public string Synopsis =>
        string.Join(' ', _command.Arguments.Select(Place).Concat(Commands.Count > 0 ? ["[command]"] : []).Append("[options]"));

    public IReadOnlyList<Entry> Arguments { get; }

    /// <summary>The options by group, each group with its title.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<Entry> Options)> Groups { get; }

    public IEnumerable<Entry> Options => Groups.SelectMany(group => group.Options);

    public IReadOnlyList<CommandPage> Commands { get; }

    public IReadOnlyList<string> Examples => (_command as ToolCommand)?.Examples ?? [];

    /// <summary>Whether the argument can be repeated.</summary>
    public bool Repeats => _command.Arguments.Any(argument => argument.Arity.MaximumNumberOfValues > 1);

    /// <summary>The command and all commands below it, each before its subcommands.</summary>
    public IEnumerable<CommandPage> All() => Commands.SelectMany(child => child.All()).Prepend(this);

    private static IEnumerable<Command> Ancestors(Command command) =>
        command.Parents.OfType<Command>().Take(1).SelectMany(parent => Ancestors(parent).Prepend(parent));

    private static string Place(Argument argument)
    {
        var name = $"<{argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private IReadOnlyList<Entry> EntriesOf(IEnumerable<Option> options) =>
        [.. options.Where(option => !option.Hidden).Select(option => Entry.From(option, ExcludedBy(option)))];

    private IEnumerable<Option> ExcludedBy(Option option) =>
        ((_command as ToolCommand)?.Exclusions ?? []).Where(each => each.Contains(option))
            .SelectMany(each => each).Where(other => other != option);
}
