using System.IO.Pipelines;
using RawHttp.Http;

namespace RawHttp.Fuzz;

/// <summary>A response, read to the end of its body: within chosen limits, for a chosen method, or with a body in chunks.</summary>
internal static class ResponseTarget
{
    private static readonly string[] Methods = ["GET", "HEAD", "CONNECT", "OPTIONS"];

    public static void RunHead(Choices choices)
    {
        var (pieces, limits) = (choices.Next(), LimitsOf(choices));
        Read(choices.Rest(), pieces, "GET", limits);
    }

    public static void RunFraming(Choices choices)
    {
        var (pieces, method) = (choices.Next(), Methods[choices.Next() % Methods.Length]);
        Read(choices.Rest(), pieces, method, new MessageLimits());
    }

    public static void RunChunked(Choices choices)
    {
        var (pieces, limits) = (choices.Next(), LimitsOf(choices));
        Read([.. "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n"u8, .. choices.Rest()], pieces, "GET", limits);
    }

    // Line by line in two ways, and as a library's user reads: a clean head then comes from the vectorised scanner.
    private static void Read(byte[] octets, byte pieces, string method, MessageLimits limits)
    {
        ResponseReading? slow = null;
        Choices.ReadBothWays(octets, Choices.Cut(octets, pieces), input => (slow = new ResponseReading(octets, method, limits, input)).ReadAsync());
        var fast = new ResponseReading(octets, method, limits, PipeReader.Create(new(octets)), observes: false);
        var reading = fast.ReadAsync();
        Invariant.Holds(reading.IsCompleted);
        reading.GetAwaiter().GetResult();
        Invariant.Same(slow!.Meaning, fast.Meaning);
    }

    private static MessageLimits LimitsOf(Choices choices) => choices.Next() switch
    {
        0 => new MessageLimits(),
        var choice => new MessageLimits
        {
            Interim = choice & 3,
            Fields = choice >> 4,
            Line = 1 + choices.Next(),
            Head = 4 * choices.Next(),
            Body = choices.Next(),
        },
    };
}
