using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using RawHttp.Lines;

namespace RawHttp.Fuzz;

/// <summary>Lines, exact counts and the rest, in an order that the input chooses; in pieces, and with waits that are cancelled.</summary>
internal sealed class LineTarget : ILineObserver
{
    private const int LongestPiece = 16;

    private readonly byte[] _octets;
    private readonly byte[] _steps;
    private readonly ReadLimit _limit;
    private readonly LineReader _reader;
    private readonly StringBuilder _text = new();
    private readonly bool _isWhole;
    private long _place;
    private long _most;
    private long _left;

    private LineTarget(byte[] octets, byte[] steps, ReadLimit limit, PipeReader input, bool isWhole)
    {
        (_octets, _steps, _limit, _most, _isWhole) = (octets, steps, limit, limit.Octets, isWhole);
        _reader = new LineReader(input, this);
    }

    public static void Run(Choices choices)
    {
        var (pieces, cancels) = (choices.Next(), choices.Next());
        var limit = new ReadLimit(LineKind.Other, 1 + choices.Next());
        var steps = new byte[choices.Next() & 7];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = choices.Next();
        }

        var octets = choices.Rest();
        PipeReader? input = null;
        Choices.ReadBothWays(octets, Pieces(), reader =>
        {
            var isWhole = input is null;
            input = reader;
            return new LineTarget(octets, steps, limit, reader, isWhole).ReadAsync();
        });

        // Of the first pieces, those whose bit is set come after the wait for them was cancelled.
        IEnumerable<ReadOnlyMemory<byte>> Pieces()
        {
            var at = 0;
            foreach (var piece in Choices.Cut(octets, pieces))
            {
                if (at < 32 && (cancels >> (at++ & 7) & 1) != 0)
                {
                    input!.CancelPendingRead();
                }

                yield return piece;
            }
        }
    }

    public void LineRead(in Line line, LineKind kind)
    {
        Invariant.Holds(kind == _limit.Kind);
        Invariant.Holds(line.Offset == _place);
        Invariant.Holds(line.Octets.Length <= _limit.Octets);
        Invariant.Holds(line.Octets.Span[..^1].IndexOf((byte)'\n') < 0);
        _place += line.Octets.Length;
        Invariant.Holds(_octets.AsSpan((int)line.Offset, line.Octets.Length).SequenceEqual(line.Octets.Span));
        Invariant.Holds(line.Content.Length + (int)line.Ending == line.Octets.Length);
        Invariant.Holds(line.Ending != LineEnding.None || _place == _octets.Length);
    }

    public void Waiting()
    {
    }

    private async Task<string> ReadAsync()
    {
        try
        {
            foreach (var step in _steps)
            {
                await StepAsync(step & 3, step >> 2);
            }

            while (await UncancelledAsync(() => _reader.ReadLineAsync(_limit)) is { } line)
            {
                Note(line);
            }
        }
        catch (ReadException failure)
        {
            Invariant.Holds(failure.Error is ReadError.LineLimit or ReadError.BodyLimit);
            Invariant.Holds(failure.Offset == _reader.Offset);
            Note($"{failure.Error} at {failure.Offset}: {failure.Message}");

            // The limit was seen to be passed with the first piece that did, if a read that took nothing had not left more.
            var held = _reader.TakeBuffered();
            Invariant.Holds(held.Length > _most && (_isWhole || held.Length <= Math.Max(_most + LongestPiece, _left)));
            Took(held);
        }

        Took(await UncancelledAsync(() => _reader.ReadToEndAsync(new ReadLimit(LineKind.Other, int.MaxValue) { Name = "rest" })));
        Invariant.Holds(_reader.Offset == _octets.Length);
        Invariant.Holds(_reader.TakeBuffered().IsEmpty);
        Invariant.Holds(await UncancelledAsync(() => _reader.ReadLineAsync(_limit)) is null);
        return _text.ToString();
    }

    private async Task StepAsync(int kind, int count)
    {
        switch (kind)
        {
            case 0:
                var line = await UncancelledAsync(() => _reader.ReadLineAsync(_limit));
                Note(line);
                break;
            case 1:
                try
                {
                    var exact = await UncancelledAsync(() => _reader.ReadExactlyAsync(count));
                    Invariant.Holds(exact.Length == count);
                    Took(exact);
                }
                catch (EndOfStreamException)
                {
                    // Nothing was taken: it is there to be read by the next step.
                    Invariant.Holds(_octets.Length - _place < count && _reader.Offset == _place);
                    _left = count;
                }

                Note($"{count} to {_place}");
                break;
            case 2:
                // How much comes at once depends on the pieces, the sum of it does not.
                for (long left = count, length; left > 0; left -= length)
                {
                    var some = await UncancelledAsync(() => _reader.ReadSomeAsync(left));
                    length = some.Length;
                    Took(some);
                    Invariant.Holds(length <= left);
                    if (length == 0)
                    {
                        Invariant.Holds(_place == _octets.Length);
                        break;
                    }
                }

                Note($"some to {_place}");
                break;
            default:
                _most = 4 * count;
                var rest = await UncancelledAsync(() => _reader.ReadToEndAsync(new ReadLimit(LineKind.Other, 4 * count) { Name = "rest" }));
                Took(rest);
                Note($"{rest.Length} at the end");
                Invariant.Holds(rest.Length <= _most);
                _most = _limit.Octets;
                break;
        }
    }

    // A read that is cancelled loses nothing, so it is begun again.
    private static async Task<T> UncancelledAsync<T>(Func<ValueTask<T>> read)
    {
        for (var times = 0; ; times++)
        {
            try
            {
                return await read();
            }
            catch (OperationCanceledException)
            {
                Invariant.Holds(times < 32);
            }
        }
    }

    private void Took(ReadOnlySequence<byte> taken)
    {
        Invariant.Holds(_reader.Offset == _place + taken.Length);
        Invariant.Holds(taken.ToArray().AsSpan().SequenceEqual(_octets.AsSpan((int)_place, (int)taken.Length)));
        _place += taken.Length;
    }

    private void Note(Line? line) => Note(line is { } one ? $"{one.Offset} {one.Octets.Length} {one.Ending}" : "end");

    private void Note(string text) => _text.Append(text).Append('\n');
}
