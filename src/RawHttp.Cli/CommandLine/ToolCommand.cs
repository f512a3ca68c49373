using System.CommandLine;
using System.CommandLine.Parsing;

namespace RawHttp.Cli.CommandLine;

/// <summary>A titled group of options.</summary>
internal sealed record OptionGroup(string Title, Option[] Options);

/// <summary>A command with the texts for its help, manual page and completions, and the relations of its
/// options, which the library does not model.</summary>
/// <param name="name">The name on the command line.</param>
/// <param name="description">One line.</param>
/// <param name="examples">Example command lines, shown at the end of its help.</param>
internal sealed class ToolCommand(string name, string description, params string[] examples) : Command(name, description)
{
    private readonly List<OptionGroup> _groups = [];
    private readonly List<Option[]> _exclusions = [];

    public IReadOnlyList<string> Examples => examples;

    /// <summary>Its options in groups, in the order shown; options without a group are not listed.</summary>
    public IReadOnlyList<OptionGroup> Groups => _groups;

    /// <summary>Groups of options that exclude each other.</summary>
    public IReadOnlyList<Option[]> Exclusions => _exclusions;

    /// <summary>Adds a group of options.</summary>
    public void AddGroup(string title, params Option[] options)
    {
        _groups.Add(new OptionGroup(title, options));
        foreach (var option in options)
        {
            Add(option);
        }
    }

    /// <summary>Declares that the options exclude each other.</summary>
    public void AddExclusion(params Option[] options) => _exclusions.Add(options);

    /// <summary>Two options that exclude each other and were both given; null if there are none.</summary>
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
