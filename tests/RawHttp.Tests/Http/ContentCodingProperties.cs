using System.IO.Compression;
using System.IO.Pipelines;
using CsCheck;

namespace RawHttp.Tests.Http;

/// <summary>What holds for coded content of any kind. A failure prints the seed that makes it again.</summary>
public sealed class ContentCodingProperties
{
    // Noise, long runs, and octets of few values, beyond the window of deflate.
    private static readonly Gen<byte[]> Contents = Gen.OneOf(
        Gen.Byte.Array[0, 300],
        Gen.Byte.Array[0, 20_000],
        Gen.Byte[0, 3].Array[0, 90_000],
        Gen.Select(
            Gen.Byte.Array[1, 400],
            Gen.Int[1, 300],
            (part, times) => (byte[])[.. Enumerable.Repeat(part, times).SelectMany(each => each)]));

    private static readonly Gen<string> Codings = Gen.Int[0, 3].Select(index => Coded.Codings[index]);

    private static readonly Gen<(double Where, byte Flip)[]> Flips = Gen.Select(Gen.Double.Unit, Gen.Byte[1, 255]).Array[1, 3];

    private static readonly Gen<CompressionLevel> Levels = Gen.Int[0, 3].Select(level => (CompressionLevel)level);

    [Fact]
    public void What_encoders_make_has_no_finding()
    {
        Gen.Select(Contents, Codings, Levels, Gen.Int[1, 9000]).Sample(
            (content, coding, level, size) =>
            {
                var coded = Coded.Encode(coding, content, level);

                Assert.Empty(Coded.Findings(Coded.Response(coding, coded)));
                Assert.Empty(Coded.Findings(Coded.Chunked(coding, coded, size)));
            },
            iter: Samples.Of(150),
            print: sample => $"{sample.Item1.Length} octets in {sample.Item2}, {sample.Item3}, chunks of {sample.Item4}");
    }

    [Fact]
    public void Damaged_content_has_the_same_findings_in_any_fragments()
    {
        Gen.Select(Contents, Codings, Levels, Flips, WireGen.Sizes).Sample(
            (content, coding, level, flips, sizes) =>
            {
                var coded = Coded.Encode(coding, content, level);
                foreach (var (where, flip) in flips)
                {
                    coded[(int)(where * coded.Length)] ^= flip;
                }

                var response = Coded.Response(coding, coded);
                var whole = MeaningAsync(PipeReader.Create(new(response)));
                var split = Fragments.FeedAsync(Fragments.Cut(response, sizes), MeaningAsync);

                Assert.Equal(whole.GetAwaiter().GetResult(), split.GetAwaiter().GetResult());
            },
            iter: Samples.Of(100),
            print: sample => $"{sample.Item1.Length} octets in {sample.Item2}, {sample.Item3}, "
                + $"flipped at {string.Join(',', sample.Item4)}, in {string.Join(',', sample.Item5)}");

        static Task<string> MeaningAsync(PipeReader input) => Transcript.MeaningAsync(input, "GET", isObserved: false);
    }

    // No finding means that another decoder gives back the content.
    [Fact]
    public void Damaged_gzip_without_a_finding_decodes_to_the_content()
    {
        Gen.Select(Contents, Levels, Gen.Double.Unit, Gen.Byte[1, 255]).Sample(
            (content, level, where, flip) =>
            {
                var coded = Coded.Encode("gzip", content, level);
                coded[(int)(where * where * coded.Length)] ^= flip;
                if (Coded.Findings(Coded.Response("gzip", coded)).Count == 0)
                {
                    using var decoder = new GZipStream(new MemoryStream(coded), CompressionMode.Decompress);
                    var decoded = new MemoryStream();
                    decoder.CopyTo(decoded);
                    Assert.Equal(content, decoded.ToArray());
                }
            },
            iter: Samples.Of(300),
            print: sample => $"{sample.Item1.Length} octets, {sample.Item2}, {sample.Item3} flipped by {sample.Item4}");
    }
}
