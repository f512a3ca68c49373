namespace RawHttp.Http;

/// <summary>A departure from the rules that was found in a message.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Offset">Where it begins, in octets from the first one received.</param>
/// <param name="Length">How many octets it concerns; 0 for something that is missing.</param>
/// <param name="Message">One plain sentence.</param>
public sealed record Finding(FindingKind Kind, long Offset, int Length, string Message)
{
    /// <summary>The code of its kind.</summary>
    public string Code => Kind.Code;

    /// <summary>How much it matters.</summary>
    public Severity Severity => Kind.Severity;

    /// <summary>The section that it departs from: "RFC 9112 §2.2".</summary>
    public string Section => Kind.Section;
}
