namespace RawHttp.Http;

/// <summary>A kind of departure from the rules; <see cref="FindingKinds"/> lists all of them.</summary>
/// <param name="Code">A stable name that contains its section: <c>RFC9112-2.2-BARE-LF</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Rule">The requirement of the section, in one sentence.</param>
/// <param name="Example">Octets with such a departure, escaped.</param>
/// <param name="Remedy">What to do about it on the side that sent the octets, in one sentence.</param>
public sealed record FindingKind(string Code, Severity Severity, string Rule, string Example, string Remedy)
{
    /// <summary>The end of the code, which names the kind: "BARE-LF".</summary>
    public string Name => Code.Split('-', 3)[2];

    /// <summary>The document of the section: "RFC 9112".</summary>
    public string Document => Section.Split(" §")[0];

    /// <summary>The section in the code: "RFC 9112 §2.2".</summary>
    public string Section
    {
        get
        {
            var parts = Code.Split('-', 3);
            return $"{parts[0].Insert(3, " ")} §{parts[1]}";
        }
    }
}
