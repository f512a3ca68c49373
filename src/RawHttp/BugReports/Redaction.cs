namespace RawHttp.BugReports;

/// <summary>What a <see cref="MessageRedactor"/> has made of a message.</summary>
public sealed record Redaction
{
    /// <summary>The redacted octets, as many as before.</summary>
    public ReadOnlyMemory<byte> Octets { get; init; }

    /// <summary>What was replaced.</summary>
    public IReadOnlyList<Secret> Replaced { get; init; } = [];

    /// <summary>What should have been replaced, and was not, because the findings or the framing would have changed.</summary>
    public IReadOnlyList<Secret> Left { get; init; } = [];

    /// <summary>The names of the fields of which nothing was replaced, each once.</summary>
    public IReadOnlyList<string> Unchanged { get; init; } = [];

    /// <summary>How many findings there are, before and after.</summary>
    public int Findings { get; init; }
}
