using System.CommandLine;
using System.CommandLine.Parsing;

namespace RawHttp.Cli.CommandLine;

/// <summary>Options that are shown together.</summary>
internal sealed record OptionGroup(string Title, Option[] Options);

/// <summary>A command with all that help, manual page and completions say of it, and what else the library has no place for.</summary>
/// <param name="name">The word on the command line.</param>
/// <param name="description">One line.</param>
/// <param name="examples">Lines to try, which end its help.</param>
internal sealed class ToolCommand(string name, string description, params string[] examples) : Command(name, description)
{
    private readonly List<OptionGroup> _groups = [];
    private readonly List<Option[]> _exclusions = [];

    public IReadOnlyList<string> Examples => examples;

    /// <summary>Its options in groups, as they are shown; those in none are not here.</summary>
    public IReadOnlyList<OptionGroup> Groups => _groups;

    /// <summary>Options of which one at most can be given.</summary>
    public IReadOnlyList<Option[]> Exclusions => _exclusions;

    /// <summary>Adds options that are shown together.</summary>
    public void AddGroup(string title, params Option[] options)
    {
        _groups.Add(new OptionGroup(title, options));
        foreach (var option in options)
        {
            Add(option);
        }
    }

    /// <summary>Says that of these options one at most can be given.</summary>
    public void AddExclusion(params Option[] options) => _exclusions.Add(options);

    /// <summary>Names two options that exclude each other and were both given; null if there are none.</summary>
    public string? ExclusionFault(ParseResult result)
    {
        foreach (var exclusion in _exclusions)
        {
            var given = exclusion.Select(option => result.GetResult(option)).OfType<OptionResult>()
                .Where(option => !option.Implicit).Select(option => option.IdentifierToken?.Value ?? option.Option.Name).ToList();
            if (given.Count > 1)
            {
                return $"{given[0]} and {given[1]} exclude each other";
            }
        }

        return null;
    }
}
