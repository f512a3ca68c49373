namespace RawHttp.Client;

/// <summary>The request, and how much of it was sent.</summary>
/// <param name="Request">The parsed request.</param>
/// <param name="Length">Its length in octets.</param>
/// <param name="Sent">How many octets had been handed to the system at the end of the exchange.</param>
/// <param name="IsAnsweredEarly">Whether the response began before the whole request was sent.</param>
public sealed record RequestState(SentRequest Request, long Length, long Sent, bool IsAnsweredEarly)
{
    /// <summary>How long after the last octets of the request were handed over the server ended the connection, before it had answered;
    /// negative if the connection ended before them. Null if it did not end, or if there was an answer.</summary>
    public TimeSpan? EndedAfter { get; init; }

    /// <summary>Whether all of it was sent.</summary>
    public bool IsWhole => Sent == Length;
}
