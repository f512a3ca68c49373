namespace RawHttp.Cli.Output;

/// <summary>
/// The file of -o. A body is written beside it, as FILE.part, and renamed when whole, so that FILE is never half a body.
/// A device or a pipe is written to as it is.
/// </summary>
internal sealed class BodyFile : WriteOnlyStream
{
    private readonly string _path;
    private readonly string? _part;
    private readonly FileStream _file;

    private BodyFile(string path, string? part, FileStream file)
    {
        _path = path;
        _part = part;
        _file = file;
    }

    public static BodyFile Open(string path) => Files.Guard(path, () =>
    {
        var real = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        if (OpenSpecial(path, real) is { } special)
        {
            return new BodyFile(path, null, special);
        }

        var part = real + ".part";
        return new BodyFile(real, part, new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0));
    });

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _file.Write(buffer);
        }
        catch (IOException failure)
        {
            throw Files.NotWritten(_path, failure);
        }
    }

    /// <summary>Ends the file.</summary>
    /// <param name="whole">Whether the body is whole, so that the file may take its name.</param>
    /// <returns>Where a partial body was kept, or null.</returns>
    public string? Finish(bool whole) => Files.Guard(_path, () =>
    {
        _file.Dispose();
        if (_part is null || !whole)
        {
            return _part;
        }

        File.Move(_part, _path, overwrite: true);
        return null;
    });

    protected override void Dispose(bool disposing)
    {
        _file.Dispose();
        base.Dispose(disposing);
    }

    // A rename would replace a device or a named pipe by a file.
    private static FileStream? OpenSpecial(string path, string real)
    {
        if (!path.StartsWith("/dev/", StringComparison.Ordinal) && !File.Exists(real))
        {
            return null;
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (!file.CanSeek || path.StartsWith("/dev/", StringComparison.Ordinal))
        {
            return file;
        }

        file.Dispose();
        return null;
    }
}
