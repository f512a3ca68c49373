namespace RawHttp.Http;

/// <summary>The limits for reading a message, so that a peer cannot make its reader's memory grow without end.</summary>
public sealed record MessageLimits
{
    /// <summary>The most octets of one line, its ending included. 1 MiB by default.</summary>
    public int Line { get; init; } = 1024 * 1024;

    /// <summary>The most field lines of one header or trailer section. 100,000 by default.</summary>
    public int Fields { get; init; } = 100_000;

    /// <summary>The most octets of one head or trailer section, and of all interim responses together. 1 MiB by default.</summary>
    public int Head { get; init; } = 1024 * 1024;

    /// <summary>The most interim responses before a final one; no limit of a request. 32 by default.</summary>
    public int Interim { get; init; } = 32;

    /// <summary>The most octets of the body, its transfer coding removed. No limit by default.</summary>
    public long Body { get; init; } = long.MaxValue;
}
