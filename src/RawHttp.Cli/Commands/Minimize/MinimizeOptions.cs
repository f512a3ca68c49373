using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.Cli.Commands.Minimize;

/// <summary>The options of <c>minimize</c>.</summary>
/// <param name="File">The file with the message; - for standard input.</param>
/// <param name="Kind">The finding to keep; null for a test by a command.</param>
/// <param name="Test">The command, with {} for the file.</param>
/// <param name="Timeout">How long the command may take.</param>
/// <param name="MaxTries">How many tries there are at most.</param>
/// <param name="Requests">The requests that the responses answer; null if none is known.</param>
/// <param name="OutputFile">Where the message goes; null for standard output.</param>
internal sealed record MinimizeOptions(
    string File, FindingKind? Kind, string Test, TimeSpan Timeout, int MaxTries, IEnumerable<SentRequest>? Requests, string? OutputFile);
