namespace RawHttp.Http;

/// <summary>How much a departure from the rules matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing depends on it.</summary>
    Info,

    /// <summary>Against the rules, but the RFC allows or requires recipients to accept it, or the message does not depend on it.</summary>
    Warning,

    /// <summary>Makes the length or the meaning of the message ambiguous, so that recipients differ, or is refused by most.</summary>
    Error,
}
