namespace RawHttp.Cli.Output;

/// <summary>
/// A file of -D, --save or --report, created at the first write, so that an earlier failure leaves an old file unchanged. A failure to
/// write is thrown only when the file is finished, so that other output continues.
/// </summary>
/// <param name="path">Its final name.</param>
/// <param name="what">What it contains, for messages.</param>
/// <param name="openTimeout">How long to wait for a reader if it is a pipe.</param>
internal sealed class LazyFile(string path, string what, TimeSpan openTimeout) : WriteOnlyStream
{
    private AtomicFile? _file;
    private OutputException? _failure;

    /// <summary>Whether the file gets its name if the run ends now.</summary>
    public bool IsWhole
    {
        get;
        set
        {
            field = value;
            _file?.IsWhole = value;
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_failure is not null)
        {
            return;
        }

        try
        {
            _file ??= AtomicFile.Open(path, what, openTimeout);
            _file.IsWhole = IsWhole;
            _file.Write(buffer);
        }
        catch (OutputException failure)
        {
            _failure = failure;
        }
    }

    /// <summary>Finishes the file, if it was created.</summary>
    /// <exception cref="OutputException">The file could not be written.</exception>
    public void Finish()
    {
        _file?.Finish(IsWhole);
        if (_failure is { } failure)
        {
            _failure = null;
            throw failure;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _file?.Dispose();
        base.Dispose(disposing);
    }
}
