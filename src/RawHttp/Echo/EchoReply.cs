namespace RawHttp.Echo;

/// <summary>What a line is answered with.</summary>
public enum EchoReply
{
    /// <summary>The line itself, octet for octet.</summary>
    Echo,

    /// <summary>The acknowledgement <c>IP:PORT recevied ok!</c>, spelt so by the program this server is modelled on.</summary>
    Ack,
}
