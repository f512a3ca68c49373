using System.Buffers;

namespace RawHttp.Http;

/// <summary>Removes one content coding. Octets are pushed in; no more of them is kept than the coding itself needs.</summary>
internal abstract class ContentDecoder : IDisposable
{
    /// <summary>What was noticed in the last call.</summary>
    public List<CodingNote> Notes { get; } = [];

    /// <summary>Whether the coded octets may end after those that were consumed.</summary>
    public virtual bool IsWhole => false;

    /// <summary>Decodes some octets.</summary>
    /// <param name="source">The next octets, from the first one not consumed.</param>
    /// <param name="consumed">How many of them need not be given again.</param>
    /// <param name="decoded">What they decode to, valid until the next call.</param>
    /// <returns><see cref="OperationStatus.NeedMoreData"/>: give the rest again, with what follows it.
    /// <see cref="OperationStatus.DestinationTooSmall"/>: give the rest again. <see cref="OperationStatus.Done"/>: the coding has ended,
    /// and the rest is no part of it. <see cref="OperationStatus.InvalidData"/>: the last note gives the reason.</returns>
    public abstract OperationStatus Decode(ReadOnlySpan<byte> source, out int consumed, out ReadOnlySpan<byte> decoded);

    public virtual void Dispose()
    {
    }

    protected void Note(CodingFault fault, int at, int length, string text) => Notes.Add(new(fault, at, length, text));

    protected OperationStatus Break(int at, int length, string text, CodingFault fault = CodingFault.Data)
    {
        Note(fault, at, length, text);
        return OperationStatus.InvalidData;
    }
}

/// <summary>Something that a decoder noticed.</summary>
/// <param name="Fault">What it is.</param>
/// <param name="At">Where it begins, from the first octet of the source; negative if that was given before.</param>
/// <param name="Length">How many octets it has.</param>
/// <param name="Text">A clause that describes it.</param>
internal readonly record struct CodingNote(CodingFault Fault, int At, int Length, string Text);

/// <summary>What may be wrong with coded octets.</summary>
internal enum CodingFault
{
    /// <summary>They do not begin as the coding does.</summary>
    Signature,

    /// <summary>They cannot be decoded further.</summary>
    Data,

    /// <summary>A checksum is not that of the data.</summary>
    Checksum,

    /// <summary>The length in the trailer is not that of the data.</summary>
    Length,

    /// <summary>A further member of gzip begins.</summary>
    Member,

    /// <summary>The format of zlib is missing around deflate.</summary>
    Wrapper,

    /// <summary>Decoding needs a larger window than the coding allows.</summary>
    Window,
}
