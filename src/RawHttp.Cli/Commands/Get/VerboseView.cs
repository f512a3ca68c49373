using RawHttp.Cli.Output;
using RawHttp.Cli.Views;

namespace RawHttp.Cli.Commands.Get;

/// <summary>-v: prints the request on standard error.</summary>
internal sealed class VerboseView : IResponseView
{
    private const int MaxOctets = 16 * 1024;

    public bool TakesLinesTogether => true;

    public bool WantsBody => false;

    public void SentBefore(ReadOnlyMemory<byte> octets) => StandardError.Say($"> {Escaped.Text(octets.Span)}");

    public void Request(ReadOnlySpan<byte> octets, int headLength)
    {
        var shown = octets[..Math.Min(octets.Length, MaxOctets)];
        var text = TerminalText.Escape(shown.EndsWith("\r\n"u8) ? shown[..^2] : shown.EndsWith("\n"u8) ? shown[..^1] : shown);
        foreach (var line in octets.IsEmpty ? [] : text.Split('\n'))
        {
            StandardError.Say($"> {line}");
        }

        if (shown.Length < octets.Length)
        {
            StandardError.Say($"* and {octets.Length - shown.Length} more bytes of the request");
        }
    }

    public void Finish(Outcome outcome)
    {
    }

    public void Dispose()
    {
    }
}
