namespace RawHttp.Net;

/// <summary>Counts the holders of a connection, as Python counts those of a socket: the connection itself until it is released, and every
/// file made from it. The socket closes with the last one.</summary>
internal sealed class HolderCount
{
    private int _count = 1;
    private int _isReleased;

    public int Count => Volatile.Read(ref _count);

    /// <exception cref="ObjectDisposedException">The connection was released.</exception>
    public void Add()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isReleased) != 0, typeof(Connection));
        Interlocked.Increment(ref _count);
    }

    /// <returns>Whether it was the last one.</returns>
    public bool Remove() => Interlocked.Decrement(ref _count) == 0;

    /// <summary>Removes the connection itself, the first time.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool Release() => Interlocked.Exchange(ref _isReleased, 1) == 0 && Remove();
}
