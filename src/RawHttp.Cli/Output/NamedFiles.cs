using System.CommandLine;

namespace RawHttp.Cli.Output;

/// <summary>Checks the files of a command line against each other: two options that use the same file, at
/// least one for writing, would lose data.</summary>
internal static class NamedFiles
{
    /// <summary>The error in the files of options.</summary>
    public static string? Fault(ParseResult result, IEnumerable<Option<string?>> read, IEnumerable<Option<string?>> written) =>
        Fault(
            read.Select(option => (option.Name, result.GetValue(option))),
            written.Select(option => (option.Name, result.GetValue(option))));

    /// <summary>The error in files.</summary>
    /// <param name="read">Names of options whose files are read, with their values; - is standard input.</param>
    /// <param name="written">Names of options whose files are written, with their values.</param>
    /// <returns>The error in words; null if there is none.</returns>
    public static string? Fault(IEnumerable<(string Name, string? Path)> read, IEnumerable<(string Name, string? Path)> written)
    {
        var all = written.Concat(read).Where(file => file.Path is not null && Files.Descriptor(file.Path) is null);
        if (all.FirstOrDefault(file => FileIdentity.IsLost(file.Path!)) is (var lost, { } path))
        {
            return $"{lost}: {path} lies in a folder, or behind a link, whose name is no UTF-8";
        }

        var named = written.Where(file => file.Path is not null).Select(file => Named(file.Name, file.Path!, isWritten: true))
            .Concat(read.Where(file => file.Path is not null).Select(file => Named(file.Name, file.Path!, isWritten: false))).ToList();
        if (named.Count == 0)
        {
            return null;
        }

        named.Add(new File("standard output", FileIdentity.From(1), true, true));
        named.Add(new File("standard error", FileIdentity.From(2), true, true));
        named.AddRange([.. named.Where(file => file is { IsWritten: true, IsDescriptor: false, Identity: not null }).Select(PartOf)]);
        var pairs = named.Where(file => file.Identity is not null).GroupBy(file => file.Identity).Select(same => same.ToList())
            .SelectMany(same => same.SelectMany((one, at) => same[(at + 1)..].Select(other => (one, other))));
        return pairs.FirstOrDefault(pair => Collide(pair.one, pair.other)) is ({ } first, { } second)
            ? $"{first.Name} and {second.Name} are the same file; each needs its own"
            : null;
    }

    // Descriptors of the same file share a position, so they do not collide. An option's own file and its partial file do not, either.
    private static bool Collide(File one, File other) =>
        (one.IsWritten || other.IsWritten) && !(one.IsDescriptor && other.IsDescriptor)
        && !(one.Option == other.Option && one.IsPart != other.IsPart);

    // The name for an incomplete file.
    private static File PartOf(File file) =>
        file with { IsPart = true, Identity = FileIdentity.From(FreshFile.PartOf(Files.Follow(file.Path!))) };

    private static File Named(string name, string path, bool isWritten) =>
        !isWritten && path == "-" ? new File(name, FileIdentity.From(0), isWritten, IsDescriptor: false)
        : Files.Descriptor(path) is { } descriptor ? new File(name, FileIdentity.From(descriptor), isWritten, IsDescriptor: isWritten)
        : new File(name, FileIdentity.From(path), isWritten, IsDescriptor: false, path);

    private sealed record File(string Option, string? Identity, bool IsWritten, bool IsDescriptor, string? Path = null, bool IsPart = false)
    {
        public string Name => IsPart ? $"{Option}'s partial file" : Option;
    }
}
