namespace RawHttp.Net;

/// <summary>Receives the changes in the size of a connection's buffer.</summary>
internal interface IBufferObserver
{
    /// <summary>A buffer grew or shrank. Called without a lock held.</summary>
    /// <param name="by">The difference in octets, as allocated.</param>
    void Resized(int by);
}
