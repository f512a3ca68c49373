using System.Buffers;

namespace RawHttp.Captures;

/// <summary>One direction of a captured connection.</summary>
public sealed class CapturedDirection
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _octets = new();
    private readonly List<Arrival> _arrivals = [];
    private readonly long _maxOctets;

    internal CapturedDirection(long maxOctets) => _maxOctets = Math.Min(maxOctets, Array.MaxLength);

    /// <summary>The octets, in order. Those added later are not in it.</summary>
    public ReadOnlyMemory<byte> Octets
    {
        get
        {
            lock (_lock)
            {
                return _octets.WrittenMemory;
            }
        }
    }

    /// <summary>When the octets came: as what they came together with.</summary>
    public IReadOnlyList<Arrival> Arrivals
    {
        get
        {
            lock (_lock)
            {
                return [.. _arrivals];
            }
        }
    }

    /// <summary>How many more octets came than are kept.</summary>
    public long Omitted { get; private set; }

    /// <summary>How the direction ended; <see cref="ConnectionEnd.None"/> if it is open, or if that is not known.</summary>
    public ConnectionEnd End { get; set; }

    /// <summary>Adds octets that came together.</summary>
    /// <param name="octets">The octets; they are copied.</param>
    /// <param name="timestamp">When they came, as a timestamp of the connection's clock.</param>
    public void Add(ReadOnlySpan<byte> octets, long timestamp)
    {
        lock (_lock)
        {
            var kept = octets[..(int)Math.Min(octets.Length, _maxOctets - _octets.WrittenCount)];
            Omitted += octets.Length - kept.Length;
            if (!kept.IsEmpty)
            {
                _arrivals.Add(new Arrival(_octets.WrittenCount, kept.Length, timestamp));
                _octets.Write(kept);
            }
        }
    }
}
