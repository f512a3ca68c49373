namespace RawHttp.Http;

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
