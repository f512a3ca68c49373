using System.Net;
using System.Net.Sockets;

namespace RawHttp.Attack;

/// <summary>A server on a loopback port that sends octets in pieces to each client, and ends as its case says.</summary>
internal sealed class AttackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();

    public AttackServer() => _listener.Start();

    public string Address => $"{_listener.LocalEndpoint}";

    /// <summary>Serves until it is disposed.</summary>
    public void Serve(ServerPlan plan) => _ = ServeAsync(plan);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task ServeAsync(ServerPlan plan)
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptSocketAsync(_stop.Token), plan);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(Socket client, ServerPlan plan)
    {
        using (client)
        {
            try
            {
                if (plan.ReadsFirst)
                {
                    _ = await client.ReceiveAsync(new byte[64 * 1024], _stop.Token);
                }

                foreach (var piece in plan.Octets.Chunk(plan.Piece))
                {
                    _ = await client.SendAsync(piece, _stop.Token);
                    await Task.Delay(plan.Pause, _stop.Token);
                }

                await EndAsync(client, plan.End);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task EndAsync(Socket client, ServerEnd end)
    {
        switch (end)
        {
            case ServerEnd.Reset:
                client.LingerState = new LingerOption(true, 0);
                break;
            case ServerEnd.HalfClose:
                client.Shutdown(SocketShutdown.Send);
                while (await client.ReceiveAsync(new byte[64 * 1024], _stop.Token) > 0)
                {
                }

                break;
            case ServerEnd.Silence:
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
        }
    }
}

/// <summary>How a connection ends when all is sent.</summary>
internal enum ServerEnd
{
    Close,
    Reset,
    HalfClose,
    Silence,
}

/// <summary>What a server does.</summary>
/// <param name="Octets">What it sends.</param>
/// <param name="Piece">How many at a time.</param>
/// <param name="Pause">How long it waits after each, in milliseconds.</param>
/// <param name="End">How it ends.</param>
/// <param name="ReadsFirst">Whether it waits for a request.</param>
internal sealed record ServerPlan(byte[] Octets, int Piece, int Pause, ServerEnd End, bool ReadsFirst)
{
    public static ServerPlan Draw(Chance chance, byte[] octets)
    {
        var piece = chance.In100(70) ? 64 * 1024 : 1 + chance.Next(Math.Max(octets.Length / 3, 1));
        return new ServerPlan(octets, piece, chance.Of(0, 0, 1, 20), (ServerEnd)chance.Next(4), chance.In100(80));
    }
}
