using System.CommandLine;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Commands;

/// <summary>-o of commands that make a message: it goes to a file, or to standard output, where a terminal gets it escaped.</summary>
internal sealed class SavedOutput
{
    // How long a pipe may wait for its reader.
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(60);

    public Option<string?> Option { get; } = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Write the message to FILE, once it is whole (standard output)",
    };

    /// <summary>The error in the names of files; null if there is none.</summary>
    /// <param name="result">The values.</param>
    /// <param name="input">The file that is read; - for standard input.</param>
    /// <param name="other">Another file that is read, with the name of its option.</param>
    public string? Fault(ParseResult result, string input, (string Name, string? Path) other) =>
        input.Length == 0 ? "FILE: the file name is empty"
        : result.GetValue(Option)?.Length == 0 ? "--output: the file name is empty"
        : NamedFiles.Fault([("FILE", input), other], [(Option.Name, result.GetValue(Option))]);

    /// <summary>Refuses a file that cannot be written, before the work begins.</summary>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static void Check(string? file)
    {
        if (file is not null)
        {
            AtomicFile.Check(file);
        }
    }

    /// <summary>Writes the message.</summary>
    /// <param name="file">The file; null for standard output.</param>
    /// <param name="octets">The message.</param>
    /// <exception cref="OutputException">It could not be written.</exception>
    public static void Write(string? file, ReadOnlyMemory<byte> octets)
    {
        if (file is null || Files.Descriptor(file) == 1)
        {
            var output = new StandardOutput();
            output.Write(octets.Span);
            output.Finish();
            return;
        }

        using var saved = AtomicFile.Open(file, "the message", OpenTimeout);
        saved.Write(octets.Span);
        saved.Finish(whole: true);
    }
}
