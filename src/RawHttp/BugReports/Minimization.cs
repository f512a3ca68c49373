namespace RawHttp.BugReports;

/// <summary>What a <see cref="MessageMinimizer"/> has come to.</summary>
/// <param name="Octets">The smallest octets that passed the test.</param>
/// <param name="Tries">How often the test was run.</param>
/// <param name="IsMinimal">Whether no single octet more can be removed; false if a limit or the caller ended the search.</param>
public sealed record Minimization(ReadOnlyMemory<byte> Octets, int Tries, bool IsMinimal);
