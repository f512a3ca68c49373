namespace RawHttp.Cli.Output;

/// <summary>
/// The file of -o. It is written beside it, as FILE.part, and renamed when whole, so that FILE is never half a body.
/// A device, a pipe or a descriptor is written to as it is.
/// </summary>
internal sealed class BodyFile : WriteOnlyStream
{
    private readonly string _path;
    private readonly string? _part;
    private readonly Stream _file;
    private bool _isFinished;

    private BodyFile(string path, string? part, Stream file)
    {
        _path = path;
        _part = part;
        _file = file;
    }

    /// <summary>Refuses a name that no body can have, before anything is sent.</summary>
    public static void Check(string path)
    {
        if (Directory.Exists(path) || path.EndsWith('/'))
        {
            throw new ToolException(ExitStatus.OutputFailed, $"write {path}: it is a folder");
        }
    }

    public static BodyFile Open(string path) => Files.Guard(path, () =>
    {
        if (Files.Descriptor(path) is { } descriptor)
        {
            return new BodyFile(path, null, StandardStream.Open(descriptor));
        }

        var real = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        if (OpenSpecial(real) is { } special)
        {
            return new BodyFile(path, null, special);
        }

        var part = real + ".part";
        if (new FileInfo(part).LinkTarget is not null)
        {
            // Nobody has asked for this name: a link that waits there leads where the body does not belong.
            File.Delete(part);
        }

        var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (!OperatingSystem.IsWindows() && File.Exists(real))
        {
            // What nobody else might read stays so.
            File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(real));
        }

        return new BodyFile(real, part, file);
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

    /// <summary>Ends the file; it takes its name if it is whole, and is told of if it is not.</summary>
    /// <param name="whole">Whether it is.</param>
    /// <param name="what">What is in it.</param>
    public void Finish(bool whole, string what)
    {
        _isFinished = true;
        _ = Files.Guard(_path, () =>
        {
            _file.Dispose();
            if (_part is not null && whole)
            {
                File.Move(_part, _path, overwrite: true);
            }

            return true;
        });
        if (_part is not null && !whole)
        {
            Terminal.Note($"{what} is not whole; what came of it is kept in {_part}");
        }
    }

    protected override void Dispose(bool disposing)
    {
        // Not finished: something else has failed, and what came is kept.
        if (!_isFinished)
        {
            Finish(whole: false, "the body");
        }

        base.Dispose(disposing);
    }

    // A rename would replace a device or a named pipe by a file. A device can seek, if to no effect, and so is known by its place.
    private static FileStream? OpenSpecial(string real)
    {
        if (!File.Exists(real))
        {
            return null;
        }

        var file = new FileStream(real, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (!file.CanSeek || (real.StartsWith("/dev/", StringComparison.Ordinal) && !real.StartsWith("/dev/shm/", StringComparison.Ordinal)))
        {
            return file;
        }

        file.Dispose();
        return null;
    }
}
