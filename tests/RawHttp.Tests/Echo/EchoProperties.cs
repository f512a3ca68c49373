using System.Net.Sockets;
using System.Text;
using CsCheck;
using RawHttp.Echo;

namespace RawHttp.Tests.Echo;

/// <summary>The echo: any lines in any fragments come back the same, in order, to who sent them.</summary>
public sealed class EchoProperties
{
    // Neither blank, which ends the session, nor a command.
    private static readonly Gen<string> Content = Gen.Frequency(
        (4, Gen.String[Gen.Char[' ', '~'], 1, 40]),
        (2, Gen.String[Gen.Char['\0', '\xff'], 1, 20]),
        (1, Gen.Int[1000, 70_000].Select(count => new string('x', count))))
        .Where(line => !line.Contains('\n') && line.Trim(' ', '\t', '\v', '\f', '\r') is { Length: > 0 } text && !text.StartsWith("set time", StringComparison.Ordinal));

    private static readonly Gen<string> Line = Gen.Select(Content, Gen.OneOf("\r\n", "\n"), (content, ending) => content + ending);

    private static readonly Gen<string> Lines = Gen.Select(Line.Array[0, 20], Gen.OneOf<string>(Gen.Const(""), Content), (lines, unended) => string.Concat(lines) + unended);

    [Fact]
    public async Task Any_lines_in_any_fragments_come_back_the_same()
    {
        await using var server = EchoServer.Start(new EchoServerOptions { MaxLine = 100_000 });

        await Gen.Select(Lines, Gen.OneOf<int>(Gen.Int[1, 30], Gen.Int[1, 2000], Gen.Int[1, 100_000]).Array[1, 6]).SampleAsync(
            async (lines, sizes) =>
            {
                var sent = Encoding.Latin1.GetBytes(lines);

                // At most a thousand of them.
                var least = sent.Length / 1000;
                Assert.Equal(sent, await TalkAsync(server, Fragments.Cut(sent, [.. sizes.Select(size => Math.Max(size, least + 1))])));
            },
            iter: Samples.Of(300),
            print: sample => $"{Printable.Text(sample.Item1)} in {string.Join(',', sample.Item2)}");
    }

    private static async Task<byte[]> TalkAsync(EchoServer server, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(server.EndPoint);
        using var answers = new NetworkStream(client);
        using var received = new MemoryStream();
        var receiving = answers.CopyToAsync(received);
        foreach (var piece in pieces)
        {
            await new ScriptedClient(client).SendAsync(piece.ToArray());
        }

        client.Shutdown(SocketShutdown.Send);
        await receiving;
        return received.ToArray();
    }
}
