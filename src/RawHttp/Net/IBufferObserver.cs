namespace RawHttp.Net;

/// <summary>Is told what a connection holds.</summary>
internal interface IBufferObserver
{
    /// <summary>A buffer grew or shrank. Called without a lock held.</summary>
    /// <param name="by">By how many octets, as allocated.</param>
    void Resized(int by);
}
