using System.Net;

namespace RawHttp.Net;

/// <summary>One address that was tried.</summary>
/// <param name="EndPoint">The address.</param>
/// <param name="Failure">Why it failed; null if it connected.</param>
public sealed record ConnectAttempt(EndPoint EndPoint, string? Failure)
{
    /// <summary>Whether the peer accepted the connection and reset it at once. If it had
    /// answered before, the attempt did not fail.</summary>
    internal bool WasReset { get; init; }
}
