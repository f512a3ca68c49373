using RawHttp.Cli.Output;

namespace RawHttp.Cli.Views;

/// <summary>--save: every octet received, in a file that gets its name however the run ends.</summary>
internal sealed class SaveView(string path, TimeSpan timeout) : IResponseView
{
    private readonly LazyFile _file = new(path, "what was received", timeout) { IsWhole = true };

    public bool TakesLinesTogether => true;

    public void Received(ReadOnlyMemory<byte> octets, long timestamp) => _file.Write(octets.Span);

    public void Finish(Outcome outcome) => _file.Finish();

    public void Dispose() => _file.Dispose();
}
