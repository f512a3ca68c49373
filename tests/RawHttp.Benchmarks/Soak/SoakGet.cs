using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Benchmarks.Soak;

/// <summary>Many responses, whole and broken, one connection each, through the library of one process: nothing of them may stay.</summary>
internal sealed class SoakGet(int port) : ILineObserver
{
    // Readers at a time.
    private const int Readers = 16;

    // One answer among so many is silence, which takes its time.
    private const int SilenceEvery = 250;

    private const int Last = 200;

    private static readonly ConnectOptions Options = new();
    private static readonly ConnectOptions Impatient = new() { ReadTimeout = TimeSpan.FromMilliseconds(100) };

    private readonly int[] _answers = new int[Enum.GetValues<AnswerKind>().Length];
    private long _lines;

    public static async Task<int> RunAsync(int count, string recordPath)
    {
        await using var origin = new BrokenOrigin();
        await new SoakGet(origin.Port).ReadAsync(Math.Clamp(count / 20, 500, 5000));
        var before = Holdings.AtRest();
        var soak = new SoakGet(origin.Port);
        var last = Math.Min(count, Last);
        await soak.ReadAsync(count - last);
        var after = await Holdings.AfterAsync(() => soak.ReadAsync(last), before);
        var answers = new JsonObject(Enum.GetValues<AnswerKind>().Select(kind => KeyValuePair.Create<string, JsonNode?>(kind.ToString(), soak._answers[(int)kind])));
        var counted = new JsonObject { ["count"] = count, ["connections"] = soak._answers.Sum(), ["lines"] = soak._lines, ["answers"] = answers };
        return SoakRecord.Conclude("soak-get", counted, before, after, recordPath);
    }

    public void LineRead(in Line line, LineKind kind) => Interlocked.Increment(ref _lines);

    public void Waiting()
    {
    }

    private Task ReadAsync(int count)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, Readers).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var kind = i % SilenceEvery == SilenceEvery - 1 ? AnswerKind.Silence : (AnswerKind)(i % (int)AnswerKind.Silence);
                await ReadAsync(kind);
                Interlocked.Increment(ref _answers[(int)kind]);
            }
        }));
    }

    private async Task ReadAsync(AnswerKind kind)
    {
        await using var connection = await Connection.ConnectAsync("127.0.0.1", port, kind == AnswerKind.Silence ? Impatient : Options);
        await connection.SendAsync(Encoding.ASCII.GetBytes($"GET /{kind} HTTP/1.1\r\n\r\n"));
        var response = new ResponseReader(new LineReader(connection.Input, this), "GET");
        ReadError? error = null;
        try
        {
            await response.ReadHeadAsync();
            while (await response.ReadBodyAsync() is { IsEmpty: false })
            {
                if (kind == AnswerKind.Reset && response.Missing == 1)
                {
                    await connection.SendAsync("go"u8.ToArray());
                }
            }
        }
        catch (ReadException failure)
        {
            error = failure.Error;
        }

        var read = (error, response.BodyLength, connection.End);
        var isAsSent = kind switch
        {
            AnswerKind.ContentLength => read is (null, 5000, _),
            AnswerKind.Chunked => read is (null, 5005, _) && response.Trailers.Count == 1,
            AnswerKind.UntilClose => read is (null, 5000, ConnectionEnd.EndOfStream),
            AnswerKind.Reset => read is (ReadError.BodyCutOff, 5000, ConnectionEnd.Reset),
            AnswerKind.Cut => read is (ReadError.BodyCutOff, 5000, ConnectionEnd.EndOfStream),
            AnswerKind.Garbage => read is (ReadError.StatusLine, 0, _),
            _ => read is (ReadError.HeadCutOff, 0, ConnectionEnd.Timeout),
        };
        if (!isAsSent)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{kind} was read as {read}"));
        }
    }
}
