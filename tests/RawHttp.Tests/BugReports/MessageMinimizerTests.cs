using System.IO.Pipelines;
using System.Text;
using RawHttp.BugReports;
using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.Tests.BugReports;

/// <summary>The smallest message that still has a finding.</summary>
public sealed class MessageMinimizerTests
{
    public static TheoryData<string> Names => [.. Fixture.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_a_fixture_it_has_the_finding_and_no_octet_too_many(string fixture)
    {
        var octets = Fixture.Read(fixture);
        SentRequest[] requests = [SentRequest.FromMethod(Fixture.MethodOf(fixture))];
        foreach (var kind in MessageMinimizer.KindsIn(octets, requests).Where(kind => kind.Severity != Severity.Info))
        {
            var test = MessageMinimizer.HasFinding(kind, octets, requests);

            var result = new MessageMinimizer(test, requests).Minimize(octets);

            Assert.True(result.IsMinimal);
            Assert.Contains(kind, MessageMinimizer.KindsIn(result.Octets, requests));
            Assert.InRange(result.Octets.Length, 0, octets.Length);

            // A message over a limit of a named reader stays large, and each octet of it was tried.
            var smallest = result.Octets.ToArray();
            Assert.DoesNotContain(Enumerable.Range(0, Math.Min(smallest.Length, 200)), at => test(WithoutOctet(smallest, at)));
        }
    }

    [Fact]
    public void Nothing_else_goes_wrong_with_it()
    {
        var octets = Latin1("HTTP/1.1 200 OK\r\nDate: Mon, 08 Apr 2024 19:22:28 GMT\r\nX-A : b\r\nContent-Length: 5\r\n\r\nhello");

        var result = new MessageMinimizer(MessageMinimizer.HasFinding(FindingKinds.Find("RFC9112-5.1-SPACE-BEFORE-COLON")!, octets)).Minimize(octets);

        Assert.Equal("HTTP/1.1 200 \r\nA :\r\n\r\n", Text(result.Octets));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello", "Content-Length: 1\r\n\r\nl")]
    [InlineData("Content-Length: 12\r\n\r\nhello", "Content-Length: 8\r\n\r\nl")]
    [InlineData("Content-Length: 05\r\n\r\nhello", "Content-Length: 1\r\n\r\nl")]
    [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", "Content-Length: 1\r\nContent-Length: 1\r\n\r\nl")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1F\r\n wo\r\n", "Transfer-Encoding: chunked\r\n\r\n1\nl\n1a\n")]
    public async Task Lengths_are_lowered_with_the_content(string message, string smallest)
    {
        var octets = Latin1($"HTTP/1.1 200 OK\r\n{message}");
        var names = Names(Text(octets));
        var whole = await ReadAsync(octets);
        bool IsAsMuchMissing(ReadOnlyMemory<byte> candidate) => Names(Text(candidate)) == names
            && ReadAsync(candidate).GetAwaiter().GetResult() is var exchange && exchange.Body.Span.Contains((byte)'l')
            && (exchange.Missing, exchange.End, exchange.Framing?.Kind) == (whole.Missing, whole.End, whole.Framing?.Kind);

        Assert.Equal($"HTTP/1.1 200 OK\r\n{smallest}", Text(new MessageMinimizer(IsAsMuchMissing).Minimize(octets).Octets));

        static Task<Exchange> ReadAsync(ReadOnlyMemory<byte> octets) => HttpMessages.ReadResponseAsync(PipeReader.Create(new(octets)));

        // The head, but for the digits of its fields.
        static string Names(string text) => string.Concat(text.Split("\r\n\r\n")[0].Where((each, at) => at < 17 || !char.IsAsciiDigit(each)));
    }

    [Fact]
    public void The_requests_decide_what_content_is()
    {
        var octets = Latin1("HTTP/1.1 200 OK\r\nDate: Mon, 08 Apr 2024 19:22:28 GMT\r\nContent-Length: 5\r\n\r\nhello");

        Assert.DoesNotContain(MessageMinimizer.KindsIn(octets), kind => kind.Severity == Severity.Error);
        Assert.Contains(MessageMinimizer.KindsIn(octets, [SentRequest.FromMethod("HEAD")]), kind => kind.Severity == Severity.Error);
    }

    [Fact]
    public void A_limit_or_the_caller_ends_it_with_what_it_has()
    {
        var octets = Latin1(new string('a', 1000) + "b");
        using var stop = new CancellationTokenSource();
        bool Test(ReadOnlyMemory<byte> candidate) => candidate.Span.Contains((byte)'b');

        var limited = new MessageMinimizer(Test).Minimize(octets, maxTries: 3);
        var stopped = new MessageMinimizer(Test) { Tried = (tries, _) => { if (tries == 2) { stop.Cancel(); } } }.Minimize(octets, int.MaxValue, stop.Token);

        Assert.Equal((3, false), (limited.Tries, limited.IsMinimal));
        Assert.Equal((2, false), (stopped.Tries, stopped.IsMinimal));
        Assert.All([limited.Octets, stopped.Octets], each => Assert.True(Test(each)));
        Assert.Equal("b", Text(new MessageMinimizer(Test).Minimize(octets).Octets));
    }

    [Fact]
    public void The_same_is_tried_once()
    {
        var tried = new HashSet<string>();

        var result = new MessageMinimizer(candidate => tried.Add(Text(candidate)) && candidate.Length > 3).Minimize(Latin1("abcdefghij"));

        Assert.Equal(result.Tries, tried.Count);
        Assert.Equal(4, result.Octets.Length);
    }

    private static byte[] WithoutOctet(byte[] octets, int at) => [.. octets[..at], .. octets[(at + 1)..]];

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);
}
