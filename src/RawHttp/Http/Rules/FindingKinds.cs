namespace RawHttp.Http;

/// <summary>
/// Every kind of finding. An error makes the message's length or meaning ambiguous; a warning is against the rules, but recipients
/// are told to accept it or nothing depends on it; the rest is information.
/// </summary>
public static class FindingKinds
{
    private static readonly List<FindingKind> Own = [];

    /// <summary>Finds a kind by its code, in any case.</summary>
    /// <param name="code">The code.</param>
    /// <returns>The kind, or null.</returns>
    public static FindingKind? Find(string code) => All.FirstOrDefault(kind => kind.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    // Lines.
    internal static readonly FindingKind BareLf = Warning("RFC9112-2.2-BARE-LF", "A line ends with CRLF; a recipient may take a single LF for it.", "Server: x\\n");
    internal static readonly FindingKind BareCr = Error("RFC9112-2.2-BARE-CR", "A CR without LF is invalid; recipients drop it, make it a space, or end the line there.", "X: a\\rb\\r\\n");
    internal static readonly FindingKind EmptyLine = Warning("RFC9112-2.2-EMPTY-LINE", "A response begins with its status line, not with an empty line.", "\\r\\nHTTP/1.1 200 OK\\r\\n");
    internal static readonly FindingKind SpaceBeforeStatusLine = Error("RFC9112-2.2-SPACE-BEFORE-STATUS-LINE", "A response begins with its status line, not with white space.", " HTTP/1.1 200 OK\\r\\n");
    internal static readonly FindingKind LeadingWhitespace = Error("RFC9112-2.2-LEADING-WHITESPACE", "No white space stands between the start line and the first field; recipients drop such lines or refuse the message.", "HTTP/1.1 200 OK\\r\\n X: y\\r\\n");

    // Status line.
    internal static readonly FindingKind NotHttp = Error("RFC9112-4-NOT-HTTP", "A response begins with a status line; this is something else.", "SSH-2.0-OpenSSH_9.2\\r\\n");
    internal static readonly FindingKind VersionForm = Error("RFC9112-2.3-VERSION-FORM", "The version is HTTP in capitals, a slash, a digit, a dot and a digit.", "http/1.1 200 OK\\r\\n");
    internal static readonly FindingKind MajorVersion = Error("RFC9110-2.5-MAJOR-VERSION", "The messages of another major version are not these, even where a status line looks like one.", "HTTP/2.0 200 OK\\r\\n");
    internal static readonly FindingKind StatusCodeForm = Error("RFC9112-4-STATUS-CODE-FORM", "A status code is three digits, one space after the version.", "HTTP/1.1 2000 OK\\r\\n");
    internal static readonly FindingKind MinorVersion = Warning("RFC9110-2.5-MINOR-VERSION", "There is HTTP/1.0 and HTTP/1.1; a higher minor version is read as the highest known.", "HTTP/1.2 200 OK\\r\\n");
    internal static readonly FindingKind NoReasonSpace = Warning("RFC9112-4-NO-REASON-SPACE", "A space follows the status code even where the reason phrase is empty.", "HTTP/1.1 200\\r\\n");
    internal static readonly FindingKind StatusLineSpacing = Warning("RFC9112-4-SPACING", "One space stands between the parts of the status line; a recipient may accept other white space.", "HTTP/1.1  200 OK\\r\\n");
    internal static readonly FindingKind ReasonControl = Warning("RFC9112-4-REASON-CONTROL", "A reason phrase holds visible characters, spaces and tabs.", "HTTP/1.1 200 O\\x07K\\r\\n");
    internal static readonly FindingKind ReasonObsText = Info("RFC9112-4-REASON-OBS-TEXT", "Octets outside ASCII in a reason phrase have no defined meaning.", "HTTP/1.1 404 Pas trouv\\xe9\\r\\n");
    internal static readonly FindingKind StatusRange = Warning("RFC9110-15-STATUS-RANGE", "A status code is from 100 to 599; a client treats another as a server error.", "HTTP/1.1 999 No\\r\\n");
    internal static readonly FindingKind InterimTo10 = Error("RFC9110-15.2-INTERIM-TO-1.0", "A server sends no interim response to an HTTP/1.0 client, which would take it for the final one.", "HTTP/1.1 100 Continue\\r\\n");

    // Field lines.
    internal static readonly FindingKind NoColon = Error("RFC9112-5-NO-COLON", "A field line is a name, a colon and a value; recipients drop the line, the rest of the section, or the message.", "no colon here\\r\\n");
    internal static readonly FindingKind SpaceBeforeColon = Error("RFC9112-5.1-SPACE-BEFORE-COLON", "No white space stands between a field name and its colon; a proxy must remove it.", "Server : x\\r\\n");
    internal static readonly FindingKind ObsFold = Warning("RFC9112-5.2-OBS-FOLD", "A field is no longer folded over more than one line; a user agent makes each fold a space.", "X: a\\r\\n b\\r\\n");
    internal static readonly FindingKind EmptyName = Error("RFC9110-5.1-EMPTY-NAME", "A field name has at least one character.", ": x\\r\\n");
    internal static readonly FindingKind InvalidName = Error("RFC9110-5.1-INVALID-NAME", "A field name is a token.", "Na(me: x\\r\\n");
    internal static readonly FindingKind Nul = Error("RFC9110-5.5-NUL", "NUL is invalid in a field value; recipients refuse the message or make it a space.", "X: a\\x00b\\r\\n");
    internal static readonly FindingKind Control = Warning("RFC9110-5.5-CONTROL", "A field value holds no control but the tab.", "X: a\\x1bb\\r\\n");
    internal static readonly FindingKind ObsText = Info("RFC9110-5.5-OBS-TEXT", "Octets outside ASCII in a field value have no defined meaning.", "X: caf\\xe9\\r\\n");

    // What frames the message.
    internal static readonly FindingKind EncodingIn10 = Error("RFC9112-6.1-ENCODING-IN-1.0", "Transfer-Encoding in an HTTP/1.0 message: its framing is to be taken as faulty.", "HTTP/1.0 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n");
    internal static readonly FindingKind EncodingTo10 = Error("RFC9112-6.1-ENCODING-TO-1.0", "A server sends no Transfer-Encoding to an HTTP/1.0 client, which would take the framing of chunks for content.", "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n");
    internal static readonly FindingKind EncodingForbidden = Error("RFC9112-6.1-ENCODING-FORBIDDEN", "A server sends no Transfer-Encoding with an interim response, a 204, or a 2xx to CONNECT.", "HTTP/1.1 204 No Content\\r\\nTransfer-Encoding: chunked\\r\\n");
    internal static readonly FindingKind EmptyElement = Warning("RFC9110-5.6.1-EMPTY-ELEMENT", "A sender makes no empty elements in a list; recipients ignore them.", "Transfer-Encoding: , chunked\\r\\n");
    internal static readonly FindingKind ChunkedTwice = Error("RFC9112-6.1-CHUNKED-TWICE", "The chunked coding is applied once.", "Transfer-Encoding: chunked, chunked\\r\\n");
    internal static readonly FindingKind UnknownCoding = Error("RFC9112-6.1-UNKNOWN-CODING", "A transfer coding is one of those registered: chunked, compress, deflate, gzip.", "Transfer-Encoding: lzma\\r\\n");
    internal static readonly FindingKind LengthForbidden = Warning("RFC9110-8.6-LENGTH-FORBIDDEN", "A server sends no Content-Length with an interim response, a 204, or a 2xx to CONNECT.", "HTTP/1.1 204 No Content\\r\\nContent-Length: 5\\r\\n");
    internal static readonly FindingKind BothLengths = Error("RFC9112-6.3-BOTH-LENGTHS", "Transfer-Encoding overrides Content-Length; the two together may be an attempt at response splitting.", "Content-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n");
    internal static readonly FindingKind ConflictingLengths = Error("RFC9112-6.3-CONFLICTING-LENGTHS", "Lengths that differ are an unrecoverable error.", "Content-Length: 5\\r\\nContent-Length: 10\\r\\n");
    internal static readonly FindingKind InvalidLength = Error("RFC9112-6.3-INVALID-LENGTH", "A length is digits and nothing else; another one is an unrecoverable error.", "Content-Length: +5\\r\\n");
    internal static readonly FindingKind RepeatedLength = Warning("RFC9112-6.3-REPEATED-LENGTH", "Content-Length is given once; the same number again may be accepted.", "Content-Length: 5\\r\\nContent-Length: 5\\r\\n");
    internal static readonly FindingKind LengthList = Warning("RFC9112-6.3-LENGTH-LIST", "Content-Length is one number; a list of the same number may be accepted.", "Content-Length: 5, 5\\r\\n");
    internal static readonly FindingKind ChunkedNotLast = Error("RFC9112-6.3-CHUNKED-NOT-LAST", "Where chunked is not the last coding, the body runs until the connection closes.", "Transfer-Encoding: gzip\\r\\n");
    internal static readonly FindingKind UnexpectedBody = Error("RFC9112-6.3-UNEXPECTED-BODY", "A response to HEAD, an interim one, a 204 and a 304 end with their head; what follows is no body.", "HTTP/1.1 204 No Content\\r\\n\\r\\nhello");

    // Chunks.
    internal static readonly FindingKind InvalidChunkSize = Error("RFC9112-7.1-INVALID-CHUNK-SIZE", "A chunk size is hexadecimal digits and nothing else, at most 63 bits of them.", "0x5\\r\\nhello\\r\\n");
    internal static readonly FindingKind ChunkSizeSpace = Error("RFC9112-7.1-CHUNK-SIZE-SPACE", "White space after a chunk size is no part of the grammar.", "5 \\r\\nhello\\r\\n");
    internal static readonly FindingKind ChunkSizeZeros = Warning("RFC9112-7.1-CHUNK-SIZE-ZEROS", "Leading zeros make a chunk size longer than any size is.", "00000000000000005\\r\\nhello\\r\\n");
    internal static readonly FindingKind ChunkBareLf = Error("RFC9112-7.1-CHUNK-BARE-LF", "A line of the chunked coding ends with CRLF; recipients differ about a single LF, and then about the length.", "5\\nhello\\r\\n");
    internal static readonly FindingKind ChunkNotEnded = Error("RFC9112-7.1-CHUNK-NOT-ENDED", "CRLF follows the data of a chunk.", "5\\r\\nhelloX");
    internal static readonly FindingKind NoFinalCrlf = Error("RFC9112-7.1-NO-FINAL-CRLF", "An empty line ends the chunked body, after the last chunk and the trailer section.", "0\\r\\n");
    internal static readonly FindingKind ExtensionControl = Error("RFC9112-7.1.1-EXTENSION-CONTROL", "A chunk extension holds no controls.", "5;a=\\x00\\r\\nhello\\r\\n");
    internal static readonly FindingKind ExtensionSpace = Warning("RFC9112-7.1.1-EXTENSION-SPACE", "White space before a chunk extension is bad, and to be accepted.", "5 ;a=b\\r\\nhello\\r\\n");
    internal static readonly FindingKind CodingKept = Info("RFC9112-7.2-CODING-KEPT", "Codings under the chunked one are left in the body as it is shown.", "Transfer-Encoding: gzip, chunked\\r\\n");
    internal static readonly FindingKind ForbiddenTrailer = Error("RFC9110-6.5.1-FORBIDDEN-TRAILER", "A trailer field is none of those that frame, route or describe the message; who merges it reads another one.", "0\\r\\nContent-Length: 5\\r\\n\\r\\n");

    // The end.
    internal static readonly FindingKind CutHead = Error("RFC9112-8-CUT-HEAD", "A head ends with an empty line; one that does not is incomplete.", "HTTP/1.1 200 OK\\r\\nServ");
    internal static readonly FindingKind CutBody = Error("RFC9112-8-CUT-BODY", "A body shorter than its framing says is incomplete.", "Content-Length: 10\\r\\n\\r\\nhello");
    internal static readonly FindingKind ExtraOctets = Error("RFC9112-9.2-EXTRA-OCTETS", "What follows the message that was asked for is no valid response.", "Content-Length: 5\\r\\n\\r\\nhelloHTTP/1.1");
    internal static readonly FindingKind BeforeRequest = Warning("RFC9112-9.2-BEFORE-REQUEST", "What comes before a request was sent answers none; a client that takes it for a response gives every later request the answer to another.", "HTTP/1.1 408 Request Timeout\\r\\n");
    internal static readonly FindingKind EarlyResponse = Info("RFC9112-9.2-EARLY-RESPONSE", "A server may answer before it has the whole request; what is left of the request then may never be read.", "HTTP/1.1 413 Content Too Large\\r\\n");
    internal static readonly FindingKind NotClosed = Warning("RFC9112-9.6-NOT-CLOSED", "A server that has received or sent Connection: close closes after its response.", "Connection: close\\r\\n");
    internal static readonly FindingKind IncompleteClose = Warning("RFC9112-9.8-INCOMPLETE-CLOSE", "A server says close_notify in TLS before it closes; without it a body that runs until close may have been cut by anybody.", "HTTP/1.1 200 OK\\r\\n\\r\\nhello");

    // Fields.
    internal static readonly FindingKind RepeatedSingleton = Warning("RFC9110-5.3-REPEATED-SINGLETON", "A field that is no list is given once; recipients take the first, the last, or join them.", "Location: /a\\r\\nLocation: /b\\r\\n");
    internal static readonly FindingKind ObsoleteDate = Warning("RFC9110-5.6.7-OBSOLETE-DATE", "A sender writes a date as an IMF-fixdate; recipients accept the two obsolete forms.", "Date: Sunday, 06-Nov-94 08:49:37 GMT\\r\\n");
    internal static readonly FindingKind InvalidDate = Warning("RFC9110-5.6.7-INVALID-DATE", "A date is an IMF-fixdate that exists.", "Date: today\\r\\n");
    internal static readonly FindingKind NoDate = Info("RFC9110-6.6.1-NO-DATE", "A server with a clock sends Date with every 2xx, 3xx and 4xx.", "HTTP/1.1 200 OK\\r\\nContent-Length: 0\\r\\n\\r\\n");

    // Last, when all the others are there.
    /// <summary>All of them, in the order of sections.</summary>
    public static IReadOnlyList<FindingKind> All { get; } = [.. Ordered()];

    private static FindingKind Error(string code, string rule, string example) => Add(new FindingKind(code, Severity.Error, rule, example));

    private static FindingKind Warning(string code, string rule, string example) => Add(new FindingKind(code, Severity.Warning, rule, example));

    private static FindingKind Info(string code, string rule, string example) => Add(new FindingKind(code, Severity.Info, rule, example));

    private static FindingKind Add(FindingKind kind)
    {
        Own.Add(kind);
        return kind;
    }

    // RFC9110-8.8.3 comes after RFC9110-8.8, and before RFC9110-10.
    private static IOrderedEnumerable<FindingKind> Ordered() =>
        Own.Concat(FieldSyntax.Kinds).OrderBy(kind => string.Join('.', kind.Section.Split(' ', '.').Select(part => part.TrimStart('§').PadLeft(5, '0'))), StringComparer.Ordinal);
}
