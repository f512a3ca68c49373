using RawHttp.Client;

namespace RawHttp.BugReports;

/// <summary>
/// Replaces what a stranger should not see in a saved response: names of hosts, URIs, cookies, credentials, tokens, addresses, values of
/// fields that are not known to be harmless, and content. All lengths stay, and so do the framing and the findings: both are compared, and
/// a value whose replacement would change them is left. Redacting twice is the same as once.
/// </summary>
public sealed class MessageRedactor
{
    // How often a message is read, and how many octets of it in all. What is not replaced by then is left, and named.
    private const int MaxReadings = 4000;
    private const long MaxOctetsRead = 1L << 30;

    private readonly IEnumerable<SentRequest>? _requests;
    private readonly IReadOnlyCollection<string> _keep;
    private MessageReading _before = MessageReading.Read(default, null);
    private byte[] _octets = [];
    private long _readings;

    /// <summary>Makes a redactor.</summary>
    /// <param name="keep">The names of fields that are left as they are; null for none.</param>
    /// <param name="requests">The requests that the responses answer, which decide how content is framed; GET for each if null.</param>
    public MessageRedactor(IReadOnlyCollection<string>? keep = null, IEnumerable<SentRequest>? requests = null) =>
        (_keep, _requests) = (keep ?? [], requests);

    /// <summary>Redacts a message.</summary>
    /// <param name="octets">Responses, one after another.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The redacted octets, and what was replaced and left.</returns>
    /// <exception cref="OperationCanceledException">The work was ended.</exception>
    public Redaction Redact(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken = default)
    {
        _octets = octets.ToArray();
        _readings = Math.Clamp(MaxOctetsRead / Math.Max(octets.Length, 1), 100, MaxReadings);
        _before = MessageReading.Read(_octets, _requests);
        var search = SecretSearch.Find(_octets, _before.Parts, _keep);
        var left = search.Secrets;

        // What had to be left at first may be replaced once others are.
        for (var count = int.MaxValue; left.Count > 0 && left.Sum(mark => mark.Length) < count;)
        {
            count = left.Sum(mark => mark.Length);
            var next = new List<SecretMark>();
            Replace(left, next, cancellationToken);
            left = next;
        }

        return new Redaction
        {
            Octets = _octets,
            Replaced = [.. search.Secrets.Where(mark => HasChanged(octets.Span, mark)).Select(mark => mark.Secret)],
            Left = Joined(left),
            Unchanged = search.Unchanged,
            Findings = _before.Findings.Count,
        };
    }

    // Masks all of them; if that changes the findings, one half of them and then the other, and at last parts of a single one.
    private void Replace(IReadOnlyList<SecretMark> marks, List<SecretMark> left, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var candidate = (byte[])_octets.Clone();
        foreach (var mark in marks)
        {
            mark.Apply(candidate);
        }

        if (candidate.AsSpan().SequenceEqual(_octets)
            || (_readings-- > 0 && MessageReading.Read(candidate, _requests).IsSameAs(_before)))
        {
            _octets = candidate;
            return;
        }

        IReadOnlyList<IReadOnlyList<SecretMark>> parts = marks is [var one]
            ? [.. one.Halves().Select(half => (IReadOnlyList<SecretMark>)[half])]
            : [[.. marks.Take(marks.Count / 2)], [.. marks.Skip(marks.Count / 2)]];
        if (parts.Count == 0 || _readings <= 0)
        {
            left.AddRange(marks);
            return;
        }

        foreach (var part in parts)
        {
            Replace(part, left, cancellationToken);
        }
    }

    private bool HasChanged(ReadOnlySpan<byte> before, SecretMark mark)
    {
        foreach (var (start, length) in mark.Ranges)
        {
            if (!before.Slice(start, length).SequenceEqual(_octets.AsSpan(start, length)))
            {
                return true;
            }
        }

        return false;
    }

    // The parts of one secret as one.
    private static List<Secret> Joined(List<SecretMark> left)
    {
        var secrets = new List<Secret>();
        foreach (var secret in left.Select(mark => mark.Secret))
        {
            if (secrets is [.., var last] && (last.Kind, last.Where) == (secret.Kind, secret.Where)
                && (secret.Kind == SecretKind.Content || last.Offset + last.Length == secret.Offset))
            {
                secrets[^1] = last with { Length = last.Length + secret.Length };
            }
            else
            {
                secrets.Add(secret);
            }
        }

        return secrets;
    }
}
