namespace RawHttp.Http;

/// <summary>A message could not be read on because of what is wrong with it.</summary>
public sealed class MessageException : ReadException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">What stopped the reading.</param>
    /// <param name="finding">What is wrong: the message says the same, with the offset.</param>
    public MessageException(ReadError error, Finding finding)
        : base(error, finding?.Offset ?? throw new ArgumentNullException(nameof(finding)), Sentence(finding)) => Finding = finding;

    /// <summary>What is wrong.</summary>
    public Finding Finding { get; }

    // A sentence becomes part of one. Names of fields keep their capital.
    private static string Sentence(Finding finding)
    {
        var text = finding.Message.EndsWith('.') ? finding.Message[..^1] : finding.Message;
        var isFieldName = text.AsSpan(0, Math.Max(text.IndexOf(' ', StringComparison.Ordinal), 0)).Contains('-');
        return $"{(isFieldName ? text : char.ToLowerInvariant(text[0]) + text[1..])}, at offset {finding.Offset}";
    }
}
