using System.IO.Pipelines;
using System.Text;
using System.Text.RegularExpressions;

namespace RawHttp.Cli.Commands.Echo;

/// <summary>Lines that the terminal itself edits. It knows no cursor keys, so their sequences are removed instead of sent.</summary>
internal sealed partial class CookedInput
{
    // A terminal gives a line at a time, of at most this length.
    private const int MaxLine = 4096;

    private readonly Pipe _pipe = new();

    public CookedInput(Stream input) => _ = Task.Run(() => ReadAsync(input));

    public PipeReader Reader => _pipe.Reader;

    private async Task ReadAsync(Stream input)
    {
        try
        {
            var buffer = new byte[MaxLine];
            while (await input.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                var line = Encoding.Latin1.GetString(buffer, 0, count);
                await _pipe.Writer.WriteAsync(Encoding.Latin1.GetBytes(CursorKeys().Replace(line, ""))).ConfigureAwait(false);
            }

            await _pipe.Writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            await _pipe.Writer.CompleteAsync(failure).ConfigureAwait(false);
        }
    }

    // Up, Down, Right, Left, End and Home in both modes of the keypad, and those with a number: Insert, Delete, Page Up (ECMA-48 §5.4).
    [GeneratedRegex(@"\x1b(?:[\[O][A-DFH]|\[\d{1,2}(?:;\d)?[~A-DFH])")]
    private static partial Regex CursorKeys();
}
