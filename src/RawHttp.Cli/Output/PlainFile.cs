namespace RawHttp.Cli.Output;

/// <summary>A file of -D or --save: made when there is something to write, so that a failure before leaves an old one as it is.</summary>
internal sealed class PlainFile(string path) : WriteOnlyStream
{
    private Stream? _file;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _file ??= Files.Guard(path, () => Files.Descriptor(path) is { } descriptor
            ? StandardStream.Open(descriptor)
            : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
        try
        {
            _file.Write(buffer);
        }
        catch (IOException failure)
        {
            throw Files.NotWritten(path, failure);
        }
    }

    protected override void Dispose(bool disposing)
    {
        _file?.Dispose();
        base.Dispose(disposing);
    }
}
