using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>Content is compared with its Content-Encoding (RFC 9110 §8.4).</summary>
public sealed class ContentCodingTests
{
    private const string Cut = "RFC9110-8.4-CUT-CODING";
    private const string NotCoded = "RFC9110-8.4-NOT-CODED";

    private static readonly byte[] Text =
        Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(i => $"station {i * i % 97}, ")));

    public static TheoryData<string> Codings => [.. Coded.Codings];

    [Theory]
    [MemberData(nameof(Codings))]
    public void Content_cut_at_any_octet_ends_before_its_coding(string coding)
    {
        var coded = Coded.Encode(coding, Text);

        for (var length = 1; length < coded.Length; length++)
        {
            var finding = Assert.Single(Coded.Findings(Coded.Response(coding, coded.AsSpan(0, length))));
            Assert.True(finding.Code == Cut, $"cut after {length} octets: {finding.Message}");
        }
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public async Task Damage_at_any_octet_is_found_alike_however_the_octets_arrive(string coding)
    {
        var coded = Coded.Encode(coding, Text[..160]);

        for (var at = 0; at < coded.Length; at++)
        {
            var damaged = coded.ToArray();
            damaged[at] ^= 0x24;
            foreach (var response in (byte[][])[Coded.Response(coding, damaged), Coded.Chunked(coding, damaged, 7)])
            {
                var whole = await Transcript.MeaningAsync(PipeReader.Create(new(response)), "GET", isObserved: false);
                var split = await Fragments.FeedAsync(
                    Fragments.ByteAtATime(response), input => Transcript.MeaningAsync(input, "GET", isObserved: false));

                Assert.Equal(whole, split);
                Assert.All(Coded.Findings(response), finding => Assert.InRange(finding.Offset + finding.Length, 0, response.Length));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void Plain_content_is_named(string coding)
    {
        (string Content, string Name)[] contents =
        [
            ("<!DOCTYPE html>\n<html></html>", "HTML"),
            (" <HTML lang=en>", "HTML"),
            ("{\"a\": 1, \"b\": [2]}", "JSON"),
            ("[{\"a\": 1}, {}]", "JSON"),
            ("<?xml version=\"1.0\"?><a/>", "XML"),
            ("Not found, sorry.\n", "text"),
            ("P\u00e4rnu, T\u00fcri, \u7ad9", "text"),
        ];

        foreach (var (content, name) in contents)
        {
            var finding = Assert.Single(Coded.Findings(Coded.Response(coding, Encoding.UTF8.GetBytes(content))));
            Assert.Equal(NotCoded, finding.Code);
            Assert.EndsWith($" like {name}.", finding.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void Content_in_another_coding_is_named(string coding)
    {
        foreach (var other in (string[])["gzip", "deflate", "zstd"])
        {
            var finding = Coded.Findings(Coded.Response(coding, Coded.Encode(other, Text))).SingleOrDefault();
            Assert.Equal(other == coding ? null : NotCoded, finding?.Code);
            Assert.True(other == coding || finding!.Message.Contains($" like {(other == "deflate" ? "zlib" : other)}."), finding?.Message);
        }
    }

    [Theory]
    [InlineData("gzip", "\r\n", "2 octets of white space, \"\\r\\n\", follow")]
    [InlineData("deflate", "\n", "1 octet of white space, \"\\n\", follows")]
    [InlineData("br", "\0\0\0", "3 octets of zeros follow")]
    [InlineData("zstd", "<!-- 3 -->", "10 octets, \"<!-- 3 -->\", follow")]
    public void Octets_after_the_coding_are_counted_and_named(string coding, string after, string message)
    {
        var coded = Coded.Encode(coding, Text);
        var response = Coded.Response(coding, [.. coded, .. Encoding.ASCII.GetBytes(after)]);
        var finding = Assert.Single(Coded.Findings(response));

        Assert.Equal(("RFC9110-8.4-OCTETS-AFTER-CODING", after.Length), (finding.Code, finding.Length));
        Assert.Equal(response.Length - after.Length, finding.Offset);
        Assert.StartsWith(message, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_trailer_of_gzip_is_found_where_it_is()
    {
        var coded = Coded.Encode("gzip", Text);
        foreach (var (fromEnd, code) in ((int, string)[])[(8, "RFC9110-8.4-WRONG-CHECKSUM"), (4, "RFC9110-8.4.1.3-WRONG-GZIP-LENGTH")])
        {
            var damaged = coded.ToArray();
            damaged[^fromEnd] ^= 1;
            var response = Coded.Response("gzip", damaged);
            var finding = Assert.Single(Coded.Findings(response));

            Assert.Equal((code, response.Length - fromEnd, 4), (finding.Code, finding.Offset, finding.Length));
        }
    }

    [Fact]
    public void Deflate_without_zlib_is_one_finding_and_is_checked_all_the_same()
    {
        const string Raw = "RFC9110-8.4.1.2-RAW-DEFLATE";
        byte[] content = [.. Enumerable.Range(0, 60_000).Select(i => (byte)(i * i * 31 % 251))];
        var coded = Coded.Encode("raw deflate", content, CompressionLevel.NoCompression);

        Assert.Equal([Raw], Coded.Codes(Coded.Response("deflate", coded)));
        Assert.Equal([Raw, Cut], Coded.Codes(Coded.Response("deflate", coded.AsSpan(0, coded.Length - 1))));
        Assert.Equal([Raw, "RFC9110-8.4-OCTETS-AFTER-CODING"], Coded.Codes(Coded.Response("deflate", [.. coded, 0])));
    }

    [Fact]
    public void Several_codings_are_removed_in_the_reverse_order()
    {
        var coded = Coded.Encode("br", Coded.Encode("gzip", Text));

        Assert.Empty(Coded.Findings(Coded.Response("gzip, br", coded)));
        Assert.Empty(Coded.Findings(Coded.Response("gzip\r\nContent-Encoding: BR", coded)));
        Assert.Equal([NotCoded], Coded.Codes(Coded.Response("br, gzip", coded)));
        Assert.Equal([Cut], Coded.Codes(Coded.Response("gzip, br", Coded.Encode("br", Coded.Encode("gzip", Text)[..^9]))));
        Assert.Empty(Coded.Findings(Coded.Response("compress, br", coded)));
    }

    [Theory]
    [InlineData("text/html", true)]
    [InlineData("application/problem+json; charset=utf-8", true)]
    [InlineData("text/plain", false)]
    [InlineData("application/gzip", false)]
    [InlineData("application/octet-stream", false)]
    public void A_coding_that_is_not_named_is_found_in_text(string type, bool isFound)
    {
        string[] expected = isFound ? ["RFC9110-8.4-CODING-NOT-NAMED"] : [];
        var coded = Coded.Encode("gzip", Text);
        var named = Encoding.Latin1.GetString(Coded.Response("gzip", coded, type));
        var plain = Encoding.Latin1.GetBytes(named.Replace("Content-Encoding: gzip\r\n", ""));

        Assert.Equal(expected, Coded.Codes(plain));
        Assert.Equal(expected, Coded.Codes(Coded.Response("gzip", Coded.Encode("gzip", coded), type)));
    }

    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n")]
    [InlineData("GET", "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 3-7/9\r\nContent-Length: 5\r\n")]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n")]
    public void What_cannot_be_decoded_alone_is_not_compared(string method, string head)
    {
        var response = Encoding.ASCII.GetBytes($"{head}Content-Encoding: gzip\r\n\r\nhello");

        Assert.DoesNotContain(Coded.Codes(response, method), code => code.Contains("9110-8.4", StringComparison.Ordinal));
    }

    [Fact]
    public void A_message_that_its_framing_shows_as_cut_is_not_cut_again()
    {
        var coded = Coded.Encode("gzip", Text);

        Assert.Equal(["RFC9112-8-CUT-BODY"], Coded.Codes(Coded.Response("gzip", coded)[..^10]));
    }

    [Theory]
    [InlineData("identity", "RFC9110-8.4-IDENTITY-CODING")]
    [InlineData("gzip, None", "RFC9110-8.4-UNKNOWN-CONTENT-CODING")]
    [InlineData("aes128gcm", null)]
    [InlineData("x-compress", null)]
    public void A_name_is_registered(string names, string? code)
    {
        Assert.Equal(code is null ? [] : [code], Coded.Codes(Coded.Response(names, [.. "plain"u8])));
        Assert.Equal(code is null ? [] : [code], Coded.Codes(Coded.Response(names, []), "HEAD"));
    }

    [Fact]
    public void A_request_is_compared_with_its_coding_too()
    {
        var octets = Encoding.ASCII.GetBytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
        var request = new RequestReader(new LineReader(PipeReader.Create(new(octets))));
        AtOnce.Read(request);

        Assert.Contains(NotCoded, request.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void No_more_than_1_GiB_is_decoded_and_none_of_it_is_kept()
    {
        var frame = Coded.Encode("zstd", new byte[64 << 20]);
        var response = Coded.Response("zstd", [.. Enumerable.Repeat(frame, 17).SelectMany(each => each)]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var finding = Assert.Single(Coded.Findings(response));

        Assert.Equal("RFC9110-8.4-CODING-NOT-CHECKED", finding.Code);
        Assert.InRange(finding.Offset, response.Length - (2 * frame.Length), response.Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Frames_and_members_follow_one_another()
    {
        var frame = Coded.Encode("zstd", Text);
        byte[] skipped = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];

        Assert.Empty(Coded.Findings(Coded.Response("zstd", [.. skipped, .. frame, .. frame, .. skipped])));
        Assert.Equal([Cut], Coded.Codes(Coded.Response("zstd", [.. frame, .. frame[..^1]])));

        var member = Coded.Encode("gzip", Text);
        Assert.Equal(["RFC9110-8.4.1.3-SECOND-GZIP-MEMBER"], Coded.Codes(Coded.Response("gzip", [.. member, .. member, .. member])));
    }
}
