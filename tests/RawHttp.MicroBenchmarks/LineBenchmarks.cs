using System.IO.Pipelines;
using BenchmarkDotNet.Attributes;
using RawHttp.Lines;

namespace RawHttp.MicroBenchmarks;

/// <summary>A thousand lines that are all there.</summary>
[MemoryDiagnoser]
public class LineBenchmarks
{
    private const int Lines = 1000;
    private byte[] _octets = [];

    [Params(16, 80, 1000)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Make() => _octets = [.. Enumerable.Repeat<byte[]>([.. Enumerable.Repeat((byte)'x', Length - 2), (byte)'\r', (byte)'\n'], Lines).SelectMany(line => line)];

    [Benchmark(OperationsPerInvoke = Lines)]
    public long Read()
    {
        var reader = new LineReader(PipeReader.Create(new(_octets)));
        var limit = new ReadLimit(LineKind.Other, 1 << 16);
        while (reader.TryReadLine(limit, out _))
        {
        }

        return reader.Offset == _octets.Length ? reader.Offset : throw new InvalidDataException();
    }
}
