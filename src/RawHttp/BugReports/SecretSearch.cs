using System.Text;
using System.Text.RegularExpressions;

namespace RawHttp.BugReports;

/// <summary>Finds what is to be replaced in messages, part by part.</summary>
internal sealed partial class SecretSearch
{
    private readonly byte[] _octets;
    private readonly IReadOnlyCollection<string> _keep;
    private readonly List<SecretMark> _secrets = [];
    private readonly List<string> _names = [];
    private readonly List<(int Start, int Length)> _content = [];
    private bool _isCoded;

    private SecretSearch(byte[] octets, IReadOnlyCollection<string> keep) => (_octets, _keep) = (octets, keep);

    /// <summary>The secrets, in the order of their places.</summary>
    public List<SecretMark> Secrets => _secrets;

    /// <summary>The names of the fields without a secret, each once.</summary>
    public IReadOnlyList<string> Unchanged => [.. _names
        .Where(name => !_secrets.Any(mark => mark.Where.Equals(name, StringComparison.OrdinalIgnoreCase)))
        .Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Searches octets.</summary>
    /// <param name="octets">The octets.</param>
    /// <param name="parts">Their parts.</param>
    /// <param name="keep">The names of fields that are left.</param>
    public static SecretSearch Find(byte[] octets, IReadOnlyList<MessagePart> parts, IReadOnlyCollection<string> keep)
    {
        var search = new SecretSearch(octets, keep);
        for (var i = 0; i < parts.Count; i++)
        {
            i = search.Take(parts, i);
        }

        search.EndContent();
        return search;
    }

    // Returns the index of the last part that was taken.
    private int Take(IReadOnlyList<MessagePart> parts, int index)
    {
        var part = parts[index];
        switch (part.Kind)
        {
            case PartKind.StartLine:
                EndContent();
                _isCoded = false;
                StartLine(part);
                break;
            case PartKind.FieldLine:
                return Field(parts, index);
            case PartKind.ChunkSizeLine:
                Mark(Line(part), "", text => ChunkExtension().Matches(text)
                    .Select(match => TextSecrets.At(SecretKind.Value, match.Groups["value"])));
                break;
            case PartKind.Content:
                _content.Add((part.Start, part.Length));
                break;
            case PartKind.Rest:
                EndContent();
                _content.Add((part.Start, part.Length));
                EndContent();
                break;
        }

        return index;
    }

    private void StartLine(MessagePart part) => Mark(Line(part), "", text =>
        StatusLine().Match(text) is not { Success: true } match ? [new(SecretKind.Value, 0, text.Length)]
        : HarmlessFields.IsReason(match.Groups["reason"].Value) ? []
        : [TextSecrets.At(SecretKind.Value, match.Groups["reason"])]);

    // A field and the lines that are folded into it (RFC 9112 §5.2).
    private int Field(IReadOnlyList<MessagePart> parts, int index)
    {
        var part = parts[index];
        var line = _octets.AsSpan(part.Start, part.Length);
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? "" : Encoding.Latin1.GetString(line[..colon].Trim(" \t"u8));
        var value = new FieldText();
        value.Add(_octets, part.Start + colon + 1, part.End);
        while (index + 1 < parts.Count && parts[index + 1] is { Kind: PartKind.FieldLine } next
            && _octets[next.Start] is (byte)' ' or (byte)'\t')
        {
            value.Add(_octets, next.Start, next.End);
            index++;
        }

        if (name.Length > 0)
        {
            _names.Add(name);
            _isCoded |= IsCoding(name, value.Text);
        }

        if (!_keep.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            Mark(value, name, text => FieldSecrets.Find(name.ToLowerInvariant(), text));
        }

        return index;
    }

    // Whether content is compressed, for which chunks alone are not enough.
    private static bool IsCoding(string name, string value) =>
        name.ToLowerInvariant() is "content-encoding" or "transfer-encoding"
            && value.Trim().ToLowerInvariant() is not ("identity" or "chunked" or "");

    private FieldText Line(MessagePart part)
    {
        var text = new FieldText();
        text.Add(_octets, part.Start, part.End);
        return text;
    }

    private void Mark(FieldText text, string name, Func<string, IEnumerable<TextSecret>> find)
    {
        foreach (var secret in find(text.Text).OrderBy(secret => secret.Start))
        {
            if (text.Ranges(secret.Start, secret.Start + secret.Length) is { Count: > 0 } ranges)
            {
                _secrets.Add(new SecretMark(secret.Kind, name, ranges));
            }
        }
    }

    private void EndContent()
    {
        if (_content.Count > 0)
        {
            _secrets.Add(new SecretMark(SecretKind.Content, "", [.. _content]) { IsDivisible = !_isCoded });
            _content.Clear();
        }
    }

    [GeneratedRegex(@";[^;=]*=(?<value>[^;]+)")]
    private static partial Regex ChunkExtension();

    [GeneratedRegex(@"^\s*HTTP/\d\.\d\s+\d{3}\s*(?<reason>.*)$", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex StatusLine();
}
