namespace RawHttp.Http;

/// <summary>How much a departure from the rules matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing depends on it.</summary>
    Info,

    /// <summary>Against the rules, but recipients are told to accept it, or nothing of the message depends on it.</summary>
    Warning,

    /// <summary>Makes the length or the meaning of the message ambiguous: recipients differ.</summary>
    Error,
}
