using RawHttp.Cli.Commands.Get;
using RawHttp.Cli.Views;

namespace RawHttp.Cli.Commands.Diff;

/// <summary>The options of <c>diff</c>.</summary>
/// <param name="A">The first input, as given.</param>
/// <param name="B">The second one.</param>
/// <param name="Ignored">The names of the fields that are not compared.</param>
/// <param name="View">How to show the differences.</param>
/// <param name="Get">How to ask a target, and how much is read at most.</param>
internal sealed record DiffOptions(string A, string B, IReadOnlyList<string> Ignored, ViewOptions View, GetOptions Get);
