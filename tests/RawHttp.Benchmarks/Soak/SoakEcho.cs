using System.Text.Json.Nodes;
using RawHttp.Echo;
using RawHttp.Lines;

namespace RawHttp.Benchmarks.Soak;

/// <summary>An echo server whose clients come, say a few lines and leave in every way there is: nothing of them may stay.</summary>
internal sealed class SoakEcho : IEchoObserver
{
    // Clients at a time, a few more than there is room for.
    private const int Clients = 48;
    private const int Room = 44;

    private static readonly TimeSpan Last = TimeSpan.FromMilliseconds(100);

    private readonly int[] _ends = new int[Enum.GetValues<SessionEnd>().Length];
    private int _refused;
    private int _failed;
    private int _connected;

    public static async Task<int> RunAsync(TimeSpan duration, string recordPath)
    {
        var soak = new SoakEcho();
        await using var server = EchoServer.Start(new EchoServerOptions { IdleTimeout = ChurningClient.IdleTimeout, MaxLine = ChurningClient.MaxLine, MaxConnections = Room, Observer = soak });
        await ChurnAsync(server, duration < TimeSpan.FromMinutes(1) ? duration : TimeSpan.FromSeconds(10));
        soak.AwaitEveryEnd();
        var before = Holdings.AtRest();
        var (clients, lines) = (server.ClientsServed, server.LinesServed);
        Array.Clear(soak._ends);
        soak._refused = soak._failed = 0;

        await ChurnAsync(server, duration);
        var after = await Holdings.AfterAsync(() => ChurnAsync(server, Last), before);
        soak.AwaitEveryEnd();
        var counted = new JsonObject
        {
            ["minutes"] = Math.Round(duration.TotalMinutes, 2),
            ["connections"] = server.ClientsServed - clients + soak._refused,
            ["lines"] = server.LinesServed - lines,
            ["ends"] = new JsonObject([.. Enum.GetValues<SessionEnd>().Where(end => end != SessionEnd.Stopped).Select(end => KeyValuePair.Create<string, JsonNode?>(end.ToString(), soak._ends[(int)end])), new("Refused", soak._refused), new("AcceptFailed", soak._failed)]),
        };
        return SoakRecord.Conclude("soak-echo", counted, before, after, recordPath);
    }

    public void Connected(string client) => Interlocked.Increment(ref _connected);

    public void LineRead(string client, in Line line)
    {
    }

    public void Ended(string client, SessionEnd reason)
    {
        Interlocked.Increment(ref _ends[(int)reason]);
        Interlocked.Decrement(ref _connected);
    }

    public void Refused(string client) => Interlocked.Increment(ref _refused);

    public void AcceptFailed(string reason) => Interlocked.Increment(ref _failed);

    private static Task ChurnAsync(EchoServer server, TimeSpan duration)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        return Task.WhenAll(Enumerable.Range(1, Clients).Select(async seed =>
        {
            var random = new Random(seed);
            while (time.GetElapsedTime(started) < duration)
            {
                await ChurningClient.LiveAsync(server.EndPoint, random);
            }
        }));
    }

    // A session ends a moment after its client has left; if it does not, it is among what is held.
    private void AwaitEveryEnd() => SpinWait.SpinUntil(() => Volatile.Read(ref _connected) == 0, TimeSpan.FromSeconds(10));
}
