using System.IO.Pipelines;
using BenchmarkDotNet.Attributes;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.MicroBenchmarks;

/// <summary>Heads that lie whole in memory: in place, as the reader keeps them, and line by line where somebody watches the lines.</summary>
[MemoryDiagnoser]
public class HeadBenchmarks
{
    private readonly FieldRange[] _fields = new FieldRange[64];
    private byte[] _octets = [];

    [Params("example", "thirty-fields")]
    public string Head { get; set; } = "";

    [GlobalSetup]
    public void Read() => _octets = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, Head + ".http"));

    [Benchmark(Baseline = true)]
    public int InPlace() => CleanHead.TryRead(_octets, _fields, out var head) ? head.Length : throw new InvalidDataException();

    [Benchmark]
    public Task<ResponseHead> Kept() => ReadAsync(null);

    [Benchmark]
    public Task<ResponseHead> LineByLine() => ReadAsync(Nobody.Instance);

    private async Task<ResponseHead> ReadAsync(ILineObserver? observer)
    {
        var lines = new LineReader(PipeReader.Create(new(_octets)), observer);
        return await new ResponseReader(lines, "GET").ReadHeadAsync();
    }

    private sealed class Nobody : ILineObserver
    {
        public static readonly Nobody Instance = new();

        public void LineRead(in Line line, LineKind kind)
        {
        }

        public void Waiting()
        {
        }
    }
}
