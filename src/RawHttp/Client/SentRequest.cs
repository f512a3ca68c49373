using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Client;

/// <summary>
/// A request that was sent, or will be, as a server reads it: the response is judged by what was sent, not by the options that made
/// it. Octets that are not a request give an empty method and the version 1.1.
/// </summary>
/// <param name="Method">The method, case-sensitive (RFC 9110 §9.1).</param>
/// <param name="Target">The request target.</param>
/// <param name="Version">The version as written; empty if there is none.</param>
/// <param name="AsksToClose">Whether the request asks the server to close after its response (RFC 9112 §9.3).</param>
/// <param name="HeadLength">How many octets come before the content.</param>
/// <param name="Length">How many octets the request has, with empty lines before it and octets after it that are no request.</param>
public sealed record SentRequest(string Method, string Target, string Version, bool AsksToClose, int HeadLength, int Length)
{
    // What is sent is in memory already.
    private static readonly MessageLimits NoLimits = new() { Line = int.MaxValue, Fields = int.MaxValue, Head = int.MaxValue };

    /// <summary>The digit after the dot of the version.</summary>
    public int MinorVersion => Version.Equals("HTTP/1.0", StringComparison.OrdinalIgnoreCase) ? 0 : 1;

    /// <summary>Whether octets that are no request follow. A server may answer those, too.</summary>
    public bool HasMore { get; init; }

    /// <summary>Whether the client waits for a 100 before it sends the content (RFC 9110 §10.1.1).</summary>
    public bool ExpectsContinue { get; init; }

    /// <summary>Its fields; offsets count from its first octet.</summary>
    public FieldSection Fields { get; init; } = FieldSection.Empty;

    /// <summary>What is wrong with the request; offsets count from its first octet.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>A request of which only the method is known.</summary>
    /// <param name="method">The method.</param>
    /// <returns>The request, of HTTP/1.1 and without octets.</returns>
    public static SentRequest FromMethod(string method) => new(method, "", "HTTP/1.1", AsksToClose: false, HeadLength: 0, Length: 0);

    /// <summary>Requests of which only the method is known.</summary>
    /// <param name="methods">The methods of the first ones; GET for all after them.</param>
    /// <returns>The requests, without end.</returns>
    public static IEnumerable<SentRequest> FromMethods(IEnumerable<string> methods)
    {
        ArgumentNullException.ThrowIfNull(methods);
        foreach (var method in methods)
        {
            yield return FromMethod(method);
        }

        while (true)
        {
            yield return FromMethod("GET");
        }
    }

    /// <summary>Reads one request, which has all of the octets.</summary>
    /// <param name="octets">The octets that were sent, or will be.</param>
    /// <returns>The parsed request.</returns>
    public static SentRequest Parse(ReadOnlyMemory<byte> octets)
    {
        return WithRest(ParseFirst(octets)!, octets);
    }

    /// <summary>Reads all requests, one after another. Empty lines, and octets that begin no whole request head, belong to the one before
    /// them.</summary>
    /// <param name="octets">The octets that were sent, or will be.</param>
    /// <returns>The requests; at least one, which is empty if there are no octets.</returns>
    public static IEnumerable<SentRequest> ParseAll(ReadOnlyMemory<byte> octets)
    {
        var request = ParseFirst(octets)!;
        while (request.Length < octets.Length && ParseFirst(octets[request.Length..], mustBeWhole: true) is { } next)
        {
            yield return request;
            (request, octets) = (next, octets[request.Length..]);
        }

        yield return WithRest(request, octets);
    }

    private static SentRequest WithRest(SentRequest request, ReadOnlyMemory<byte> octets) => request with
    {
        Length = octets.Length,
        HasMore = octets.Span[request.Length..].ContainsAnyExcept("\r\n"u8),
    };

    // Reads the request line, the fields and the framing (RFC 9112 §3, §5, §6.3). Returns null if the head must be whole and is not.
    private static SentRequest? ParseFirst(ReadOnlyMemory<byte> octets, bool mustBeWhole = false)
    {
        var lines = new LineReader(PipeReader.Create(new ReadOnlySequence<byte>(octets)));
        var reader = new RequestReader(lines, NoLimits);
        var (headLength, length) = (octets.Length, octets.Length);
        try
        {
            Completed(reader.ReadHeadAsync());
            headLength = (int)lines.Offset;
            while (!Completed(reader.ReadBodyAsync()).IsEmpty)
            {
            }

            length = (int)lines.Offset;
        }
        catch (ReadException) when (reader is { Head.IsComplete: true, Framing: null })
        {
            // If the framing is invalid, the content is all of the remaining octets.
            headLength = (int)lines.Offset;
        }
        catch (ReadException)
        {
        }

        return mustBeWhole && reader.Head is not { IsComplete: true, RequestLine.Version.Length: > 0 }
            ? null
            : From(reader, headLength, length);
    }

    private static SentRequest From(RequestReader reader, int headLength, int length)
    {
        var line = reader.Head?.RequestLine ?? default;
        var fields = reader.Head?.Fields ?? FieldSection.Empty;
        return new SentRequest(
            Encoding.Latin1.GetString(line.Method.Span),
            Encoding.Latin1.GetString(line.Target.Span),
            Encoding.Latin1.GetString(line.Version.Span),
            reader.Head is { AsksToClose: true },
            headLength,
            length)
        {
            ExpectsContinue = fields.HasElement("Expect", "100-continue") && headLength < length && line.MinorVersion > 0,
            Fields = fields,
            Findings = reader.Findings,
        };
    }

    // No read waits for octets that are in memory.
    private static T Completed<T>(ValueTask<T> read) => read.GetAwaiter().GetResult();
}
