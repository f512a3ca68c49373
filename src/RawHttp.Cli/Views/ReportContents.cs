using System.Buffers;
using RawHttp.Client;
using RawHttp.Lines;

namespace RawHttp.Cli.Views;

/// <summary>What a page of --report shows beside the ledger: collects the body and the times of reads of an exchange.</summary>
internal sealed class ReportContents : IResponseView
{
    private Func<long, Arrival?>? _arrivalOf;

    /// <summary>The body.</summary>
    public ReportBody Content { get; } = new();

    /// <summary>The reads.</summary>
    public ReportReads Reads { get; } = new();

    public void Connected(Func<long, Arrival?> arrivalOf) => (_arrivalOf, Reads.SentAt) = (arrivalOf, 0);

    public void RequestSent(long timestamp) => Reads.SentAt = timestamp;

    public void LineRead(in Line line, LineKind kind)
    {
        Note(line.Offset, line.Octets.Length);
        if (kind == LineKind.ChunkSizeLine)
        {
            Reads.NoteChunk();
        }
    }

    public void Body(ReadOnlySequence<byte> piece, long offset)
    {
        Note(offset, piece.Length);
        Content.Add(piece, offset);
    }

    public void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody) => Note(offset, octets.Length);

    public void Done(Exchange exchange) => Reads.EndedAt = TimeProvider.System.GetTimestamp();

    // What was collected is shown, and cleared, by the page.
    public void Finish(Outcome outcome)
    {
    }

    /// <summary>Begins the next exchange.</summary>
    public void Clear()
    {
        Content.Clear();
        Reads.Clear();
    }

    public void Dispose()
    {
    }

    private void Note(long offset, long length)
    {
        if (_arrivalOf is { } arrivalOf)
        {
            Reads.Note(arrivalOf, offset, length);
        }
    }
}
