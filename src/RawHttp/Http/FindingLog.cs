using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>The findings of one response, in the order of their discovery; bounded, because a peer decides how many there are.</summary>
internal sealed class FindingLog
{
    private const int Most = 1000;
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public long Omitted { get; private set; }

    public void Add(string code, Severity severity, long offset, string message)
    {
        if (_findings.Count < Most)
        {
            _findings.Add(new Finding(code, severity, offset, message));
        }
        else
        {
            Omitted++;
        }
    }

    /// <summary>RFC 9112 §2.2 lets a recipient take a bare LF for a line ending.</summary>
    public void CheckEnding(in Line line)
    {
        if (line.Ending == LineEnding.Lf)
        {
            Add("RFC9112-2.2-BARE-LF", Severity.Warning, line.Offset + line.Octets.Length - 1, "The line ends with a bare LF instead of CRLF.");
        }
    }
}
