namespace RawHttp.Http;

/// <summary>How much a departure from the rules matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing depends on it.</summary>
    Info,

    /// <summary>Against the rules, but recipients are told to accept it.</summary>
    Warning,

    /// <summary>Makes the length or the meaning of the message ambiguous: recipients differ.</summary>
    Error,
}

/// <summary>A departure from RFC 9110 or 9112 that did not end the reading.</summary>
/// <param name="Code">A stable name that carries its section: <c>RFC9112-2.2-BARE-LF</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Offset">Where, in octets from the first one received.</param>
/// <param name="Message">One plain sentence.</param>
public sealed record Finding(string Code, Severity Severity, long Offset, string Message)
{
    /// <summary>The section the code carries: "RFC 9112 §2.2".</summary>
    public string Section
    {
        get
        {
            var parts = Code.Split('-', 3);
            return $"{parts[0].Insert(3, " ")} §{parts[1]}";
        }
    }
}
