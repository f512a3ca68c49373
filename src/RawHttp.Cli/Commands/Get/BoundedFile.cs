using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;

namespace RawHttp.Cli.Commands.Get;

/// <summary>Reads the file that an option names, within limits: a device may have no end, and a pipe no writer.</summary>
/// <param name="option">The option.</param>
/// <param name="failed">The exit status if it cannot be read.</param>
/// <param name="timeout">How long to wait for its end.</param>
internal sealed class BoundedFile(string option, int failed, TimeSpan timeout)
{
    // Many times the size of a system's file of certificates.
    private const int MaxOctets = 32 * 1024 * 1024;

    /// <summary>Reads all of it.</summary>
    /// <exception cref="ToolException">It cannot be read.</exception>
    public async Task<byte[]> ReadAsync(string file, CancellationToken stop)
    {
        // Neither opening nor reading can be cancelled.
        if (File.Exists(file) && new FileInfo(file) is { Length: > 0 })
        {
            return Read(file);
        }

        var reading = Task.Factory.StartNew(() => Read(file), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await reading.WaitAsync(timeout, MainLoop.Time, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ToolException(ExitStatus.Timeout, $"{option} {file}: its end has not come within {Durations.Seconds(timeout)}");
        }
    }

    private byte[] Read(string file)
    {
        try
        {
            using var input = File.OpenRead(file);
            var octets = new MemoryStream();
            var buffer = new byte[64 * 1024];
            while (octets.Length <= MaxOctets && input.Read(buffer) is > 0 and var count)
            {
                octets.Write(buffer, 0, count);
            }

            return octets.Length <= MaxOctets
                ? octets.ToArray()
                : throw new ToolException(failed, $"{option} {file}: it is larger than {MaxOctets} bytes");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(failed, $"{option} {file}: {Files.Reason(file, failure)}");
        }
    }
}
