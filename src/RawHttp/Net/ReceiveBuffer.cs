using System.Buffers;

namespace RawHttp.Net;

/// <summary>
/// The received, unread octets of a connection in one array: small while the connection is idle, larger as reads fill it. It is itself the
/// segment of the sequences that it hands out, which are valid until <see cref="MakeRoom"/>.
/// </summary>
internal sealed class ReceiveBuffer : ReadOnlySequenceSegment<byte>
{
    private const int Small = 1024;

    /// <summary>The size that it grows to while all octets are read.</summary>
    public const int Large = 16 * 1024;

    private byte[] _array;

    // The octets from start to end are unread; those up to examined have been looked at.
    private int _start;
    private int _examined;
    private int _end;

    public ReceiveBuffer() => Memory = _array = new byte[Small];

    /// <summary>How many octets are allocated.</summary>
    public int Size => _array.Length;

    /// <summary>Whether there are octets that the reader has not looked at.</summary>
    public bool HasUnexamined => _end > _examined;

    public ReadOnlySequence<byte> Unread => new(this, _start, this, _end);

    /// <summary>Where the next octets are received.</summary>
    public Memory<byte> Room => _array.AsMemory(_end);

    /// <summary>Adds octets that were received into <see cref="Room"/>.</summary>
    /// <returns>The octets.</returns>
    public ReadOnlyMemory<byte> Add(int count)
    {
        _end += count;
        return _array.AsMemory(_end - count, count);
    }

    /// <summary>Drops what the reader has consumed.</summary>
    /// <returns>How many octets that were.</returns>
    public int Advance(SequencePosition consumed, SequencePosition examined)
    {
        var count = consumed.GetInteger() - _start;
        _start += count;
        _examined = Math.Max(_examined, examined.GetInteger());
        return count;
    }

    /// <summary>Makes room for at least half a buffer, so that the cost of moving octets stays proportional to what has arrived. A line of
    /// more than half a buffer uses the rest of it before it gets a larger one.</summary>
    public void MakeRoom()
    {
        var (octets, size) = (_array, _array.Length);
        var unread = _end - _start;
        if (unread == 0)
        {
            Resize(size > Large ? Small : _end == size ? Math.Min(4 * size, Large) : size);
        }
        else if (size - _end >= size / 2 || (unread > size / 2 && _end < size))
        {
            return;
        }
        else
        {
            Resize(unread <= size / 2 ? size : 2 * size);
            octets.AsSpan(_start, unread).CopyTo(_array);
        }

        (_start, _examined, _end) = (0, unread, unread);
    }

    private void Resize(int size)
    {
        if (size != _array.Length)
        {
            Memory = _array = new byte[size];
        }
    }
}
