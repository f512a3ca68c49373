using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Http;

/// <summary>Reads a body piece by piece, its transfer coding removed; each framing has its own class.</summary>
internal abstract class BodyReader(LineReader lines, FindingLog findings)
{
    /// <summary>How many octets of the body have been read.</summary>
    public long Length { get; private set; }

    /// <summary>How many octets are known to be missing; null if the framing does not give the length.</summary>
    public virtual long? Missing => null;

    /// <summary>The fields after the last chunk.</summary>
    public virtual FieldSection Trailers => FieldSection.Empty;

    protected LineReader Lines { get; } = lines;

    protected FindingLog Findings { get; } = findings;

    /// <summary>Reads the next piece; an empty one marks the end.</summary>
    public async ValueTask<ReadOnlySequence<byte>> ReadAsync(long maxCount, CancellationToken cancellationToken)
    {
        var piece = await ReadPieceAsync(maxCount, cancellationToken).ConfigureAwait(false);
        Length += piece.Length;
        return piece;
    }

    protected abstract ValueTask<ReadOnlySequence<byte>> ReadPieceAsync(long maxCount, CancellationToken cancellationToken);

    protected MessageException CutOff(string where)
    {
        var missing = Missing is { } count ? $", with {count} of its bytes missing" : "";
        return Findings.Stop(ReadError.BodyCutOff, FindingKinds.CutBody, Lines.Offset, 0, $"The stream ends in {where}{missing}.");
    }
}

/// <summary>A body of a known length, which may be 0 (RFC 9112 §6.2).</summary>
internal sealed class ContentLengthBodyReader(LineReader lines, FindingLog findings, long length) : BodyReader(lines, findings)
{
    public override long? Missing => length - Length;

    protected override async ValueTask<ReadOnlySequence<byte>> ReadPieceAsync(long maxCount, CancellationToken cancellationToken)
    {
        if (Length == length)
        {
            return ReadOnlySequence<byte>.Empty;
        }

        var piece = await Lines.ReadSomeAsync(Math.Min(maxCount, length - Length), cancellationToken).ConfigureAwait(false);
        return piece.IsEmpty ? throw CutOff($"a body of {length} byte{(length == 1 ? "" : "s")}") : piece;
    }
}

/// <summary>A body that ends with the connection (RFC 9112 §6.3 rule 8). Only the connection knows whether it was cut off.</summary>
internal sealed class UntilCloseBodyReader(LineReader lines, FindingLog findings) : BodyReader(lines, findings)
{
    protected override ValueTask<ReadOnlySequence<byte>> ReadPieceAsync(long maxCount, CancellationToken cancellationToken) =>
        Lines.ReadSomeAsync(maxCount, cancellationToken);
}
