using System.IO.Pipelines;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Client;

namespace RawHttp.Cli.Commands;

/// <summary>A file of saved responses, or standard input, as the input of a reader.</summary>
/// <param name="file">The name of the file; - is standard input.</param>
internal sealed class SavedInput(string file)
{
    /// <summary>The name in messages.</summary>
    public string Name => file == "-" ? "standard input" : file;

    /// <summary>Passes everything on to a pipe, and completes it.</summary>
    /// <param name="output">The pipe.</param>
    /// <param name="observer">Sees all octets before the reader does; null for no observer.</param>
    /// <param name="showsAll">Whether the observer gets the octets after those that the reader takes, too.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Why the file could not be read to its end; null if it was, or if it was stopped.</returns>
    public async Task<ExitVerdict?> PumpAsync(PipeWriter output, IExchangeObserver? observer, bool showsAll, CancellationToken stop)
    {
        try
        {
            await using var input = Open();
            var buffer = new byte[64 * 1024];
            var isRead = true;
            while (isRead || showsAll)
            {
                // A read from a silent pipe or terminal does not react to the token.
                var count = await input.ReadAsync(buffer, stop).AsTask().WaitAsync(stop).ConfigureAwait(false);
                if (count == 0)
                {
                    return null;
                }

                observer?.Received(buffer.AsMemory(0, count), 0);
                if (isRead)
                {
                    isRead = !(await output.WriteAsync(buffer.AsMemory(0, count), stop).ConfigureAwait(false)).IsCompleted;
                }
                else
                {
                    // The reader has ended, so the view must be asked to report failed output.
                    observer?.Waiting();
                }
            }

            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var hint = file.Contains("://", StringComparison.Ordinal) ? $"; rawhttp get {file} asks a server" : "";
            return new ExitVerdict(ExitStatus.InputFailed, $"read {Name}: {Files.Reason(file, failure)}{hint}");
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            await output.CompleteAsync().ConfigureAwait(false);
        }
    }

    private Stream Open() => file == "-"
        ? DescriptorStream.OpenInput()
        : new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
}
