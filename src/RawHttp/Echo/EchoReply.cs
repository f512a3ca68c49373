namespace RawHttp.Echo;

/// <summary>How a line is answered.</summary>
public enum EchoReply
{
    /// <summary>With the line itself, octet for octet.</summary>
    Echo,

    /// <summary>With the acknowledgement <c>IP:PORT recevied ok!</c>, in the spelling of the
    /// program that this server is modelled on.</summary>
    Ack,
}
