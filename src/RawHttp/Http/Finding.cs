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

/// <summary>A kind of departure from the rules; <see cref="FindingKinds"/> has them all.</summary>
/// <param name="Code">A stable name that carries its section: <c>RFC9112-2.2-BARE-LF</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Rule">What the section says, in one sentence.</param>
/// <param name="Example">Octets that have it, escaped.</param>
public sealed record FindingKind(string Code, Severity Severity, string Rule, string Example)
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

/// <summary>A departure from the rules that was found in a response.</summary>
/// <param name="Kind">Of which kind it is.</param>
/// <param name="Offset">Where it begins, in octets from the first one received.</param>
/// <param name="Length">How many octets it concerns; 0 for something that is missing there.</param>
/// <param name="Message">One plain sentence.</param>
public sealed record Finding(FindingKind Kind, long Offset, int Length, string Message)
{
    /// <summary>The code of its kind.</summary>
    public string Code => Kind.Code;

    /// <summary>How much it matters.</summary>
    public Severity Severity => Kind.Severity;

    /// <summary>The section it departs from: "RFC 9112 §2.2".</summary>
    public string Section => Kind.Section;
}
