namespace RawHttp.Client;

/// <summary>How long each part of an exchange took.</summary>
/// <param name="Resolve">Asking for the addresses of the name; null if the connection was there already.</param>
/// <param name="Connect">Connecting, failed addresses included; null if the connection was there already.</param>
/// <param name="Tls">Agreeing on TLS; null for a plain connection.</param>
/// <param name="Wait">From the last octet of the request to the first of the response; null if there
/// is no response, or if it came earlier.</param>
/// <param name="Head">From the first octet to the end of the final head; null if the head did not end.</param>
/// <param name="Body">From the end of the head to the last octet.</param>
/// <param name="Total">The whole exchange.</param>
public sealed record ExchangeTiming(
    TimeSpan? Resolve, TimeSpan? Connect, TimeSpan? Tls, TimeSpan? Wait, TimeSpan? Head, TimeSpan? Body, TimeSpan Total)
{
    /// <summary>The parts that took place, with their names, in order.</summary>
    public IEnumerable<(string Name, TimeSpan Took)> Parts
    {
        get
        {
            (string Name, TimeSpan? Took)[] all =
                [("resolve", Resolve), ("connect", Connect), ("tls", Tls), ("wait", Wait), ("head", Head), ("body", Body)];
            return all.Where(part => part.Took is not null).Select(part => (part.Name, part.Took!.Value));
        }
    }
}
