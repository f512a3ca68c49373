using RawHttp.Tests.Cli.Hostile;

namespace RawHttp.Tests.Cli;

/// <summary>Servers that send what nobody should: it is shown as far as it can be read, told in one line, saved whole, and never costs more than its limits.</summary>
public sealed class HostileServerTests : IClassFixture<HostileRecord>
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Chunked = Ok + "Transfer-Encoding: chunked\r\n\r\n";

    public static TheoryData<string> BrokenNames => new(Broken.All.Keys);

    public static TheoryData<string> EndlessNames => new(Endless.All.Keys);

    public static TheoryData<Noise, int> Noises => Each.With(Enum.GetValues<Noise>(), 1, 2);

    public static TheoryData<string, int> Pieces => Each.With(GoodResponse.All.Select(response => response.Name), 1, 2, 7);

    [RequiresProgramTheory("time", "time")]
    [MemberData(nameof(BrokenNames))]
    public async Task A_broken_response_is_shown_and_told(string name)
    {
        var broken = Broken.All[name];
        await using var server = ScriptedServer.Sending(broken.Sent);

        var run = await HostileRun.GetAsync(name, "half close", server, arrived: broken.Sent);

        run.Came(broken.Status, broken.Printed, broken.Error, broken.Note);
    }

    [RequiresProgramTheory("time", "time")]
    [MemberData(nameof(EndlessNames))]
    public async Task What_never_ends_ends_with_its_limit(string name)
    {
        var endless = Endless.All[name];
        var much = string.Concat(Enumerable.Repeat(endless.Forever, (64 * 1024 / endless.Forever.Length) + 1));
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(endless.First);
            await client.SendForeverAsync(much);
        });

        var run = await HostileRun.GetAsync(name, "endless", server, endless.Options);

        run.Came(endless.Status, endless.Printed ?? run.Tool.Text, endless.Error);
        Assert.InRange(run.Tool.Text.Length, endless.Shown, run.Saved.Length);
        Assert.StartsWith(endless.Printed is null ? run.Tool.Text : endless.First, run.Saved, StringComparison.Ordinal);
        Assert.Equal(endless.First + string.Concat(Enumerable.Repeat(much, (run.Saved.Length / much.Length) + 1))[..(run.Saved.Length - endless.First.Length)], run.Saved);
    }

    [RequiresProgramTheory("time", "time")]
    [InlineData("head", Ok, "x")]
    [InlineData("fields", Ok, "a:\n")]
    [InlineData("chunk size", Chunked, "0")]
    [InlineData("chunks", Chunked, "1\r\nx\r\n")]
    [InlineData("trailers", Chunked + "0\r\n", "a:\n")]
    [InlineData("body by length", Ok + "Content-Length: 1000000\r\n\r\n", "x")]
    [InlineData("body until close", Ok + "\r\n", "x")]
    [InlineData("empty lines", "", "\r\n")]
    public async Task A_trickle_ends_with_the_limit_of_the_run(string name, string first, string forever)
    {
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendAsync(first);
            await client.SendForeverAsync(forever, TimeSpan.FromMilliseconds(50));
        });

        var run = await HostileRun.GetAsync($"trickle in {name}", "trickle", server, ["-m", "0.7", "--read-timeout", "30"]);

        Assert.Equal((28, $"rawhttp: get {server.Address}: no whole response within 0.7 s\n"), (run.Tool.Status, run.Tool.Error));
        var came = run.Saved.Length < first.Length ? "" : run.Saved[first.Length..];
        var shown = first.StartsWith(Chunked, StringComparison.Ordinal) && came.Length > 0 ? Chunked + new string('x', came.Count(octet => octet == 'x')) : run.Saved;

        // The last piece may have come when all was shown.
        Assert.StartsWith(run.Tool.Text, shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length - run.Tool.Text.Length, 0, forever.Length);
    }

    [RequiresProgramTheory("time", "time")]
    [MemberData(nameof(Pieces))]
    public async Task Pieces_are_the_same_as_the_whole(string name, int length)
    {
        var response = GoodResponse.Named(name);
        await using var server = ScriptedServer.Start(async client =>
        {
            await client.SendInPiecesAsync(response.Octets, length);
            await client.EndAsync(Ending.Fin);
        });

        var run = await HostileRun.GetAsync($"{name} in pieces of {length}", "fin", server, arrived: response.Octets);

        run.Came(0, response.Cut(response.Octets.Length, Ending.Fin).Printed, null);
    }

    [RequiresProgramTheory("time", "time")]
    [MemberData(nameof(Noises))]
    public async Task Noise_is_no_response(Noise noise, int seed)
    {
        var sent = NoiseMaker.Make(noise, seed, 4000);
        await using var server = ScriptedServer.Sending(sent);

        var run = await HostileRun.GetAsync($"{noise} {seed}", "half close", server, arrived: sent);

        run.Came(8, sent, $"not an HTTP/1.x response: it begins with \"~\", at offset 0");
    }

    [RequiresProgramTheory("time", "time")]
    [MemberData(nameof(Noises))]
    public async Task Noise_in_a_head_is_shown_as_it_came(Noise noise, int seed)
    {
        var sent = Ok + NoiseMaker.Make(noise, seed, 4000) + "\r\n" + NoiseMaker.Make(noise, seed + 10, 4000);
        await using var server = ScriptedServer.Sending(sent);

        var run = await HostileRun.GetAsync($"{noise} {seed} in a head", "half close", server, arrived: sent);

        run.Came(18, sent, $"the stream ends inside the head, at offset {sent.Length}: the server closed the connection");
    }

    [RequiresProgramTheory("time", "time")]
    [MemberData(nameof(Noises))]
    public async Task Noise_in_a_body_is_a_body(Noise noise, int seed)
    {
        var body = NoiseMaker.Make(noise, seed, 4000);
        await using var server = ScriptedServer.Sending($"{Chunked}{body.Length:x}\r\n{body}\r\n0\r\n\r\n");

        var run = await HostileRun.GetAsync($"{noise} {seed} in a body", "half close", server, arrived: $"{Chunked}{body.Length:x}\r\n{body}\r\n0\r\n\r\n");

        run.Came(0, Chunked + body, null);
    }

    [RequiresProgramTheory("time", "time")]
    [MemberData(nameof(Noises))]
    public async Task Noise_is_no_chunk_size(Noise noise, int seed)
    {
        var line = NoiseMaker.Make(noise, seed, 4000) + "\r\n";
        await using var server = ScriptedServer.Sending(Chunked + line);

        var run = await HostileRun.GetAsync($"{noise} {seed} as a chunk size", "half close", server, arrived: Chunked + line);

        run.Came(56, Chunked, $"no chunk size begins with \"~\", at offset {Chunked.Length}; what came from there on is no body, --raw shows it");
    }

    [RequiresProgramTheory("time", "time")]
    [InlineData("", "\r\n", Ok + "\r\n")]
    [InlineData(Ok + "A: 1\r\n", " \n", "\r\n")]
    [InlineData(Chunked + "0\r\nA: 1\r\n", " \n", "\r\n")]
    public async Task The_ledger_of_half_a_million_lines_is_held_in_256_MiB(string first, string line, string last)
    {
        await using var server = ScriptedServer.Sending(first + string.Concat(Enumerable.Repeat(line, 500_000)) + last);

        var result = await Tool.MeasureAsync("get", server.Address, "--wire");

        Assert.Equal(0, result.Status);
        Assert.InRange(result.PeakKiB, 1, 256 * 1024);
    }

    [RequiresProgram("time", "time")]
    public async Task A_thousand_trifles_hide_no_error()
    {
        var sent = Ok + string.Concat(Enumerable.Repeat("A: \u0001\n", 750)) + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        await using var server = ScriptedServer.Sending(sent);

        var run = await HostileRun.GetAsync("an error behind trifles", "half close", server, ["--strict"], arrived: sent);

        Assert.Equal(8, run.Tool.Status);
        Assert.EndsWith("recipient that does not know this reads another body\n", run.Tool.Error, StringComparison.Ordinal);
    }
}
