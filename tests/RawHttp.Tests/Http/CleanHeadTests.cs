using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>A head that lies whole in memory and has nothing wrong with it is read at once, and read as it is line by line.</summary>
public sealed class CleanHeadTests
{
    private const string Head = "HTTP/1.1 404 Not Found\r\nX-Made-By: nginx/1.16.1\r\nX-Empty:\r\nA-Name-Of-More-Than-Sixteen-Octets: \t a value  with\tspace \t\r\nX-End:close\r\n\r\n";

    [Fact]
    public async Task The_parts_are_where_they_were_received()
    {
        var (response, isAtOnce) = await ReadAsync(Octets(Head + "body\n\0"), takesTogether: true);

        Assert.True(isAtOnce);
        Assert.Equal((1, 404, "Not Found"), (response.Head!.StatusLine.MinorVersion, response.Head.StatusLine.StatusCode, Text(response.Head.StatusLine.Reason)));
        Assert.Equal(
            ["24 25 X-Made-By|nginx/1.16.1", "49 10 X-Empty|", "59 61 A-Name-Of-More-Than-Sixteen-Octets|a value  with\tspace", "120 13 X-End|close"],
            response.Head.Fields.Select(field => $"{field.Offset} {field.Length} {Text(field.Name)}|{Text(field.Value)}"));
    }

    [Fact]
    public async Task A_head_that_is_cut_anywhere_is_not()
    {
        for (var length = 0; length < Head.Length; length++)
        {
            var lines = Lines(Octets(Head[..length]), new Observer(takesTogether: true));
            await Assert.ThrowsAnyAsync<ReadException>(async () => await new ResponseReader(lines, "HEAD").ReadHeadAsync());
        }
    }

    // Every octet at every place: it is either taken for what the careful reading takes it for, or left to that.
    [Fact]
    public async Task An_octet_that_has_no_place_where_it_stands_is_seen_wherever_that_is()
    {
        for (var at = 0; at < Head.Length; at++)
        {
            foreach (var octet in new byte[] { 0, 8, 9, 10, 13, 31, (byte)' ', (byte)'/', (byte)':', 127, 128, 255 })
            {
                var changed = Octets(Head);
                changed[at] = octet;

                // With an octet more the lines lie otherwise in the blocks of a search.
                foreach (var octets in new[] { changed, [.. changed, 0] })
                {
                    Assert.Equal(await DescribeAsync(octets, takesTogether: false), await DescribeAsync(octets, takesTogether: true));
                }
            }
        }
    }

    [Fact]
    public async Task Every_fixture_means_the_same_read_at_once_and_line_by_line()
    {
        foreach (var name in Fixture.Names)
        {
            var meanings = await Task.WhenAll(MeaningAsync(name, isObserved: true), MeaningAsync(name, isObserved: false));
            Assert.True(meanings[0] == meanings[1], name);
        }

        static Task<string> MeaningAsync(string name, bool isObserved) =>
            Transcript.MeaningAsync(PipeReader.Create(new(Fixture.Read(name))), Fixture.MethodOf(name), isObserved);
    }

    private static async Task<string> DescribeAsync(byte[] octets, bool takesTogether)
    {
        try
        {
            var (response, isAtOnce) = await ReadAsync(octets, takesTogether);
            Assert.True(!isAtOnce || response.Findings.All(finding => finding.Severity == Severity.Info));
            return string.Join('\n', [$"{response.Head!.StatusLine}", .. response.Head.Fields.Select(field => $"{field.Offset} {field.Length} {field}"), .. response.Findings.Select(finding => $"{finding.Code} at {finding.Offset}")]);
        }
        catch (ReadException refused)
        {
            return refused.Message;
        }
    }

    private static async Task<(ResponseReader Response, bool IsAtOnce)> ReadAsync(byte[] octets, bool takesTogether)
    {
        var observer = new Observer(takesTogether);
        var response = new ResponseReader(Lines(octets, observer), "HEAD");
        await response.ReadHeadAsync();
        return (response, observer.IsAtOnce);
    }

    private static LineReader Lines(byte[] octets, ILineObserver observer) => new(PipeReader.Create(new(octets)), observer);

    private static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.Latin1.GetString(octets.Span);

    private sealed class Observer(bool takesTogether) : ILineObserver
    {
        public bool TakesLinesTogether => takesTogether;

        public bool IsAtOnce { get; private set; }

        public void LineRead(in Line line, LineKind kind)
        {
        }

        public void LinesRead(ReadOnlySpan<byte> octets, long offset) => IsAtOnce = true;

        public void Waiting()
        {
        }
    }
}
