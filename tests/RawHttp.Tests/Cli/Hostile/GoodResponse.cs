namespace RawHttp.Tests.Cli.Hostile;

/// <summary>What a part of a response is.</summary>
internal enum Part
{
    Head,
    Body,
    BodyUntilClose,
    SizeLine,
    ChunkData,
    ChunkEnd,
    TrailerSection,
}

/// <summary>What is due when a response was cut: the exit status, what is printed, and what is said of it, if anything.</summary>
internal sealed record Verdict(int Status, string Printed, string? What);

/// <summary>A good response in its parts, from which it can be told, without reading it, what a cut in each of them comes to.</summary>
internal sealed record GoodResponse(string Name, params (Part Part, string Text)[] Parts)
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";

    public static IReadOnlyList<GoodResponse> All { get; } =
    [
        new("length", (Part.Head, Ok + "Server: a\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\n"), (Part.Body, "hello, world")),
        new(
            "chunks",
            (Part.Head, Ok + "Transfer-Encoding: chunked\r\n\r\n"),
            (Part.SizeLine, "5\r\n"),
            (Part.ChunkData, "hello"),
            (Part.ChunkEnd, "\r\n"),
            (Part.SizeLine, "007;a=\"b\"\r\n"),
            (Part.ChunkData, ", world"),
            (Part.ChunkEnd, "\r\n"),
            (Part.SizeLine, "0\r\n"),
            (Part.TrailerSection, "A: 1\r\nB: 2\r\n\r\n")),
        new("interim", (Part.Head, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), (Part.Head, Ok + "Content-Length: 2\r\n\r\n"), (Part.Body, "ok")),
        new("until close", (Part.Head, Ok + "A: 1\r\n\r\n"), (Part.BodyUntilClose, "hello")),
    ];

    /// <summary>Where to cut it: after each octet, or after every fifth where a run takes long.</summary>
    public IEnumerable<int> Cuts => Enumerable.Range(0, Octets.Length + 1).Where(length => Tool.IsNative || length % 5 == 0);

    public string Octets => string.Concat(Parts.Select(part => part.Text));

    public static GoodResponse Named(string name) => All.Single(response => response.Name == name);

    public Verdict Cut(int length, Ending ending)
    {
        var (printed, start) = ("", 0);
        foreach (var (part, text) in Parts)
        {
            var came = text[..Math.Min(text.Length, length - start)];
            printed += part is Part.Head or Part.Body or Part.BodyUntilClose or Part.ChunkData ? came : "";
            if (part == Part.BodyUntilClose)
            {
                return ending is Ending.Fin or Ending.HalfClose ? new Verdict(0, printed, null)
                    : new Verdict(Status(ending), printed, $"the body ends with the connection, at offset {length}, and may have been cut");
            }

            if (came.Length < text.Length)
            {
                return length == 0
                    ? new Verdict(ending is Ending.Fin or Ending.HalfClose ? 52 : Status(ending), "", "no response came, not a byte")
                    : new Verdict(Status(ending), printed, $"the stream ends {Where(part, text, came)}, at offset {length}");
            }

            start += text.Length;
        }

        return new Verdict(0, printed, null);
    }

    private static int Status(Ending ending) => ending switch
    {
        Ending.Reset => 56,
        Ending.Silence => 28,
        _ => 18,
    };

    private static string Where(Part part, string text, string came) => part switch
    {
        Part.Head when came.Length == 0 => "after an interim response, without a final one",
        Part.Head => "inside the head",
        Part.Body => $"in a body of {text.Length} bytes, with {text.Length - came.Length} of its bytes missing",
        Part.ChunkData => $"in a chunk, with {text.Length - came.Length} of its bytes missing",
        Part.SizeLine => "in a chunk size line",
        Part.ChunkEnd => "in the end of a chunk",
        _ => "in the trailer section, without the final CRLF",
    };
}
