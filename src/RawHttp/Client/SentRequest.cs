using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Client;

/// <summary>
/// The first request in some octets, parsed as a server parses it: the response is judged by what was sent, not by the options that made
/// it. Octets that are not a request give an empty method and the version 1.1.
/// </summary>
/// <param name="Method">The method, case-sensitive (RFC 9110 §9.1).</param>
/// <param name="Target">The request target.</param>
/// <param name="Version">The version as written; empty if there is none.</param>
/// <param name="AsksToClose">Whether the request asks the server to close after its response (RFC 9112 §9.3).</param>
/// <param name="HeadLength">How many octets come before the content.</param>
/// <param name="HasMore">Whether octets other than empty lines follow the first request. A server may answer those, too.</param>
public sealed record SentRequest(string Method, string Target, string Version, bool AsksToClose, int HeadLength, bool HasMore)
{
    // What is sent is in memory already.
    private static readonly MessageLimits NoLimits = new() { Line = int.MaxValue, Fields = int.MaxValue, Head = int.MaxValue };

    /// <summary>The digit after the dot of the version.</summary>
    public int MinorVersion => Version.Equals("HTTP/1.0", StringComparison.OrdinalIgnoreCase) ? 0 : 1;

    /// <summary>Reads the request line, the fields and the framing (RFC 9112 §3, §5, §6.3).</summary>
    /// <param name="octets">The octets that were sent, or will be.</param>
    /// <returns>The parsed request.</returns>
    public static SentRequest Parse(ReadOnlyMemory<byte> octets)
    {
        var lines = new LineReader(PipeReader.Create(new ReadOnlySequence<byte>(octets)));
        var request = new RequestReader(lines, NoLimits);
        var headLength = octets.Length;
        var hasMore = false;
        try
        {
            Completed(request.ReadHeadAsync());
            headLength = (int)lines.Offset;
            while (!Completed(request.ReadBodyAsync()).IsEmpty)
            {
            }

            hasMore = octets.Span[(int)lines.Offset..].ContainsAnyExcept("\r\n"u8);
        }
        catch (ReadException) when (request is { Head.IsComplete: true, Framing: null })
        {
            // If the framing is invalid, the content is all of the remaining octets.
            headLength = (int)lines.Offset;
        }
        catch (ReadException)
        {
        }

        var line = request.Head?.RequestLine ?? default;
        return new SentRequest(
            Encoding.Latin1.GetString(line.Method.Span),
            Encoding.Latin1.GetString(line.Target.Span),
            Encoding.Latin1.GetString(line.Version.Span),
            request.Head is { AsksToClose: true },
            headLength,
            hasMore);
    }

    // No read waits for octets that are in memory.
    private static T Completed<T>(ValueTask<T> read) => read.GetAwaiter().GetResult();
}
