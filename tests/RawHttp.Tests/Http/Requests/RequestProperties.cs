using System.IO.Pipelines;
using System.Text;
using CsCheck;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>What holds for every request, valid or not. A failure prints the seed that makes it again.</summary>
public sealed class RequestProperties
{
    [Fact]
    public void Any_octets_read_the_same_in_any_fragments_though_waits_are_cancelled()
    {
        Gen.Select(RequestGen.Any, WireGen.Sizes, WireGen.Limits, Gen.Int[0, 2].Array[1, 6]).Sample(
            (request, sizes, limits, times) =>
            {
                var octets = Encoding.Latin1.GetBytes(request);
                var waits = new CancelledWaits(times);
                var whole = Transcript.OfRequestAsync(PipeReader.Create(new(octets)), limits);
                var split = waits.FeedAsync(Fragments.Cut(octets, sizes), input => Transcript.OfRequestAsync(input, limits, waits));

                // All octets are there, and the reader runs where they arrive: one that still waits would wait for ever.
                Assert.True(whole.IsCompleted && split.IsCompleted);
                Assert.Equal(whole.GetAwaiter().GetResult(), split.GetAwaiter().GetResult());
            },
            iter: Samples.Of(5000),
            print: sample => $"{Printable.Text(sample.Item1)} in {string.Join(',', sample.Item2)} within {sample.Item3}, cancelled {string.Join(',', sample.Item4)}");
    }

    [Fact]
    public void Findings_lie_within_what_was_received()
    {
        RequestGen.Any.Sample(
            request =>
            {
                var octets = Encoding.Latin1.GetBytes(request);
                foreach (var finding in Read(PipeReader.Create(new(octets)), new MessageLimits()).Request.Findings)
                {
                    Assert.InRange(finding.Offset, 0, octets.Length);
                    Assert.InRange(finding.Length, 0, octets.Length - finding.Offset);
                }
            },
            iter: Samples.Of(5000),
            print: Printable.Text);
    }

    [Fact]
    public void Endless_input_is_neither_held_nor_allocated_past_the_limits()
    {
        var limits = new MessageLimits { Line = 300, Fields = 20, Head = 1000, Body = 500 };

        // Empty lines and a head as large as they may be; a body whose every octet is a chunk with lines as long as they may be; trailers.
        var heads = (2 * limits.Head) + (2 * limits.Line);
        var most = heads + ((limits.Body + 1) * (limits.Line + 3)) + limits.Head + limits.Line;
        Gen.Select(RequestGen.Any, RequestGen.Cycle).Sample(
            (beginning, cycle) =>
            {
                using var endless = new EndlessStream(Encoding.Latin1.GetBytes(beginning), Encoding.Latin1.GetBytes(cycle), most + EndlessStream.AtOnce);
                var before = GC.GetAllocatedBytesForCurrentThread();
                var (request, lines) = Read(PipeReader.Create(endless), limits);
                var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

                Assert.InRange(lines.Offset, 0, request.Framing is null ? heads : most);
                Assert.InRange(endless.Given - lines.Offset, 0, limits.Line + EndlessStream.AtOnce);

                // A bound of its kind, not a measure: so much at most for an octet, which can have two findings.
                Assert.InRange(allocated, 0, 100_000 + (2_000 * lines.Offset));
                Assert.InRange(request.Head?.Fields.Sum(field => field.Length) ?? 0, 0, limits.Head);
                Assert.InRange(request.Trailers.Sum(field => field.Length), 0, limits.Head);
            },
            iter: Samples.Of(2000),
            print: sample => $"{Printable.Text(sample.Item1)}, then again and again {Printable.Text(sample.Item2)}");
    }

    private static (RequestReader Request, LineReader Lines) Read(PipeReader input, MessageLimits limits)
    {
        var lines = new LineReader(input);
        var request = new RequestReader(lines, limits);
        AtOnce.Read(request);
        return (request, lines);
    }
}
