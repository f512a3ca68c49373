namespace RawHttp.Captures;

/// <summary>What both sides of a connection sent, when it came, and how each direction ended. Both directions may be added to, each by one
/// thread at a time.</summary>
/// <example>
/// <code source="Examples/Examples.cs" region="Capture" />
/// </example>
public sealed class Capture
{
    /// <summary>Makes an empty capture.</summary>
    /// <param name="maxOctets">How many octets of each direction are kept at most; those after them are only counted.</param>
    public Capture(long maxOctets = 64 * 1024 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxOctets);
        Client = new CapturedDirection(maxOctets);
        Server = new CapturedDirection(maxOctets);
    }

    /// <summary>What the client sent: requests.</summary>
    public CapturedDirection Client { get; }

    /// <summary>What the server sent: responses.</summary>
    public CapturedDirection Server { get; }
}
