using RawHttp.Lines;

namespace RawHttp.Echo;

/// <summary>Is told what happens at an <see cref="EchoServer"/>; from several threads at once, and the clients wait while it is.</summary>
public interface IEchoObserver
{
    /// <summary>A client's session began.</summary>
    /// <param name="client">Its address.</param>
    void Connected(string client);

    /// <summary>A client sent a line, which is answered next.</summary>
    /// <param name="client">Its address.</param>
    /// <param name="line">The line, valid during the call.</param>
    void LineRead(string client, in Line line);

    /// <summary>A client's session ended.</summary>
    /// <param name="client">Its address.</param>
    /// <param name="reason">Why.</param>
    void Ended(string client, SessionEnd reason);

    /// <summary>A client came while there were as many as there may be, and was told so.</summary>
    /// <param name="client">Its address.</param>
    void Refused(string client);

    /// <summary>A client could not be accepted; the server goes on.</summary>
    /// <param name="reason">The system's word for it.</param>
    void AcceptFailed(string reason);
}
