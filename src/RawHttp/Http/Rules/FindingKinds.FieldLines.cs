namespace RawHttp.Http;

// The kinds for the lines of a field section, which FieldSectionBuilder finds.
public static partial class FindingKinds
{
    /// <summary>White space begins the first line of a field section.</summary>
    public static FindingKind LeadingWhitespace { get; } = Error(
        "RFC9112-2.2-LEADING-WHITESPACE",
        "No white space stands between the start line and the first field; recipients drop such lines or refuse the message.",
        @"HTTP/1.1 200 OK\r\n X: y\r\n",
        "Write the first field line without leading white space.");

    /// <summary>A status line stands among fields.</summary>
    public static FindingKind StatusLineInFields { get; } = Error(
        "RFC9112-2.1-STATUS-LINE-IN-FIELDS",
        "An empty line ends a head before another message begins; without it recipients take the two for one, or refuse them.",
        @"HTTP/1.1 100 Continue\r\nHTTP/1.1 200 OK\r\n",
        "End the head of each message with an empty line before the next message begins; a script behind CGI may write a status line of "
            + "its own.");

    /// <summary>A field line has no colon.</summary>
    public static FindingKind NoColon { get; } = Error(
        "RFC9112-5-NO-COLON",
        "A field line is a name, a colon and a value; recipients drop the line, the rest of the section, or the message.",
        @"no colon here\r\n",
        "Write NAME: VALUE on each line; a line without a colon is often the rest of a value with a line end in it, or output of a "
            + "script before its empty line.");

    /// <summary>White space stands before the colon of a field line.</summary>
    public static FindingKind SpaceBeforeColon { get; } = Error(
        "RFC9112-5.1-SPACE-BEFORE-COLON",
        "No white space stands between a field name and its colon; a proxy must remove it.",
        @"Server : x\r\n",
        "Write the colon directly after the name.");

    /// <summary>A field is folded over more than one line.</summary>
    public static FindingKind ObsFold { get; } = Warning(
        "RFC9112-5.2-OBS-FOLD",
        "A field is no longer folded over more than one line; a recipient makes each fold a space, and a server may refuse it.",
        @"X: a\r\n b\r\n",
        "Write each value on one line; replace line ends in values with spaces.");

    /// <summary>A field name is empty.</summary>
    public static FindingKind EmptyName { get; } = Error(
        "RFC9110-5.1-EMPTY-NAME",
        "A field name has at least one character.",
        @": x\r\n",
        "Find the code that writes the field with an empty name, often an empty key of a configuration, and drop the field.");

    /// <summary>A field name is not a token.</summary>
    public static FindingKind InvalidName { get; } = Error(
        "RFC9110-5.1-INVALID-NAME",
        "A field name is a token.",
        @"Na(me: x\r\n",
        "Name the field with letters, digits and hyphens only; check names from configuration or input before they are written.");
}
