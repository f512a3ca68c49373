using System.IO.Pipelines;
using System.Text;
using RawHttp.Net;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Net;

/// <summary>A connection over TLS may be closed at any moment, also in the midst of a decryption, which uses native memory.</summary>
public sealed class TlsCloseTests
{
    private const int Rounds = 50;

    [Fact]
    public async Task A_close_beside_a_read_breaks_nothing()
    {
        await using var server = TlsServer.Start(TestCertificates.Good, async (tls, _) =>
        {
            for (var octets = new byte[1000]; ;)
            {
                await tls.WriteAsync(octets);
            }
        });
        var trust = new TlsOptions { ServerName = "localhost", TrustAnchors = TrustAnchors.FromPem(Encoding.ASCII.GetBytes(TestCertificates.Authority.ExportCertificatePem())) };

        // The handshake shares its threads with all other tests.
        var patient = new ConnectOptions { Tls = trust, ConnectTimeout = TimeSpan.FromMinutes(5) };
        for (var round = 0; round < Rounds; round++)
        {
            var connection = await Connection.ConnectAsync("127.0.0.1", server.Port, patient);
            await connection.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
            var reading = Task.Run(() => ReadAllAsync(connection.Input));

            // From at once to after some hundred records.
            await Task.Run(() => Thread.SpinWait(round * 500));
            await (round % 2 == 0 ? connection.CloseAsync(TimeSpan.Zero) : connection.DisposeAsync().AsTask());

            await reading;
        }
    }

    private static async Task ReadAllAsync(PipeReader input)
    {
        try
        {
            while (await input.ReadAsync() is { IsCompleted: false } result)
            {
                input.AdvanceTo(result.Buffer.End);
            }
        }
        catch (Exception closed) when (closed is ObjectDisposedException or InvalidOperationException)
        {
            // The connection was closed beside this read.
        }
    }
}
