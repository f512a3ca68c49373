using System.Buffers;
using System.IO.Pipelines;
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.BugReports;

/// <summary>What the reader makes of octets: the parts of all responses, and the findings.</summary>
internal sealed class MessageReading
{
    private readonly List<MessagePart> _parts = [];
    private readonly List<Finding> _findings = [];
    private readonly List<(MessageEnd End, ReadError? Failure, FramingKind? Framing, long Omitted)> _ends = [];

    private MessageReading()
    {
    }

    /// <summary>The parts, in the order of their octets; none if they were not asked for.</summary>
    public IReadOnlyList<MessagePart> Parts => _parts;

    /// <summary>The findings of all responses.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Reads responses.</summary>
    /// <param name="octets">The responses, one after another.</param>
    /// <param name="requests">The requests that they answer; GET for each if null.</param>
    /// <param name="wantsParts">Whether the parts are wanted; without them reading is faster.</param>
    public static MessageReading Read(ReadOnlyMemory<byte> octets, IEnumerable<SentRequest>? requests, bool wantsParts = true)
    {
        var reading = new MessageReading();
        var options = new ExchangeOptions { KeepsBody = false, Observer = wantsParts ? new PartObserver(reading._parts) : null };
        var reader = new ExchangeReader(PipeReader.Create(new ReadOnlySequence<byte>(octets)), options, requests);

        // No read waits for octets that are in memory.
        while (reader.ReadAsync().GetAwaiter().GetResult() is { } exchange)
        {
            reading._findings.AddRange(exchange.Findings);
            reading._ends.Add((exchange.End, exchange.Failure?.Error, exchange.Framing?.Kind, exchange.OmittedFindings));
        }

        return reading;
    }

    /// <summary>Whether both have the same findings at the same places, the same parts, and the same ends.</summary>
    /// <param name="other">Another reading, with its parts.</param>
    public bool IsSameAs(MessageReading other) =>
        _ends.SequenceEqual(other._ends) && _parts.SequenceEqual(other._parts)
            && _findings.Select(Place).SequenceEqual(other._findings.Select(Place));

    private static (string Code, long Offset, int Length) Place(Finding finding) => (finding.Code, finding.Offset, finding.Length);

    private sealed class PartObserver(List<MessagePart> parts) : IExchangeObserver
    {
        public void LineRead(in Line line, LineKind kind) => parts.Add(new MessagePart(KindOf(kind), (int)line.Offset, line.Octets.Length));

        public void Body(ReadOnlySequence<byte> piece, long offset) => Add(PartKind.Content, piece.Length, offset);

        public void Rest(ReadOnlySequence<byte> octets, long offset, bool isBody) => Add(PartKind.Rest, octets.Length, offset);

        // Pieces that follow each other are one part, however they were cut for the reading.
        private void Add(PartKind kind, long length, long offset)
        {
            if (length == 0)
            {
                return;
            }

            if (parts is [.., var last] && last.Kind == kind && last.End == offset)
            {
                parts[^1] = last with { Length = last.Length + (int)length };
            }
            else
            {
                parts.Add(new MessagePart(kind, (int)offset, (int)length));
            }
        }

        private static PartKind KindOf(LineKind kind) => kind switch
        {
            LineKind.StatusLine or LineKind.RequestLine => PartKind.StartLine,
            LineKind.FieldLine or LineKind.TrailerFieldLine => PartKind.FieldLine,
            LineKind.ChunkSizeLine => PartKind.ChunkSizeLine,
            LineKind.ChunkEnd => PartKind.ChunkEnd,
            _ => PartKind.Rest,
        };
    }
}
