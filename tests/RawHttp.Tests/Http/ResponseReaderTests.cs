using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

public sealed class ResponseReaderTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    [Theory]
    [InlineData(Ok + "A: 12345678901234\r\n\r\n", ReadError.LineLimit)]
    [InlineData(Ok + "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n", ReadError.FieldLimit)]
    [InlineData(Ok + "A: 12345678\r\nB: 12345678\r\nC: 12345678\r\n\r\n", ReadError.HeadLimit)]
    [InlineData(Ok + "A: 12345678\r\n 1234567890\r\n 1234567890\r\n\r\n", ReadError.HeadLimit)]
    [InlineData("HTTP/1.1 100 \r\n\r\nHTTP/1.1 100 \r\n\r\nHTTP/1.1 100 \r\n\r\n", ReadError.InterimLimit)]
    [InlineData("\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n", ReadError.HeadLimit)]
    public async Task Each_limit_has_its_error(string response, ReadError error)
    {
        var limits = new MessageLimits { Line = 18, Fields = 3, Head = 50, Interim = 2 };
        var reader = Over(response + "HTTP/1.1 200 OK\r\n\r\n", limits);

        var failure = await Assert.ThrowsAnyAsync<ReadException>(async () => await reader.ReadHeadAsync());

        Assert.Equal(error, failure.Error);
    }

    [Theory]
    [InlineData("\0", ReadError.StatusLine, "RFC9112-4-NOT-HTTP", 0)]
    [InlineData("220 ", ReadError.StatusLine, "RFC9112-4-NOT-HTTP", 0)]
    [InlineData("http/1.1 200 ", ReadError.StatusLine, "RFC9112-2.3-VERSION-FORM", 0)]
    [InlineData("HTTP/1.1 2000", ReadError.StatusLine, "RFC9112-4-STATUS-CODE-FORM", 0)]
    [InlineData("HTTP/1.1 100 \r\n\r\nRFB ", ReadError.StatusLine, "RFC9112-6.3-UNEXPECTED-BODY", 17)]
    [InlineData(Ok + "{\"a\":\"", ReadError.FieldLine, "RFC9110-5.1-INVALID-NAME", 17)]
    [InlineData(Ok + "<html> ", ReadError.FieldLine, "RFC9112-5-NO-COLON", 17)]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n{\"a\":\"", ReadError.Chunk, "RFC9112-7.1-INVALID-CHUNK-SIZE", 47)]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\nff ", ReadError.Chunk, "RFC9112-7.1-INVALID-CHUNK-SIZE", 47)]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n{\"a\":\"", ReadError.FieldLine, "RFC9110-5.1-INVALID-NAME", 50)]
    public async Task What_is_no_line_is_named_however_long_it_is(string start, ReadError error, string code, long offset)
    {
        var reader = Over(start + new string('x', 1_100_000));

        var failure = await Assert.ThrowsAnyAsync<MessageException>(() => ReadAllAsync(reader));

        Assert.Equal((error, code, offset), (failure.Error, failure.Finding.Code, failure.Finding.Offset));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 ")]
    [InlineData("HTTP/1.1  200 ")]
    [InlineData(" ")]
    [InlineData(Ok + "A: ")]
    [InlineData(Ok)]
    [InlineData(Ok + "A: 1\r\n ")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n5;")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n5 \t;a=")]
    public async Task What_may_be_a_line_has_a_limit(string start)
    {
        var reader = Over(start + new string(start == " " ? ' ' : 'x', 1_100_000));

        var failure = await Assert.ThrowsAnyAsync<ReadException>(() => ReadAllAsync(reader));

        Assert.Equal(ReadError.LineLimit, failure.Error);
    }

    [Fact]
    public async Task Exactly_the_limit_is_allowed()
    {
        var limits = new MessageLimits { Line = 17, Fields = 2, Head = 35, Interim = 1, Body = 4 };
        var reader = Over("HTTP/1.1 100 \r\n\r\nHTTP/1.1 200 OK\r\nA: 12\r\nB: 3\r\n\r\nbody", limits);

        await reader.ReadHeadAsync();

        Assert.Equal(2, reader.Head!.Fields.Count);
        Assert.Equal("body", await ReadBodyAsync(reader));
        Assert.True(reader.IsComplete);
    }

    [Theory]
    [InlineData("Content-Length: 8\r\n\r\n12345678")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\n123\r\n5\r\n45678\r\n0\r\n\r\n")]
    [InlineData("\r\n12345678")]
    public async Task A_body_is_delivered_up_to_its_limit(string rest)
    {
        var reader = Over(Ok + rest, new MessageLimits { Body = 5 });
        await reader.ReadHeadAsync();

        var body = new StringBuilder();
        var failure = await Assert.ThrowsAnyAsync<ReadException>(() => ReadBodyAsync(reader, body));

        Assert.Equal(ReadError.BodyLimit, failure.Error);
        Assert.Equal("12345", body.ToString());
    }

    [Theory]
    [InlineData(true, "RFC9112-9.2-BEFORE-REQUEST")]
    [InlineData(false, "RFC9112-9.2-EARLY-RESPONSE")]
    public async Task A_response_that_began_before_its_request_was_sent_is_a_finding(bool isUnasked, string code)
    {
        var reader = Over(Ok + "Content-Length: 0\r\n\r\n", new MessageLimits());
        await reader.ReadHeadAsync();

        reader.NoteEarly(17, isUnasked);

        Assert.Contains((code, 0L, 17), reader.Findings.Select(finding => (finding.Code, finding.Offset, finding.Length)));
    }

    [Fact]
    public async Task What_was_read_of_a_head_stays_when_it_is_cut_off()
    {
        var reader = Over(Ok + "Server: x\r\nDate");

        await Assert.ThrowsAnyAsync<ReadException>(async () => await reader.ReadHeadAsync());

        Assert.False(reader.Head!.IsComplete);
        Assert.Equal("x", reader.Head.Fields["server"]);
    }

    [Fact]
    public async Task Interim_responses_are_kept_and_the_final_one_follows()
    {
        var reader = Over("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        var head = await reader.ReadHeadAsync();

        Assert.Equal(200, head.StatusLine.StatusCode);
        Assert.Equal("</a>", Assert.Single(reader.Interim).Fields["Link"]);
    }

    [Fact]
    public async Task Fields_keep_their_order_and_their_duplicates()
    {
        var head = await Over(Ok + "Set-Cookie: a\r\nX: y\r\nset-cookie: b\r\n\r\n").ReadHeadAsync();

        Assert.Equal(["Set-Cookie: a", "X: y", "set-cookie: b"], head.Fields.Select(field => field.ToString()));
        Assert.Equal(["Set-Cookie: a", "set-cookie: b"], head.Fields.Named("SET-COOKIE").Select(field => field.ToString()));
        Assert.Null(head.Fields["Z"]);
    }

    [Fact]
    public async Task Trailers_are_a_section_of_their_own()
    {
        var reader = Over(Ok + "Transfer-Encoding: chunked\r\n\r\n1;ext=\"x\"\r\na\r\n0\r\nA: 1\r\nB: 2\r\n\r\n");
        await reader.ReadHeadAsync();

        Assert.Equal("a", await ReadBodyAsync(reader));
        Assert.Equal(["A: 1", "B: 2"], reader.Trailers.Select(field => field.ToString()));
    }

    [Fact]
    public async Task Findings_are_bounded()
    {
        var chunks = string.Concat(Enumerable.Repeat("1\na\r\n", 1500));
        var reader = Over(Ok + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");
        await reader.ReadHeadAsync();
        await ReadBodyAsync(reader);

        Assert.Equal((1000, 501L), (reader.Findings.Count, reader.OmittedFindings));
    }

    [Fact]
    public async Task An_error_has_its_place_among_too_many_findings()
    {
        var reader = Over(Ok + string.Concat(Enumerable.Repeat("A: \u0001\n", 750)) + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        await reader.ReadHeadAsync();

        Assert.Equal("RFC9112-6.3-BOTH-LENGTHS", Assert.Single(reader.Findings, finding => finding.Severity == Severity.Error).Code);
        Assert.Equal(1000, reader.Findings.Count);
    }

    [Fact]
    public async Task Interim_responses_are_bounded_together()
    {
        var head = "HTTP/1.1 103 Early Hints\r\n" + string.Concat(Enumerable.Repeat($"Link: {new string('x', 1024)}\r\n", 600)) + "\r\n";
        var reader = Over(head + head + Ok + "\r\n");

        var failure = await Assert.ThrowsAnyAsync<ReadException>(async () => await reader.ReadHeadAsync());

        Assert.Equal(ReadError.HeadLimit, failure.Error);
        Assert.Equal($"the interim responses up to offset {2 * head.Length} exceed the limit of 1048576 bytes", failure.Message);
    }

    [Fact]
    public async Task A_finding_about_many_codings_is_short()
    {
        var reader = Over(Ok + "Transfer-Encoding: " + string.Concat(Enumerable.Repeat("gzip,", 10_000)) + "chunked\r\n\r\n0\r\n\r\n");
        await reader.ReadHeadAsync();

        Assert.All(reader.Findings, finding => Assert.InRange(finding.Message.Length, 1, 500));
    }

    [Fact]
    public async Task A_value_folded_many_times_is_read_whole()
    {
        var folds = string.Concat(Enumerable.Repeat("\r\n x", 100_000));
        var head = await Over(Ok + "A:" + folds + "\r\n\r\n").ReadHeadAsync();

        Assert.Equal(199_999, head.Fields["A"]!.Length);
    }

    [Fact]
    public async Task A_second_reader_on_the_same_lines_reads_the_second_response()
    {
        var lines = Lines(Ok + "Content-Length: 1\r\n\r\na" + Ok + "Content-Length: 2\r\n\r\nbc");
        ResponseReader[] readers = [new(lines, "GET"), new(lines, "GET"), new(lines, "GET")];
        foreach (var (reader, body) in readers.Zip(["a", "bc"]))
        {
            await reader.ReadHeadAsync();
            Assert.Equal(body, await ReadBodyAsync(reader));
            Assert.True(reader.IsComplete);
        }

        // The end of the connection is no head that was cut.
        var failure = await Assert.ThrowsAnyAsync<ReadException>(async () => await readers[2].ReadHeadAsync());
        Assert.Equal((ReadError.Empty, lines.Offset, "no response came, not a byte"), (failure.Error, failure.Offset, failure.Message));
        Assert.Empty(readers[2].Findings);
    }

    [Fact]
    public async Task The_limits_of_a_second_response_are_its_own()
    {
        var body = new string('x', 100);
        var lines = Lines(Ok + "Content-Length: 100\r\n\r\n" + body + "HTTP/1.1 103 \r\n\r\n" + Ok + "Content-Length: 0\r\n\r\n");
        var limits = new MessageLimits { Head = 50 };
        ResponseReader[] readers = [new(lines, "GET", limits), new(lines, "GET", limits)];
        foreach (var reader in readers)
        {
            await reader.ReadHeadAsync();
            await ReadBodyAsync(reader);
        }

        Assert.True(readers[1].IsComplete);
    }

    [Fact]
    public async Task A_reader_reads_one_response()
    {
        var reader = Over(Ok + "Content-Length: 1\r\n\r\na" + Ok + "Content-Length: 2\r\n\r\nbc");
        await reader.ReadHeadAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reader.ReadHeadAsync());
        Assert.False(reader.IsComplete);
        Assert.Equal("a", await ReadBodyAsync(reader));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reader.ReadHeadAsync());

        Assert.True((await reader.ReadBodyAsync()).IsEmpty);
        Assert.Equal((true, 1L), (reader.IsComplete, reader.BodyLength));
    }

    [Theory]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData(Ok + "Content-Length: 0\r\n\r\n")]
    public async Task A_response_without_a_body_is_whole_with_its_head(string response)
    {
        var reader = Over(response);
        await reader.ReadHeadAsync();

        Assert.True(reader.IsComplete);
    }

    // What follows a failure is not understood: it makes no whole message, whatever it is.
    [Theory]
    [InlineData("Content-Length: 9\r\n\r\nhello")]
    [InlineData("Content-Length: 8\r\n\r\n12345678")]
    [InlineData("\r\n123456")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nx\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nA: 1")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nA: 123456789012345678901234567890\r\n\r\n")]
    [InlineData("Content-Length: 1, 2\r\n\r\na")]
    [InlineData("Transfer-Encoding: x\r\n\r\na")]
    [InlineData("Server")]
    public async Task A_failure_stays(string rest)
    {
        var reader = Over(Ok + rest, new MessageLimits { Line = 30, Fields = 3, Body = 5 });
        var failure = await Assert.ThrowsAnyAsync<ReadException>(async () =>
        {
            await reader.ReadHeadAsync();
            await ReadBodyAsync(reader);
        });
        var (findings, length) = (reader.Findings.Count, reader.BodyLength);

        for (var times = 0; times < 3; times++)
        {
            var again = await Assert.ThrowsAnyAsync<ReadException>(async () => await reader.ReadBodyAsync());

            Assert.Equal((failure.Error, failure.Offset, failure.Message), (again.Error, again.Offset, again.Message));
            Assert.Equal((false, findings, length), (reader.IsComplete, reader.Findings.Count, reader.BodyLength));
        }
    }

    [Fact]
    public async Task The_body_comes_after_the_head()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Over(Ok).ReadBodyAsync());
    }

    [Fact]
    public async Task A_cancelled_head_can_be_read_on_by_its_lines()
    {
        var pipe = new Pipe();
        var lines = new LineReader(pipe.Reader);
        var reader = new ResponseReader(lines, "GET");
        await pipe.Writer.WriteAsync("HTTP/1.1 200 OK\r\nServ"u8.ToArray());
        using var cancel = new CancellationTokenSource();
        var reading = reader.ReadHeadAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);

        Assert.Equal("Serv", Encoding.ASCII.GetString(lines.TakeBuffered()));
        Assert.False(reader.Head!.IsComplete);
    }

    [Fact]
    public async Task A_cancelled_head_can_be_read_on()
    {
        var pipe = new Pipe();
        var reader = new ResponseReader(new LineReader(pipe.Reader), "GET");
        string[] pieces = ["HTTP/1.1 103 Early\r\nLink: ", "</a>; rel=next\r\n\r\nHTTP/1.1 200 ", "OK\r\nA: 1\r\n 2\r\n ", "3\r\nB: 4\r\n"];
        foreach (var piece in pieces)
        {
            await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(piece));
            using var cancel = new CancellationTokenSource();
            var reading = reader.ReadHeadAsync(cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        }

        var partial = reader.Head!;
        await pipe.Writer.WriteAsync("Content-Length: 0\r\n\r\n"u8.ToArray());
        var head = await reader.ReadHeadAsync();

        Assert.Equal("</a>; rel=next", Assert.Single(reader.Interim).Fields["Link"]);
        Assert.Equal(["A: 1 2 3", "B: 4", "Content-Length: 0"], head.Fields.Select(field => field.ToString()));
        Assert.Equal("RFC9112-5.2-OBS-FOLD", Assert.Single(reader.Findings, finding => finding.Severity > Severity.Info).Code);
        Assert.Equal((false, 2), (partial.IsComplete, partial.Fields.Count));
    }

    [Fact]
    public async Task Cancelled_trailers_can_be_read_on()
    {
        var pipe = new Pipe();
        var reader = new ResponseReader(new LineReader(pipe.Reader), "GET");
        await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(Ok + "Transfer-Encoding: chunked\r\n\r\n0\r\nA: 1\r\nB: 2\r\nC"));
        await reader.ReadHeadAsync();
        using var cancel = new CancellationTokenSource();
        var reading = reader.ReadBodyAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reading);
        Assert.Equal((false, false, 2), (reader.IsComplete, reader.Trailers.IsComplete, reader.Trailers.Count));
        await pipe.Writer.WriteAsync(": 3\r\n\r\n"u8.ToArray());

        Assert.True((await reader.ReadBodyAsync()).IsEmpty);

        Assert.True(reader.IsComplete);
        Assert.Equal(["A: 1", "B: 2", "C: 3"], reader.Trailers.Select(field => field.ToString()));
    }

    // Lines before a head, a section and interim responses have one limit, however often the reading is begun.
    [Theory]
    [InlineData("\r\n")]
    [InlineData("HTTP/1.1 100 \r\n\r\n")]
    [InlineData(Ok + "A: 1\r\n", "A: 1\r\n")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "A: 1\r\n")]
    public async Task Cancelling_evades_no_limit(string first, string? then = null)
    {
        var pipe = new Pipe();
        var reader = new ResponseReader(new LineReader(pipe.Reader), "GET", new MessageLimits { Head = 60, Fields = 100, Interim = 100 });
        await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(first));
        for (var times = 0; times < 40; times++)
        {
            using var cancel = new CancellationTokenSource();
            Task reading = reader.Framing is null
                ? reader.ReadHeadAsync(cancel.Token).AsTask()
                : reader.ReadBodyAsync(cancel.Token).AsTask();
            await cancel.CancelAsync();
            try
            {
                await reading;
            }
            catch (OperationCanceledException)
            {
            }
            catch (ReadException failure)
            {
                Assert.Equal(ReadError.HeadLimit, failure.Error);
                return;
            }

            await pipe.Writer.WriteAsync(Encoding.ASCII.GetBytes(then ?? first));
        }

        Assert.Fail("no limit was reached");
    }

    private static ResponseReader Over(string response, MessageLimits? limits = null) => new(Lines(response), "GET", limits);

    private static LineReader Lines(string octets) => new(PipeReader.Create(new(Encoding.Latin1.GetBytes(octets))));

    private static async Task ReadAllAsync(ResponseReader reader)
    {
        await reader.ReadHeadAsync();
        await ReadBodyAsync(reader);
    }

    private static async Task<string> ReadBodyAsync(ResponseReader reader, StringBuilder? body = null)
    {
        body ??= new StringBuilder();
        while (await reader.ReadBodyAsync() is { IsEmpty: false } piece)
        {
            body.Append(Encoding.Latin1.GetString(piece));
        }

        return body.ToString();
    }
}
