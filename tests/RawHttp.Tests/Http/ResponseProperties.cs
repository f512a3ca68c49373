using System.IO.Pipelines;
using System.Text;
using CsCheck;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>What holds for every response, valid or not. A failure prints the seed that makes it again.</summary>
public sealed class ResponseProperties
{
    [Fact]
    public void Any_octets_in_any_fragments_read_the_same()
    {
        Gen.Select(WireGen.Any, WireGen.Sizes, WireGen.Limits).Sample(
            (response, sizes, limits) =>
            {
                var octets = Encoding.Latin1.GetBytes(response.Octets);
                var whole = Transcript.OfAsync(PipeReader.Create(new(octets)), response.Method, limits);
                var split = Fragments.FeedAsync(Fragments.Cut(octets, sizes), input => Transcript.OfAsync(input, response.Method, limits));

                // All octets are there, and the reader runs where they arrive: one that still waits would wait for ever.
                Assert.True(whole.IsCompleted && split.IsCompleted);
                Assert.Equal(whole.GetAwaiter().GetResult(), split.GetAwaiter().GetResult());
            },
            iter: Samples.Of(5000),
            print: sample => $"{sample.Item1.Method} {Printable.Text(sample.Item1.Octets)} in {string.Join(',', sample.Item2)} within {sample.Item3}");
    }

    // Where nobody watches the lines, a clean head is read at once.
    [Fact]
    public void Any_octets_mean_the_same_whether_their_lines_are_observed_or_not()
    {
        Gen.Select(Gen.OneOf<(string Method, string Octets)>(WireGen.Any, WireGen.AlmostClean), WireGen.Limits).Sample(
            (response, limits) =>
            {
                Assert.Equal(Meaning(isObserved: true), Meaning(isObserved: false));

                string Meaning(bool isObserved) => Transcript.MeaningAsync(PipeReader.Create(new(Encoding.Latin1.GetBytes(response.Octets))), response.Method, isObserved, limits).GetAwaiter().GetResult();
            },
            iter: Samples.Of(10_000),
            print: sample => $"{sample.Item1.Method} {Printable.Text(sample.Item1.Octets)} within {sample.Item2}");
    }

    [Fact]
    public void Any_octets_read_the_same_though_every_wait_is_cancelled()
    {
        var cancelled = 0;
        var responses = Gen.OneOf<(string Method, string Octets)>(WireGen.Any, WireGen.AlmostClean);
        Gen.Select(responses, WireGen.Sizes, WireGen.Limits, Gen.Int[0, 2].Array[1, 6], Gen.Bool).Sample(
            (response, sizes, limits, times, isObserved) =>
            {
                var octets = Encoding.Latin1.GetBytes(response.Octets);
                var waits = new CancelledWaits(times);
                var whole = ReadAsync(PipeReader.Create(new(octets)), null);
                var split = waits.FeedAsync(Fragments.Cut(octets, sizes), input => ReadAsync(input, waits));

                Assert.True(whole.IsCompleted && split.IsCompleted);
                Assert.Equal(whole.GetAwaiter().GetResult(), split.GetAwaiter().GetResult());
                Interlocked.Add(ref cancelled, waits.Count);

                Task<string> ReadAsync(PipeReader input, CancelledWaits? waits) =>
                    Transcript.MeaningAsync(input, response.Method, isObserved, limits, waits);
            },
            iter: Samples.Of(5000),
            print: sample => $"{sample.Item1.Method} {Printable.Text(sample.Item1.Octets)} in {string.Join(',', sample.Item2)} "
                + $"within {sample.Item3}, cancelled {string.Join(',', sample.Item4)}");
        Assert.InRange(cancelled, 5000, int.MaxValue);
    }

    [Fact]
    public void A_response_of_valid_parts_reads_back_as_them()
    {
        Gen.Select(ResponseGen.Valid, WireGen.Sizes).Sample(
            (response, sizes) =>
            {
                var reading = Fragments.FeedAsync(Fragments.Cut(response.Octets, sizes), input => WrittenResponse.PartsOfAsync(input, response.Method));

                Assert.Equal(response.Parts, reading.GetAwaiter().GetResult());
            },
            iter: Samples.Of(3000),
            print: sample => $"{sample.Item1.Method} {Printable.Text(sample.Item1.Text)} in {string.Join(',', sample.Item2)}");
    }

    [Fact]
    public void Findings_lie_within_what_was_received()
    {
        WireGen.Any.Sample(
            response =>
            {
                var octets = Encoding.Latin1.GetBytes(response.Octets);
                foreach (var finding in Read(PipeReader.Create(new(octets)), response.Method, new MessageLimits()).Response.Findings)
                {
                    Assert.InRange(finding.Offset, 0, octets.Length);
                    Assert.InRange(finding.Length, 0, octets.Length - finding.Offset);
                }
            },
            iter: Samples.Of(3000),
            print: response => $"{response.Method} {Printable.Text(response.Octets)}");
    }

    [Fact]
    public void Endless_input_is_neither_held_nor_allocated_past_the_limits()
    {
        var limits = new MessageLimits { Line = 300, Fields = 20, Head = 1000, Interim = 3, Body = 500 };

        // Empty lines and every head as large as they may be; a body whose every octet is a chunk with lines as long as they may be; trailers.
        var heads = ((limits.Interim + 1) * ((2 * limits.Head) + limits.Line)) + limits.Line;
        var most = heads + ((limits.Body + 1) * (limits.Line + 3)) + limits.Head + limits.Line;
        Gen.Select(WireGen.Any, WireGen.Cycle).Sample(
            (beginning, cycle) =>
            {
                using var endless = new EndlessStream(Encoding.Latin1.GetBytes(beginning.Octets), Encoding.Latin1.GetBytes(cycle), most + EndlessStream.AtOnce);
                var before = GC.GetAllocatedBytesForCurrentThread();
                var (response, lines) = Read(PipeReader.Create(endless), beginning.Method, limits);
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

                Assert.InRange(lines.Offset, 0, response.Framing is null ? heads : most);
                Assert.InRange(endless.Given - lines.Offset, 0, limits.Line + EndlessStream.AtOnce);
                // A bound of its kind, not a measure: so much at most for an octet, which can have two findings, and for the decoders
                // of five content codings.
                Assert.InRange(allocated, 0, 100_000 + (5 * 120_000) + (1_000 * lines.Offset));
                Assert.All(response.Interim.Append(response.Head), head => Assert.InRange(head?.Fields.Sum(field => field.Length) ?? 0, 0, limits.Head));
                Assert.InRange(response.Trailers.Sum(field => field.Length), 0, limits.Head);
            },
            iter: Samples.Of(2000),
            print: sample => $"{sample.Item1.Method} {Printable.Text(sample.Item1.Octets)}, then again and again {Printable.Text(sample.Item2)}");
    }

    private static (ResponseReader Response, LineReader Lines) Read(PipeReader input, string method, MessageLimits limits)
    {
        var lines = new LineReader(input);
        var response = new ResponseReader(lines, method, limits);
        AtOnce.Read(response);
        return (response, lines);
    }
}
