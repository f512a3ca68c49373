using System.Buffers;

namespace RawHttp.Http;

/// <summary>
/// Removes the content codings that Content-Encoding names (RFC 9110 §8.4): gzip, deflate, br and zstd. Octets are pushed in as they
/// come; at most a block of each coding is kept. Content that is not in its coding from the beginning is passed on as it is.
/// </summary>
public sealed class ContentDecoding : IDisposable
{
    // Content of which nothing can be decoded so far is kept up to here, to pass it on.
    private const int MaxKept = 64 * 1024;

    // A head may name thousands, each of which takes a window.
    private const int MaxCodings = 8;

    private readonly Layer[] _layers;
    private readonly ArrayBufferWriter<byte> _undecoded = new();
    private Action<ReadOnlySpan<byte>>? _write;
    private bool _hasDecoded;

    private ContentDecoding(IReadOnlyList<string> codings)
    {
        Codings = codings;
        _layers = [.. codings.Select(coding => new Layer(ContentCodings.MakeDecoder(coding)))];
    }

    /// <summary>The codings in lower case, in the order in which they are removed.</summary>
    public IReadOnlyList<string> Codings { get; }

    /// <summary>Why no more is decoded, as a clause; null if nothing is wrong so far.</summary>
    public string? Failure { get; private set; }

    /// <summary>Whether content that could not be decoded is passed on as it is.</summary>
    public bool IsPassedOn => Failure is not null && !_hasDecoded;

    /// <summary>Whether the coded content may end after the octets that were decoded.</summary>
    public bool IsWhole => Failure is null && _layers.All(layer => layer.IsWhole);

    /// <summary>Makes a decoder for the content after a header section.</summary>
    /// <param name="fields">The header section.</param>
    /// <returns>The decoder; null if the content has no coding, or one that cannot be removed.</returns>
    public static ContentDecoding? Create(FieldSection fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var codings = ContentCodings.ToRemove(fields);
        return codings.Count is 0 or > MaxCodings || !codings.All(ContentCodings.IsChecked) ? null : new ContentDecoding(codings);
    }

    /// <summary>Decodes the next octets of the content.</summary>
    /// <param name="content">The octets.</param>
    /// <param name="write">Called with what they decode to, in pieces that are valid during the call.</param>
    public void Decode(ReadOnlySpan<byte> content, Action<ReadOnlySpan<byte>> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (IsPassedOn)
        {
            write(content);
            return;
        }

        if (Failure is not null)
        {
            return;
        }

        if (!_hasDecoded && _undecoded.WrittenCount + content.Length <= MaxKept)
        {
            _undecoded.Write(content);
        }

        _write = write;
        Push(0, content);
        _write = null;
        if (IsPassedOn)
        {
            write(_undecoded.WrittenSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _layers)
        {
            layer.Dispose();
        }
    }

    private void Push(int index, ReadOnlySpan<byte> octets)
    {
        if (index < _layers.Length)
        {
            _layers[index].Push(octets, decoded => Push(index + 1, decoded));
            Failure ??= _layers[index].Failure is { } reason ? $"{Codings[index]}: {reason}" : null;
        }
        else if (!octets.IsEmpty)
        {
            _hasDecoded = true;
            _write!(octets);
        }
    }

    private sealed class Layer(ContentDecoder decoder) : IDisposable
    {
        private readonly byte[] _block = new byte[8 * 1024];
        private int _filled;
        private bool _isEnded;

        public string? Failure { get; private set; }

        public bool IsWhole => _isEnded || decoder.IsWhole;

        public void Push(ReadOnlySpan<byte> octets, Action<ReadOnlySpan<byte>> next)
        {
            while (!octets.IsEmpty && !_isEnded && Failure is null)
            {
                var count = Math.Min(octets.Length, _block.Length - _filled);
                octets[..count].CopyTo(_block.AsSpan(_filled));
                _filled += count;
                octets = octets[count..];
                DecodeBlock(next);
            }
        }

        public void Dispose() => decoder.Dispose();

        private void DecodeBlock(Action<ReadOnlySpan<byte>> next)
        {
            var used = 0;
            var status = OperationStatus.DestinationTooSmall;
            while (status == OperationStatus.DestinationTooSmall)
            {
                status = decoder.Decode(_block.AsSpan(used, _filled - used), out var consumed, out var decoded);
                used += consumed;
                next(decoded);
            }

            _isEnded = status == OperationStatus.Done;
            Failure = status == OperationStatus.InvalidData ? decoder.Notes[^1].Text : null;
            decoder.Notes.Clear();
            _block.AsSpan(used, _filled - used).CopyTo(_block);
            _filled -= used;
        }
    }
}
