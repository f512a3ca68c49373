namespace RawHttp.Http;

// The kinds for the end of a message and the octets around it, which MessageReader, HeadReader and BodyReader find.
public static partial class FindingKinds
{
    /// <summary>Octets follow a response that has no body.</summary>
    public static FindingKind UnexpectedBody { get; } = Error(
        "RFC9112-6.3-UNEXPECTED-BODY",
        "A response to HEAD, an interim one, a 204 and a 304 end with their head; what follows is no body.",
        @"HTTP/1.1 204 No Content\r\n\r\nhello",
        "Send no content with these responses; a handler for GET that also answers HEAD must stop after the head.");

    /// <summary>The stream ends within the head.</summary>
    public static FindingKind CutHead { get; } = Error(
        "RFC9112-8-CUT-HEAD",
        "A head ends with an empty line; one that does not is incomplete.",
        @"HTTP/1.1 200 OK\r\nServ",
        "Look for what closed the connection early, and for code that does not write the empty line after the fields.");

    /// <summary>The stream ends within the body.</summary>
    public static FindingKind CutBody { get; } = Error(
        "RFC9112-8-CUT-BODY",
        "A body shorter than its framing says is incomplete.",
        @"Content-Length: 10\r\n\r\nhello",
        "Look for what closed the connection early: a worker that crashed or ran out of time, a proxy's limit, or a Content-Length "
            + "computed before the content was changed.");

    /// <summary>The response began before the request was sent.</summary>
    public static FindingKind BeforeRequest { get; } = Warning(
        "RFC9112-9.2-BEFORE-REQUEST",
        "What comes before a request was sent answers none; a client that takes it for a response gives every later request "
        + "the answer to another.",
        @"HTTP/1.1 408 Request Timeout\r\n",
        "Send nothing before the request was read; the octets may be the end of an earlier response, or a time-out answer.");

    /// <summary>The response began before the whole request was sent.</summary>
    public static FindingKind EarlyResponse { get; } = Info(
        "RFC9112-9.2-EARLY-RESPONSE",
        "A server may answer before it has the whole request; what is left of the request then may never be read.",
        @"HTTP/1.1 413 Content Too Large\r\n",
        "Read the rest of the request, or send Connection: close and close when the client has the response.");

    /// <summary>The server holds a connection open that it should close.</summary>
    public static FindingKind NotClosed { get; } = Warning(
        "RFC9112-9.6-NOT-CLOSED",
        "A server that has received or sent Connection: close closes after its response.",
        @"Connection: close\r\n",
        "Close the connection after the response.");

    /// <summary>A response follows one that ended the connection.</summary>
    public static FindingKind ResponseAfterClose { get; } = Warning(
        "RFC9112-9.6-RESPONSE-AFTER-CLOSE",
        "A server closes after a response if either side has said Connection: close, or HTTP/1.0 without keep-alive; no other one follows.",
        @"HTTP/1.1 200 OK\r\n",
        "Close the connection after a response with Connection: close, and read no further request.");

    /// <summary>Octets follow a request that asked the server to close.</summary>
    public static FindingKind AfterClose { get; } = Warning(
        "RFC9112-9.6-AFTER-CLOSE",
        "A client that sends Connection: close sends no further request on that connection, and the server reads none.",
        @"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET",
        "Send the request on another connection.");

    /// <summary>The peer closed without a close_notify of TLS.</summary>
    public static FindingKind IncompleteClose { get; } = Warning(
        "RFC9112-9.8-INCOMPLETE-CLOSE",
        "A peer sends close_notify in TLS before it closes; without it a body that runs until close may have been cut by anybody.",
        @"HTTP/1.1 200 OK\r\n\r\nhello",
        "Send close_notify before closing: shut TLS down first, then the socket.");
}
