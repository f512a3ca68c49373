using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Net;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Net;

/// <summary>A response read as the README reads one: whether it is whole depends on its framing or, without one, on how it ended.</summary>
public sealed class ResponseEndTests
{
    private const string Cut = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello";
    private const string UntilClose = "HTTP/1.1 200 OK\r\nServer: x\r\n\r\nhello";
    private const string Counted = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    private const string CutBody = "RFC9112-8-CUT-BODY";
    private const string IncompleteClose = "RFC9112-9.8-INCOMPLETE-CLOSE";

    [Theory]
    [InlineData(UntilClose, Ending.HalfClose, ConnectionEnd.EndOfStream, true)]
    [InlineData(UntilClose, Ending.Reset, ConnectionEnd.Reset, false)]
    [InlineData(Counted, Ending.Reset, null, true)]
    [InlineData(Chunked, Ending.Reset, null, true)]
    public async Task A_body_until_close_is_whole_if_the_connection_ended_in_order(
        string response, Ending ending, ConnectionEnd? end, bool isWhole)
    {
        await using var server = ScriptedServer.Sending(response, ending);
        await using var connection = await Connection.ConnectAsync("127.0.0.1", server.Port);

        var reader = await ReadAsync(connection);

        Assert.Equal((isWhole, isWhole ? 0 : 1), (reader.IsComplete, reader.Findings.Count(finding => finding.Code == CutBody)));
        Assert.Equal(end ?? connection.End, connection.End);
    }

    [Fact]
    public async Task A_body_until_close_that_the_read_timeout_ended_may_have_been_cut()
    {
        var time = new FakeTimeProvider();
        await using var server = ScriptedServer.SendingThenSilent(UntilClose);
        await using var connection = await Connection.ConnectAsync("127.0.0.1", server.Port, new ConnectOptions { Time = time });
        var reading = ReadAsync(connection);
        while (connection.Received < UntilClose.Length)
        {
            await Task.Yield();
        }

        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var reader = await reading;

        Assert.Equal((false, ConnectionEnd.Timeout), (reader.IsComplete, connection.End));
        Assert.Contains(reader.Findings, finding => finding.Code == CutBody);
    }

    [Theory]
    [InlineData(SocketShutdown.Receive)]
    [InlineData(SocketShutdown.Both)]
    [InlineData(null)]
    public async Task A_body_until_close_that_this_side_ended_may_have_been_cut(SocketShutdown? how)
    {
        await using var server = ScriptedServer.SendingThenSilent(UntilClose);
        await using var connection = await Connection.ConnectAsync("127.0.0.1", server.Port);
        var reading = ReadAsync(connection);
        while (connection.Received < UntilClose.Length)
        {
            await Task.Yield();
        }

        if (how is { } direction)
        {
            connection.Shutdown(direction);
        }
        else
        {
            await connection.DisposeAsync();
        }

        var reader = await reading;

        Assert.Equal((false, 5), (reader.IsComplete, reader.BodyLength));
        Assert.Contains(reader.Findings, finding => finding.Code == CutBody);
    }

    [Theory]
    [InlineData(UntilClose, "shutdown", ConnectionEnd.EndOfStream, true, "")]
    [InlineData(UntilClose, "close", ConnectionEnd.IncompleteClose, false, CutBody + " " + IncompleteClose)]
    [InlineData(UntilClose, "reset", ConnectionEnd.Reset, false, CutBody)]
    [InlineData(UntilClose, "break", ConnectionEnd.TlsFailure, false, CutBody)]
    [InlineData(Cut, "close", ConnectionEnd.IncompleteClose, false, CutBody + " " + IncompleteClose)]
    [InlineData("HTTP/1.1 200 OK\r\nServer", "close", ConnectionEnd.IncompleteClose, false, "RFC9112-8-CUT-HEAD " + IncompleteClose)]
    [InlineData("", "close", ConnectionEnd.IncompleteClose, false, IncompleteClose)]
    public async Task Over_TLS_a_close_counts_only_after_a_close_notify(
        string response, string ending, ConnectionEnd end, bool isWhole, string codes)
    {
        await using var server = TlsServer.Start(TestCertificates.Good, async (tls, client) =>
        {
            await tls.WriteAsync(Encoding.ASCII.GetBytes(response));
            switch (ending)
            {
                case "shutdown":
                    await tls.ShutdownAsync();
                    await client.CloseAsync();
                    break;
                case "close":
                    await client.CloseAsync();
                    break;
                case "reset":
                    await client.EndAsync(Ending.Reset);
                    break;
                default:
                    await client.SendAsync("\x17\x03\x03\x00\x20not a record that can be decrypted"u8.ToArray());
                    await client.LeftAsync();
                    break;
            }
        });
        var options = new ConnectOptions { Tls = new TlsOptions { TrustAnchors = TrustAnchors.FromCertificates([TestCertificates.Authority]) } };
        await using var connection = await Connection.ConnectAsync("localhost", server.Port, options);

        var reader = await ReadAsync(connection);

        Assert.Equal((isWhole, end), (reader.IsComplete, connection.End));
        var found = reader.Findings.Select(finding => finding.Code);
        Assert.Equal(codes, string.Join(' ', found.Where(code => code is CutBody or IncompleteClose or "RFC9112-8-CUT-HEAD")));
    }

