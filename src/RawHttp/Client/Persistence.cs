using RawHttp.Http;

namespace RawHttp.Client;

/// <summary>Whether a connection can carry another exchange after a response (RFC 9112 §9.3).</summary>
internal static class Persistence
{
    /// <summary>Whether the server keeps the connection, as far as both sides have said.</summary>
    public static bool IsKept(SentRequest request, ResponseHead head) =>
        !request.AsksToClose
        && !head.Fields.HasElement("Connection", "close")
        && (head.StatusLine.MinorVersion > 0 || head.Fields.HasElement("Connection", "keep-alive"));
}
