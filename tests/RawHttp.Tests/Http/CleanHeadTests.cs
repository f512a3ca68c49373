using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>A head that lies whole in memory and has nothing wrong with it is read in place.</summary>
public sealed class CleanHeadTests
{
    private const string Head = "HTTP/1.1 404 Not Found\r\nX-Made-By: nginx/1.16.1\r\nX-Empty:\r\nA-Name-Of-More-Than-Sixteen-Octets: \t a value  with\tspace \t\r\nX-End:close\r\n\r\n";

    [Fact]
    public void The_parts_are_where_they_were_received()
    {
        var octets = Octets(Head + "body\n\0");
        var fields = new FieldRange[8];

        Assert.True(CleanHead.TryRead(octets, fields, out var head));

        Assert.Equal((1, 404, "Not Found", 4, Head.Length), (head.MinorVersion, head.StatusCode, Text(octets, CleanHead.ReasonStart, head.ReasonLength), head.FieldCount, head.Length));
        Assert.Equal(
            ["X-Made-By|nginx/1.16.1|25", "X-Empty||10", "A-Name-Of-More-Than-Sixteen-Octets|a value  with\tspace|61", "X-End|close|13"],
            fields[..4].Select(field => $"{Text(octets, field.Start, field.NameLength)}|{Text(octets, field.ValueStart, field.ValueLength)}|{field.Length}"));
    }

    [Fact]
    public void A_head_that_is_cut_anywhere_is_none()
    {
        var octets = Octets(Head);

        Assert.All(Enumerable.Range(0, octets.Length), length => Assert.False(CleanHead.TryRead(octets.AsSpan(0, length), new FieldRange[8], out _)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void A_head_of_more_fields_than_there_are_places_is_left_to_others(int places) => Assert.False(CleanHead.TryRead(Octets(Head), new FieldRange[places], out _));

    // Every octet at every place: it is either taken for what the careful reading takes it for, or not taken.
    [Fact]
    public async Task An_octet_that_has_no_place_where_it_stands_is_seen_wherever_that_is()
    {
        var octets = Octets(Head);
        var places = new FieldRange[8];
        for (var at = 0; at < octets.Length; at++)
        {
            foreach (var octet in new byte[] { 0, 8, 9, 10, 13, 31, (byte)' ', (byte)'/', (byte)':', 127, 128, 255 })
            {
                var changed = Octets(Head);
                changed[at] = octet;

                var isClean = CleanHead.TryRead(changed, places, out var head);

                // With an octet more the lines lie otherwise in the blocks of a search.
                Assert.Equal(isClean, CleanHead.TryRead([.. changed, 0], new FieldRange[8], out _));
                if (isClean)
                {
                    var careful = await CarefullyAsync(changed);
                    Assert.Equal(careful.Head!.Fields.Select(field => field.ToString()), places[..head.FieldCount].Select(field => $"{Text(changed, field.Start, field.NameLength)}: {Text(changed, field.ValueStart, field.ValueLength)}"));
                    Assert.DoesNotContain(careful.Findings, finding => finding.Severity != Severity.Info);
                }
            }
        }
    }

    private static async Task<ResponseReader> CarefullyAsync(byte[] octets)
    {
        var response = new ResponseReader(new LineReader(PipeReader.Create(new(octets)), new Nobody()), "HEAD");
        await response.ReadHeadAsync();
        return response;
    }

    private static byte[] Octets(string text) => Encoding.Latin1.GetBytes(text);

    private static string Text(byte[] octets, int start, int length) => Encoding.Latin1.GetString(octets, start, length);

    private sealed class Nobody : ILineObserver
    {
        public void LineRead(in Line line, LineKind kind)
        {
        }

        public void Waiting()
        {
        }
    }
}
