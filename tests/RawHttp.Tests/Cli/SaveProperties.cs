using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using RawHttp.Client;
using RawHttp.Net;
using RawHttp.Tests.Http;

namespace RawHttp.Tests.Cli;

/// <summary>What was saved reads as it read live, whatever the server sent and however it came.</summary>
public sealed partial class SaveProperties
{
    private static readonly Gen<(string Method, string Octets)> Response = Gen.OneOf<(string Method, string Octets)>(
        ResponseGen.Valid.Select(response => (response.Method, response.Text)),
        WireGen.Mutated(ResponseGen.Valid.Select(response => (response.Method, response.Text))),
        WireGen.Any).Where(response => response.Octets.Length > 0);

    [Fact]
    public async Task Every_octet_received_is_recorded_and_reads_the_same_again()
    {
        await Gen.Select(Response, WireGen.Sizes, Gen.Bool).SampleAsync(
            async (response, sizes, resets) =>
            {
                var octets = Encoding.Latin1.GetBytes(response.Octets);
                await using var server = Sending(Fragments.Cut(octets, AtMost(60, octets, sizes)), resets);
                using var saved = new MemoryStream();
                await using var connection = await Connection.ConnectAsync("127.0.0.1", server.Port, new ConnectOptions { Received = (piece, _) => saved.Write(piece.Span) });
                await connection.SendAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());

                var live = await Transcript.OfAsync(connection.Input, response.Method);

                Assert.Equal(octets, saved.ToArray());
                var read = await Transcript.OfAsync(PipeReader.Create(new(octets)), response.Method);
                Assert.Equal(resets ? WithoutReset(read) : read, resets ? WithoutReset(live) : live);
                Assert.Equal(resets ? ConnectionEnd.Reset : ConnectionEnd.EndOfStream, connection.End);
            },
            iter: Samples.Of(300),
            print: Print);
    }

    [Fact]
    public async Task The_tool_reads_what_it_saved_as_it_read_it_live()
    {
        await Gen.Select(Response, WireGen.Sizes, Gen.Bool).SampleAsync(
            async (response, sizes, asJson) =>
            {
                var octets = Encoding.Latin1.GetBytes(response.Octets);
                using var folder = new TemporaryFolder();
                await using var server = Sending(await TailAtOnceAsync(octets, response.Method, AtMost(20, octets, sizes)), resets: false);
                var view = asJson ? "--json" : "--wire";

                folder.Write("request", $"{response.Method} / HTTP/1.1\r\nHost: a\r\n\r\n");
                var live = await Tool.GetAsync(server, "-X", response.Method, view, "--linger", "10", "--save", folder.PathOf("saved"));
                var saved = await Tool.RunAsync("read", folder.PathOf("saved"), "--requests", folder.PathOf("request"), view);

                Assert.Equal(response.Octets, folder.Read("saved"));
                Assert.Equal(saved.Status, live.Status);
                Assert.Equal(asJson ? WithoutConnection(saved) : Rows(saved), asJson ? WithoutConnection(live) : Rows(live));
            },
            iter: Samples.Of(20),
            threads: 2,
            print: Print);
    }

    private static ScriptedServer Sending(IEnumerable<ReadOnlyMemory<byte>> pieces, bool resets) => ScriptedServer.Start(async client =>
    {
        foreach (var piece in pieces)
        {
            await client.SendAsync(piece.ToArray());
        }

        if (resets)
        {
            await client.HasArrivedAsync();
            client.Reset();
            return;
        }

        await client.CloseAsync();
    });

    private static int[] AtMost(int pieces, byte[] octets, int[] sizes) => [.. sizes.Select(size => Math.Max(size, (octets.Length / pieces) + 1))];

    // What follows the message, or what stopped its reading, is shown as far as it has come; so it comes together.
    private static async Task<IEnumerable<ReadOnlyMemory<byte>>> TailAtOnceAsync(byte[] octets, string method, int[] sizes)
    {
        var end = (int)(await HttpMessages.ReadResponseAsync(new MemoryStream(octets), method)).Offset;
        var before = Fragments.Cut(octets[..end], sizes).ToList();
        var last = before.Count > 0 ? before[^1].Length : 0;
        return [.. before.SkipLast(1), octets.AsMemory(end - last)];
    }

    // That a reset may have cut a body until close, only the connection knows.
    // Content that may have been cut is not compared with what its head says of it, either.
    private static string WithoutReset(string transcript)
    {
        string[] ofWholeContent = ["The connection did not end in order", "RFC2046-5.1.1-BOUNDARY-NOT-FOUND", "RFC9110-15.3.7.1-", "RFC9110-15.3.7.2-"];
        return string.Join('\n', transcript.Split('\n').Where(line => !ofWholeContent.Any(part => line.Contains(part, StringComparison.Ordinal))));
    }

    private static string WithoutConnection(ToolResult result)
    {
        var json = JsonNode.Parse(result.Output)!;
        json["request"] = json["target"] = json["time"] = json["error"] = null;
        json["connection"] = null;
        json["timing"] = null;
        json["end"]!["after"] = null;
        return json.ToJsonString();
    }

    // The rows received and what is beneath them, without the times of arrival; not the last words, which are the connection's.
    private static string Rows(ToolResult result)
    {
        var lines = result.Text.Split('\n');
        var rows = lines.Skip(1).Where(line => !line.StartsWith('>') && !EndRow().IsMatch(line));
        return string.Join('\n', lines[0].Contains(" ms ", StringComparison.Ordinal) ? rows.Select(line => ArrivalColumn().Replace(line, "")) : rows);
    }

    private static string Print(((string Method, string Octets) Response, int[] Sizes, bool Choice) sample) =>
        $"{sample.Response.Method} {Printable.Text(sample.Response.Octets)} in {string.Join(',', sample.Sizes)}, {sample.Choice}";

    [GeneratedRegex("^ *[0-9]+  end: ")]
    private static partial Regex EndRow();

    [GeneratedRegex(@"(?<=^[ 0-9]{8})[ 0-9.-]{9}(?= *([0-9]+  (CRLF|LF  |none|data|rest)   |\^))")]
    private static partial Regex ArrivalColumn();
}
