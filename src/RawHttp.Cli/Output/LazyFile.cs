namespace RawHttp.Cli.Output;

/// <summary>
/// A file of -D, --save or --report: made when there is something to write, so that a failure before leaves an old one as it is.
/// A failure is thrown when the file is finished, so that it holds nothing else back.
/// </summary>
/// <param name="path">The name it is to have.</param>
/// <param name="what">What is in it.</param>
/// <param name="patience">How long a pipe may have no reader.</param>
internal sealed class LazyFile(string path, string what, TimeSpan patience) : WriteOnlyStream
{
    private AtomicFile? _file;
    private OutputException? _failure;

    /// <summary>Whether it takes its name if the run ends now.</summary>
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
            _file ??= AtomicFile.Open(path, what, patience);
            _file.IsWhole = IsWhole;
            _file.Write(buffer);
        }
        catch (OutputException failure)
        {
            _failure = failure;
        }
    }

    /// <summary>Ends it, if there is one.</summary>
    /// <exception cref="OutputException">It could not be written.</exception>
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
