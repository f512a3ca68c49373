using RawHttp.Lines;

namespace RawHttp.Echo;

/// <summary>Receives the events of an <see cref="EchoServer"/>, from several threads at once. A call
/// delays the client that it is about.</summary>
public interface IEchoObserver
{
    /// <summary>A client's session began.</summary>
    /// <param name="client">Its address.</param>
    void Connected(string client);

    /// <summary>A client sent a line, which the server answers next.</summary>
    /// <param name="client">Its address.</param>
    /// <param name="line">The line, valid during the call.</param>
    void LineRead(string client, in Line line);

    /// <summary>A client's session ended.</summary>
    /// <param name="client">Its address.</param>
    /// <param name="reason">Why.</param>
    void Ended(string client, SessionEnd reason);

    /// <summary>A client was rejected because the server had its most clients; it received <c>server busy</c>.</summary>
    /// <param name="client">Its address.</param>
    void Refused(string client);

    /// <summary>A client could not be accepted; the server continues.</summary>
    /// <param name="reason">The system's reason.</param>
    void AcceptFailed(string reason);
}
