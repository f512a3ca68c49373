using System.CommandLine;

namespace RawHttp.Cli.CommandLine;

/// <summary>The first word of a command line where it is no command: a target, or a habit of other tools.</summary>
internal static class FirstWord
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"];

    /// <summary>Completes a command line that begins without a command.</summary>
    /// <param name="args">The words.</param>
    /// <param name="root">The root, with its commands.</param>
    /// <returns>The words with their command.</returns>
    /// <exception cref="ToolException">A command is missing, or the first word is a method.</exception>
    public static string[] Complete(string[] args, Command root) => args switch
    {
        [] => throw ToolException.Usage("a command is missing; rawhttp get TARGET shows what a server sends"),
        [var word, ..] when root.Subcommands.Any(command => command.Name == word) => args,
        ["help", .. var rest] => [.. rest, "--help"],
        ["version" or "-V"] => ["--version"],
        [var word, ..] when IsTarget(word) || IsOptionOfGet(word, root) => ["get", .. args],

        // The library takes a word in brackets for a directive of its own.
        [['[', ..] word, ..] => throw ToolException.Usage($"there is no command \"{word}\""),
        [var word, ..] when Array.Find(Methods, method => method.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } method =>
            throw ToolException.Usage($"\"{word}\" is no command; rawhttp get {(method == "GET" ? "" : $"-X {method} ")}TARGET sends it"),
        _ => args,
    };

    /// <summary>Whether a word is a method, which HTTPie takes before its target.</summary>
    public static bool IsMethod(string word) => Methods.Contains(word);

    private static bool IsOptionOfGet(string word, Command root) => word is ['-', not '-', ..] or ['-', '-', _, ..]
        && !root.Options.Any(option => option.Aliases.Prepend(option.Name).Contains(word.Split('=', ':')[0]));

    private static bool IsTarget(string word) =>
        word[..Math.Min(word.Length, 1)] != "-" && (word == "localhost" || word.AsSpan().ContainsAny('.', ':', '/'));
}
