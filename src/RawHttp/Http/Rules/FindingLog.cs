using RawHttp.Lines;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A line ends with a bare LF.</summary>
    public static FindingKind BareLf { get; } = Warning(
        "RFC9112-2.2-BARE-LF",
        "A line ends with CRLF; a recipient may take a single LF for it.",
        @"Server: x\n",
        "Write CRLF after each line; text written by println or a template in Unix mode ends lines with LF.");
}

/// <summary>The findings of one message, in the order of their discovery; bounded, because the
/// peer determines how many there are.</summary>
internal sealed class FindingLog
{
    private const int MaxCount = 1000;
    private List<Finding>? _findings;
    private bool _hasError;

    public IReadOnlyList<Finding> Findings => _findings ??= [];

    public long Omitted { get; private set; }

    /// <summary>Called with each finding that is kept; null for no call.</summary>
    public Action<Finding>? Found { get; init; }

    public void Add(FindingKind kind, long offset, int length, string message) => Add(new Finding(kind, offset, length, message));

    /// <summary>Adds what ends the reading.</summary>
    /// <returns>The exception to throw.</returns>
    public MessageException Stop(ReadError error, FindingKind kind, long offset, int length, string message)
    {
        var finding = new Finding(kind, offset, length, message);
        Add(finding);
        return new MessageException(error, finding);
    }

    private void Add(Finding finding)
    {
        var isFirstError = finding.Severity == Severity.Error && !_hasError;
        _hasError |= isFirstError;
        _findings ??= [];
        if (_findings.Count == MaxCount)
        {
            Omitted++;
            if (!isFirstError)
            {
                return;
            }

            // The verdict depends on the first error, so it replaces the last finding.
            _findings.RemoveAt(MaxCount - 1);
        }

        _findings.Add(finding);
        Found?.Invoke(finding);
    }

    /// <summary>Adds a finding for a bare LF, which RFC 9112 §2.2 lets a recipient accept as a line ending.</summary>
    public void CheckEnding(in Line line) => CheckEnding(line, FindingKinds.BareLf);

    /// <summary>Adds a finding of the given kind for a bare LF.</summary>
    public void CheckEnding(in Line line, FindingKind kind)
    {
        if (line.Ending == LineEnding.Lf)
        {
            Add(kind, line.Offset + line.Octets.Length - 1, 1, "The line ends with a bare LF instead of CRLF.");
        }
    }
}
