using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.BugReports;

/// <summary>
/// Makes a saved response as small as it can be and still pass a test: delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating
/// Failure-Inducing Input", 2002). First whole fields, chunks and contents are removed, then lines, then octets, until nothing more can go.
/// The same octets and test always give the same result.
/// </summary>
public sealed class MessageMinimizer
{
    private readonly Func<ReadOnlyMemory<byte>, bool> _test;
    private readonly IEnumerable<SentRequest>? _requests;
    private readonly HashSet<ulong> _failed = [];
    private byte[] _octets = [];
    private CountedLengths _lengths = new([], []);
    private int _tries;
    private int _maxTries;
    private CancellationToken _stop;

    /// <summary>Makes a minimizer.</summary>
    /// <param name="test">Whether octets still have what is looked for. It may throw <see cref="OperationCanceledException"/>.</param>
    /// <param name="requests">The requests that the responses answer, which decide how content is framed; GET for each if null.</param>
    public MessageMinimizer(Func<ReadOnlyMemory<byte>, bool> test, IEnumerable<SentRequest>? requests = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        (_test, _requests) = (test, requests);
    }

    /// <summary>Called after each try with the number of tries and of octets that are left; null for nothing.</summary>
    public Action<int, int>? Tried { get; init; }

    /// <summary>A test for a finding: octets pass if they have it, and no kind of error or warning that the whole message does not have.
    /// Without the second condition a small message would mostly be a broken one.</summary>
    /// <param name="kind">The kind of finding.</param>
    /// <param name="octets">The whole message.</param>
    /// <param name="requests">The requests that the responses answer; GET for each if null.</param>
    /// <returns>The test.</returns>
    public static Func<ReadOnlyMemory<byte>, bool> HasFinding(
        FindingKind kind, ReadOnlyMemory<byte> octets, IEnumerable<SentRequest>? requests = null)
    {
        ArgumentNullException.ThrowIfNull(kind);
        var present = KindsIn(octets, requests);
        return candidate => KindsIn(candidate, requests) is var kinds && kinds.Contains(kind)
            && kinds.All(each => each.Severity == Severity.Info || present.Contains(each));
    }

    /// <summary>The kinds of findings in octets.</summary>
    /// <param name="octets">Responses, one after another.</param>
    /// <param name="requests">The requests that they answer; GET for each if null.</param>
    /// <returns>Each kind once.</returns>
    public static IReadOnlySet<FindingKind> KindsIn(ReadOnlyMemory<byte> octets, IEnumerable<SentRequest>? requests = null) =>
        MessageReading.Read(octets, requests, wantsParts: false).Findings.Select(finding => finding.Kind).ToHashSet();

    /// <summary>Minimizes a message.</summary>
    /// <param name="octets">Octets that pass the test.</param>
    /// <param name="maxTries">How often the test is run at most.</param>
    /// <param name="cancellationToken">Ends the search; what it has come to is returned.</param>
    /// <returns>The smallest octets found; all of them if they do not pass the test.</returns>
    public Minimization Minimize(ReadOnlyMemory<byte> octets, int maxTries = int.MaxValue, CancellationToken cancellationToken = default)
    {
        (_maxTries, _stop, _tries) = (maxTries, cancellationToken, 0);
        _failed.Clear();
        Take(octets.ToArray());
        try
        {
            while (Sweep(MessageUnits.Blocks) | Sweep(MessageUnits.Lines) | Sweep(MessageUnits.Octets))
            {
            }

            return new Minimization(_octets, _tries, IsMinimal: true);
        }
        catch (OperationCanceledException)
        {
            return new Minimization(_octets, _tries, IsMinimal: false);
        }
    }

    // Removes one half of the units, or the other, then quarters, and at last each unit by itself.
    private bool Sweep(Func<byte[], IReadOnlyList<MessagePart>, List<int>> divide)
    {
        var units = divide(_octets, MessageReading.Read(_octets, _requests).Parts);
        var hasChanged = false;
        for (var size = (units.Count + 1) / 2; size > 0; size /= 2)
        {
            for (var (first, start) = (0, 0); first < units.Count;)
            {
                var length = units.Skip(first).Take(size).Sum();
                if (TryRemove(start, start + length) is { } edits)
                {
                    units = MessageUnits.Apply(units, edits);
                    var before = edits.TakeWhile(edit => edit.Start < start).Sum(edit => edit.Loss);
                    (first, start) = MessageUnits.FirstAt(units, start - before);
                    hasChanged = true;
                }
                else
                {
                    first += size;
                    start += length;
                }
            }
        }

        return hasChanged;
    }

    // The edits that were made; null if none passes.
    private List<OctetEdit>? TryRemove(int start, int end)
    {
        var removal = new OctetEdit(start, end - start, []);
        List<OctetEdit> lowered = [.. _lengths.Lowered(start, end).Append(removal).OrderBy(edit => edit.Start)];
        return lowered.Count > 1 && Passes(lowered) ? lowered : Passes([removal]) ? [removal] : null;
    }

    private bool Passes(List<OctetEdit> edits)
    {
        var candidate = OctetEdit.Apply(_octets, edits);
        var hash = Hash(candidate);
        if (_failed.Contains(hash))
        {
            return false;
        }

        if (_tries == _maxTries)
        {
            throw new OperationCanceledException();
        }

        _stop.ThrowIfCancellationRequested();
        _tries++;
        var passes = _test(candidate);
        if (passes)
        {
            Take(candidate);
        }
        else
        {
            _failed.Add(hash);
        }

        Tried?.Invoke(_tries, _octets.Length);
        return passes;
    }

    private void Take(byte[] octets)
    {
        _octets = octets;
        _lengths = new CountedLengths(octets, MessageReading.Read(octets, _requests).Parts);
    }

    // FNV-1a: what failed once is not tried again. If two had the same hash, a try would be left out.
    private static ulong Hash(byte[] octets)
    {
        var hash = 14695981039346656037;
        foreach (var octet in octets)
        {
            hash = (hash ^ octet) * 1099511628211;
        }

        return hash;
    }
}
