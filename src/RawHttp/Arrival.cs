namespace RawHttp;

/// <summary>Octets that arrived together: one receive. If more than 65,536 receives are unread, the newest of them count as one.</summary>
/// <param name="Offset">Where they begin, in octets from the first one received.</param>
/// <param name="Length">How many octets they are.</param>
/// <param name="Timestamp">When the last of them arrived, as a timestamp of the connection's clock.</param>
public readonly record struct Arrival(long Offset, long Length, long Timestamp)
{
    /// <summary>The offset of the octet after them.</summary>
    public long End => Offset + Length;
}
