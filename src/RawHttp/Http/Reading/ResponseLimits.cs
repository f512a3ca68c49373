namespace RawHttp.Http;

/// <summary>How much of a response is read before it is refused, so that a server cannot make its reader grow without end.</summary>
public sealed record ResponseLimits
{
    /// <summary>The most octets of one line, its ending included. 64 KiB unless told.</summary>
    public int Line { get; init; } = 64 * 1024;

    /// <summary>The most field lines of one header or trailer section. 1,000 unless told.</summary>
    public int Fields { get; init; } = 1000;

    /// <summary>The most octets of one head or trailer section, and of all interim responses together. 1 MiB unless told.</summary>
    public int Head { get; init; } = 1024 * 1024;

    /// <summary>The most interim responses before the final one. 32 unless told.</summary>
    public int Interim { get; init; } = 32;

    /// <summary>The most octets of the body, its transfer coding removed. No limit unless told.</summary>
    public long Body { get; init; } = long.MaxValue;
}