    [Fact]
    public async Task The_connection_is_closed_patiently_after_its_response_was_read()
    {
        await using var server = ScriptedServer.Sending(Counted);
        await using var connection = await Connection.ConnectAsync("127.0.0.1", server.Port);
        var reader = await ReadAsync(connection);

        await connection.CloseAsync(TimeSpan.FromSeconds(5));

        Assert.Equal((true, 0), (reader.IsComplete, connection.Holders));
    }

    // With a clock that stands still, the end of the closing is the peer's.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_patient_close_leaves_what_was_read_and_what_had_arrived(bool accepts)
    {
        await using var pair = await SocketPair.ConnectAsync(new FakeTimeProvider(), accepts);
        var lines = new LineReader(pair.Connection.Input);
        await pair.SendAsync("one\ntwo\n");
        var one = await lines.ReadLineAsync(new ReadLimit(LineKind.Other, 100));
        var closing = pair.Connection.CloseAsync(TimeSpan.FromHours(1));
        Assert.Equal("", await pair.ReceiveAsync());

        // More than the pipe and the systems between would hold for a reader that waits.
        await pair.SendAsync(new string('x', 16 * 1024 * 1024));
        pair.Peer.Shutdown(SocketShutdown.Send);
        await closing;

        Assert.Equal("one\n", Encoding.ASCII.GetString(one!.Value.Octets.Span));
        Assert.Equal("two\n", Encoding.ASCII.GetString((await lines.ReadLineAsync(new ReadLimit(LineKind.Other, 100)))!.Value.Octets.Span));
        Assert.Equal((ConnectionEnd.ShutDown, 0), (pair.Connection.End, pair.Connection.Holders));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_patient_close_ends_the_read_that_waits(bool accepts)
    {
        await using var pair = await SocketPair.ConnectAsync(new FakeTimeProvider(), accepts);
        var reading = new LineReader(pair.Connection.Input).ReadLineAsync(new ReadLimit(LineKind.Other, 100)).AsTask();
        var closing = pair.Connection.CloseAsync(TimeSpan.FromHours(1));
        await pair.SendAsync("dropped\n");
        pair.Peer.Shutdown(SocketShutdown.Send);

        Assert.Null(await reading);
        await closing;
        Assert.Equal(ConnectionEnd.ShutDown, pair.Connection.End);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_patient_close_dropped_makes_no_body_whole(bool accepts)
    {
        await using var pair = await SocketPair.ConnectAsync(new FakeTimeProvider(), accepts);
        await pair.SendAsync(UntilClose);
        var reader = new ResponseReader(new LineReader(pair.Connection.Input), "GET");
        await reader.ReadHeadAsync();
        var closing = pair.Connection.CloseAsync(TimeSpan.FromHours(1));
        await pair.SendAsync(", and more");
        pair.Peer.Shutdown(SocketShutdown.Send);
        await closing;

        await ReadBodyAsync(reader);

        Assert.False(reader.IsComplete);
    }

    private static async Task<ResponseReader> ReadAsync(Connection connection)
    {
        await connection.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
        var reader = new ResponseReader(new LineReader(connection.Input), "GET");
        try
        {
            await reader.ReadHeadAsync();
            await ReadBodyAsync(reader);
        }
        catch (ReadException)
        {
            // What ended early says so here.
        }

        return reader;
    }

    private static async Task ReadBodyAsync(ResponseReader reader)
    {
        while (await reader.ReadBodyAsync() is { IsEmpty: false })
        {
        }
    }
}
