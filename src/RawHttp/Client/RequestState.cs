namespace RawHttp.Client;

/// <summary>The request, and how much of it was sent.</summary>
/// <param name="Request">The parsed request.</param>
/// <param name="Length">Its length in octets.</param>
/// <param name="Sent">How many octets had been handed to the system at the end of the exchange.</param>
/// <param name="IsAnsweredEarly">Whether the response began before the whole request was sent.</param>
public sealed record RequestState(SentRequest Request, long Length, long Sent, bool IsAnsweredEarly)
{
    /// <summary>Whether all of it was sent.</summary>
    public bool IsWhole => Sent == Length;
}
