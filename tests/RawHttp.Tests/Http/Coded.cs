using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace RawHttp.Tests.Http;

/// <summary>Makes coded content with other encoders than what checks it, and messages around it.</summary>
internal static class Coded
{
    public static readonly string[] Codings = ["gzip", "deflate", "br", "zstd"];

    public static byte[] Encode(string coding, byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        if (coding == "zstd")
        {
            using var compressor = new Compressor((int)level * 5);
            compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
            return compressor.Wrap(content).ToArray();
        }

        var coded = new MemoryStream();
        using (var encoder = Encoder(coding, coded, level))
        {
            encoder.Write(content);
        }

        // The streams of the platform make nothing at all of empty content.
        return (coded.Length, coding) switch
        {
            (0, "gzip") => [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            (0, "deflate") => [0x78, 0x9c, 3, 0, 0, 0, 0, 1],
            _ => coded.ToArray(),
        };
    }

    /// <summary>A response with this content, whole by its Content-Length.</summary>
    public static byte[] Response(string coding, ReadOnlySpan<byte> content, string type = "image/x") =>
        [.. Encoding.ASCII.GetBytes(Head(coding, type) + $"Content-Length: {content.Length}\r\n\r\n"), .. content];

    /// <summary>A response with this content in chunks of this size.</summary>
    public static byte[] Chunked(string coding, byte[] content, int size) =>
    [
        .. Encoding.ASCII.GetBytes(Head(coding, "image/x") + "Transfer-Encoding: chunked\r\n\r\n"),
        .. content.Chunk(size).SelectMany(chunk => (byte[])[.. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8]),
        .. "0\r\n\r\n"u8,
    ];

    public static IReadOnlyList<Finding> Findings(byte[] response, string method = "GET") => Read(response, method).Findings;

    public static string[] Codes(byte[] response, string method = "GET") => [.. Findings(response, method).Select(finding => finding.Code)];

    public static ResponseReader Read(byte[] response, string method = "GET")
    {
        var reader = new ResponseReader(new LineReader(PipeReader.Create(new(response))), method);
        AtOnce.Read(reader);
        return reader;
    }

    private static string Head(string coding, string type) =>
        $"HTTP/1.1 200 OK\r\nDate: Mon, 08 Apr 2024 19:22:28 GMT\r\nContent-Type: {type}\r\nContent-Encoding: {coding}\r\n";

    private static Stream Encoder(string coding, Stream coded, CompressionLevel level) => coding switch
    {
        "gzip" => new GZipStream(coded, level, leaveOpen: true),
        "deflate" => new ZLibStream(coded, level, leaveOpen: true),
        "raw deflate" => new DeflateStream(coded, level, leaveOpen: true),
        _ => new BrotliStream(coded, level, leaveOpen: true),
    };
}
