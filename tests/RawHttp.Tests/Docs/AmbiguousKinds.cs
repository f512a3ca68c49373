namespace RawHttp.Tests.Docs;

/// <summary>The errors that most readers on record take, each with what it leaves open: the length or the meaning of the message.</summary>
internal static class AmbiguousKinds
{
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["RFC9110-2.5-MAJOR-VERSION"] = "Another major version may mean another syntax: only its own recipients know what the octets are.",
        ["RFC9110-5.1-EMPTY-NAME"] = "A value without a name: recipients keep it, drop it, or take `:status` for a status.",
        ["RFC9110-5.1-INVALID-NAME"] = "A recipient that trims or maps octets of a name takes the field for another, such as Content-Length.",
        ["RFC9110-6.5.1-FORBIDDEN-TRAILER"] = "A recipient that merges trailers into the head sees another length, host or type than one that keeps them apart.",
        ["RFC9110-8.6-INTERIM-LENGTH"] = "A recipient that waits for the content takes the final response for it.",
        ["RFC9112-2.1-STATUS-LINE-IN-FIELDS"] = "Two responses in one head: which of the two statuses counts is open.",
        ["RFC9112-2.2-BARE-CR"] = "A recipient that ends lines at CR sees other fields and other sizes.",
        ["RFC9112-5.1-SPACE-BEFORE-COLON"] = "The field is Transfer-Encoding or Content-Length after a proxy has removed the space, and an unknown one before.",
        ["RFC9112-6.1-CHUNKED-TWICE"] = "Recipients remove the chunked coding once or twice, and so read other bodies.",
        ["RFC9112-6.1-ENCODING-FORBIDDEN"] = "A recipient that reads the chunks takes the next response for them.",
        ["RFC9112-6.1-ENCODING-IN-1.0"] = "A recipient of HTTP/1.0 knows no chunks and takes them for content.",
        ["RFC9112-6.1-UNKNOWN-CODING"] = "A recipient that does not know the coding cannot remove it; others pass over it and read other bodies.",
        ["RFC9112-6.3-BOTH-LENGTHS"] = "Two lengths: a recipient that knows only Content-Length reads another body.",
        ["RFC9112-6.3-CHUNKED-NOT-LAST"] = "The length is what comes until close for some, and that of the chunks or of Content-Length for others.",
        ["RFC9112-6.3-UNEXPECTED-BODY"] = "Octets that belong to no response: the next one on the connection begins with them.",
        ["RFC9112-7.1-CHUNK-BARE-LF"] = "Recipients differ about where the line of a size ends, and so about where the data begins.",
        ["RFC9112-7.1-CHUNK-SIZE-ZEROS"] = "A recipient that keeps the first digits only reads another size; others count them and refuse.",
        ["RFC9112-9.2-EXTRA-OCTETS"] = "Octets that belong to no response: the next one on the connection begins with them.",
        ["RFC9112-9.2-UNREQUESTED-RESPONSE"] = "A second response to one request: the next request on the connection gets it for its answer.",
    };
}
