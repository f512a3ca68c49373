namespace RawHttp.Cli.Output;

/// <summary>
/// A file that takes its name when it is whole: it is written beside it, and renamed. What is not whole is kept as FILE.part, so
/// that FILE is never half a body. A device, a pipe or a descriptor is written to as it is.
/// </summary>
internal sealed class AtomicFile : WriteOnlyStream
{
    // For a run that is ended from outside.
    private static readonly List<AtomicFile> Unfinished = [];

    private readonly string _path;
    private readonly string _what;
    private readonly Stream _stream;
    private readonly FreshFile? _fresh;
    private bool _hasFailed;

    private AtomicFile(string path, string what, Stream stream) => (_path, _what, _stream) = (path, what, stream);

    private AtomicFile(string path, string what, FreshFile fresh)
        : this(path, what, fresh.Stream)
    {
        _fresh = fresh;
        lock (Unfinished)
        {
            Unfinished.Add(this);
        }
    }

    /// <summary>Whether it takes its name if the run ends now.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Refuses a name that cannot be written to, before anything is sent.</summary>
    /// <exception cref="OutputException">It is a folder, its folder is not there, it may not be written to, or it is a descriptor that is closed.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path) || path.EndsWith('/'))
        {
            throw Files.NotWritten(path, UnixFile.IsFolder);
        }

        if (Files.Descriptor(path) is { } descriptor)
        {
            _ = Files.Guard(path, () => DescriptorStream.Open(descriptor));
            return;
        }

        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var error = UnixFile.CanWrite(path, isFolder: false);
        if (error == -UnixFile.NoEntry || (error == 0 && UnixFile.FactsOf(path) is { Type: FileFacts.Regular }))
        {
            error = UnixFile.CanWrite(Path.GetDirectoryName(Files.Follow(path)) is { Length: > 0 } folder ? folder : ".", isFolder: true);
        }

        if (error != 0)
        {
            throw Files.NotWritten(path, -error);
        }
    }

    /// <summary>Opens it.</summary>
    /// <param name="path">The name it is to have.</param>
    /// <param name="what">What is in it.</param>
    /// <param name="patience">How long a pipe may have no reader.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static AtomicFile Open(string path, string what, TimeSpan patience)
    {
        var target = Files.Follow(path);
        if (Files.Descriptor(target) is { } descriptor)
        {
            return new AtomicFile(path, what, Files.Guard(path, () => DescriptorStream.Open(descriptor)));
        }

        FileFacts? present = null;
        Stream? special = OperatingSystem.IsLinux() ? OpenSpecial(path, patience, out present) : Files.Guard(path, () => OpenSpecialElsewhere(target));
        return special is null ? new AtomicFile(path, what, FreshFile.Create(path, target, present)) : new AtomicFile(path, what, special);
    }

    /// <summary>Ends every file that is still written, for a run that will not come to it itself.</summary>
    public static void FinishAll()
    {
        List<string?> notes;
        lock (Unfinished)
        {
            // All of them before anything is said: standard error may be what is not read. Another thread may be writing, so none is closed.
            notes = Unfinished.ToArray().Select(file => file.TakeName().Note).ToList();
        }

        notes.ForEach(Say);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _stream.Write(buffer);
        }
        catch (Exception failure) when (failure is OutputException or IOException)
        {
            _hasFailed = true;
            throw failure as OutputException ?? Files.NotWritten(_path, failure);
        }
    }

    /// <summary>Ends it: it takes its name if it is whole; otherwise what came of it is kept, and a note names where.</summary>
    /// <exception cref="OutputException">Its end could not be written, or it cannot take its name.</exception>
    public void Finish(bool whole)
    {
        IsWhole = whole;
        OutputException? unwritten = null;
        try
        {
            _stream.Dispose();
        }
        catch (OutputException failure)
        {
            (unwritten, _hasFailed) = (failure, true);
        }

        var (note, unnamed) = TakeName();
        Say(note);
        if ((unwritten ?? unnamed) is { } reason)
        {
            throw reason;
        }
    }

    protected override void Dispose(bool disposing)
    {
        try
        {
            Finish(IsWhole);
        }
        catch (OutputException failure)
        {
            // Something else has ended the run, and is told as the error.
            Say(failure.Message);
        }

        base.Dispose(disposing);
    }

    private static void Say(string? note)
    {
        if (note is { Length: > 0 })
        {
            Terminal.Note(note);
        }
    }

    // Once, by the run or by what ends it from outside. A special file has its name.
    private (string? Note, OutputException? Failure) TakeName()
    {
        lock (Unfinished)
        {
            if (!Unfinished.Remove(this))
            {
                return default;
            }

            if (!IsWhole || _hasFailed)
            {
                return ($"{_what} is not whole; what came of it is kept in {_fresh!.KeepAsPart()}", null);
            }

            return _fresh!.TakeName() is { } reason
                ? ($"{_what} is kept in {_fresh.KeepAsPart()}", new OutputException($"write {_path}: {reason}"))
                : default;
        }
    }

    // A rename would replace a device or a pipe by a file. A regular file is only asked whether it may be written to.
    private static DescriptorStream? OpenSpecial(string path, TimeSpan patience, out FileFacts? present)
    {
        int descriptor;
        try
        {
            descriptor = UnixFile.OpenExisting(path, patience);
        }
        catch (TimeoutException)
        {
            throw new OutputException($"write {path}: no process has opened this pipe to read it within {Durations.Seconds(patience)}", OutputFailure.NoReader);
        }

        present = descriptor >= 0 ? UnixFile.FactsOf(descriptor) : null;
        if (descriptor == -UnixFile.NoEntry)
        {
            // The system follows no such link in a folder that others may write to; as the link is read here, nor do we.
            return UnixFile.FactsOf(path, ofLink: true) is { Type: FileFacts.Link, Owner: var owner } && owner != UnixFile.User
                ? throw new OutputException($"write {path}: it is a link of another user's to a file that is not there")
                : null;
        }

        if (descriptor < 0)
        {
            throw Files.NotWritten(path, -descriptor);
        }

        if (present is not { Type: FileFacts.Regular })
        {
            return DescriptorStream.Own(descriptor, path);
        }

        _ = UnixFile.Close(descriptor);
        return null;
    }

    // A device can seek, if to no effect, and so is known by its place.
    private static FileStream? OpenSpecialElsewhere(string target)
    {
        if (!File.Exists(target))
        {
            return null;
        }

        var file = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        if (!file.CanSeek || target.StartsWith("/dev/", StringComparison.Ordinal))
        {
            return file;
        }

        file.Dispose();
        return null;
    }
}
