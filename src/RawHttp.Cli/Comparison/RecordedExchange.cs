using RawHttp.Client;

namespace RawHttp.Cli.Comparison;

/// <summary>An exchange, and of its octets what the exchange itself does not keep: each line as received, and the content.</summary>
internal sealed class RecordedExchange : IDisposable
{
    /// <summary>The exchange, once it is over.</summary>
    public Exchange Exchange { get; set; } = new();

    /// <summary>How it ended, in words.</summary>
    public string Ending { get; set; } = "";

    /// <summary>The heads: those of interim responses, then the final one.</summary>
    public List<RecordedHead> Heads { get; } = [];

    /// <summary>The lines of the trailer section.</summary>
    public List<RecordedLine> Trailers { get; } = [];

    /// <summary>The lines that frame the chunks: of each chunk its size and the end of its data.</summary>
    public Spool ChunkLines { get; } = new();

    /// <summary>Where the first of them begins.</summary>
    public long ChunkLinesOffset { get; set; }

    /// <summary>The content with its transfer coding removed.</summary>
    public Spool Content { get; } = new();

    /// <summary>Where the content begins.</summary>
    public long ContentOffset { get; set; }

    /// <summary>The octets that belong to no message, or could not be read.</summary>
    public Spool Rest { get; } = new();

    /// <summary>Where they begin.</summary>
    public long RestOffset { get; set; }

    /// <summary>The lines of the final head; null if none of them came.</summary>
    public RecordedHead? FinalHead => Heads.Count > Exchange.Interim.Count ? Heads[Exchange.Interim.Count] : null;

    /// <summary>Where an octet of the content was in what was received.</summary>
    public long OffsetOf(long index)
    {
        var before = 0L;
        foreach (var chunk in Chunk.ReadAll(this))
        {
            if (index < before + chunk.Size || chunk.Size == 0)
            {
                return chunk.Offset + (chunk.Size == 0 ? 0 : chunk.Line.Length + index - before);
            }

            before += chunk.Size;
        }

        // After the last chunk that came, or content without chunks.
        return ChunkLines.Length > 0 ? Exchange.Received : ContentOffset + index;
    }

    public void Dispose()
    {
        ChunkLines.Dispose();
        Content.Dispose();
        Rest.Dispose();
    }
}
