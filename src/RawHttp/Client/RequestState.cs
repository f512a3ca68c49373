namespace RawHttp.Client;

/// <summary>The request, and what became of it.</summary>
/// <param name="Request">What it says.</param>
/// <param name="Length">How many octets it has.</param>
/// <param name="Sent">How many of them had been handed to the system when all was over.</param>
/// <param name="IsAnsweredEarly">Whether the response began before that.</param>
public sealed record RequestState(SentRequest Request, long Length, long Sent, bool IsAnsweredEarly)
{
    /// <summary>Whether all of it was sent.</summary>
    public bool IsWhole => Sent == Length;
}
