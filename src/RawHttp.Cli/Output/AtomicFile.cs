using System.Runtime.Versioning;

namespace RawHttp.Cli.Output;

/// <summary>
/// A file that gets its name when it is complete: it is written under another name in the same folder, then renamed. An incomplete file is
/// kept as FILE.part, so FILE is never partial. A device, a pipe or a descriptor is written directly.
/// </summary>
internal sealed class AtomicFile : WriteOnlyStream
{
    // All unfinished files, for a run that a signal or a time limit ends.
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

    /// <summary>Whether the file gets its name if the run ends now.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Refuses a name that cannot be written, before a request is sent.</summary>
    /// <exception cref="OutputException">The name is a folder, its folder does not exist, it is not
    /// writable, or it is a closed descriptor.</exception>
    public static void Check(string path)
    {
        if (Directory.Exists(path) || path.EndsWith('/'))
        {
            throw Files.NotWritten(path, Errno.IsFolder);
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
        if (error == -Errno.NoEntry || (error == 0 && UnixFile.FactsOf(path) is { Type: FileFacts.Regular }))
        {
            error = UnixFile.CanWrite(Path.GetDirectoryName(Files.Follow(path)) is { Length: > 0 } folder ? folder : ".", isFolder: true);
        }

        if (error != 0)
        {
            throw Files.NotWritten(path, -error);
        }
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its final name.</param>
    /// <param name="what">What it contains, for messages.</param>
    /// <param name="openTimeout">How long to wait for a reader if it is a pipe.</param>
    /// <exception cref="OutputException">It cannot be written.</exception>
    public static AtomicFile Open(string path, string what, TimeSpan openTimeout)
    {
        var target = Files.Follow(path);
        if (Files.Descriptor(target) is { } descriptor)
        {
            return new AtomicFile(path, what, Files.Guard(path, () => DescriptorStream.Open(descriptor)));
        }

        FileFacts? present = null;
        Stream? special = OperatingSystem.IsLinux()
            ? OpenSpecial(path, openTimeout, out present)
            : Files.Guard(path, () => OpenSpecialElsewhere(target));
        return special is null ? new AtomicFile(path, what, FreshFile.Create(path, target, present)) : new AtomicFile(path, what, special);
    }

    /// <summary>Finishes every unfinished file, for a run that cannot do so itself.</summary>
    public static void FinishAll()
    {
        List<string?> notes;
        lock (Unfinished)
        {
            // Finish all files before printing, because standard error may be blocked. Another thread may be writing, so none is closed.
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

    /// <summary>Finishes the file: a complete one gets its name; an incomplete one is kept, and a note gives its name.</summary>
    /// <exception cref="OutputException">The last octets could not be written, or the file could not be renamed.</exception>
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
            // The run has ended with another error, which is reported as the tool's error.
            Say(failure.Message);
        }

        base.Dispose(disposing);
    }

    private static void Say(string? note)
    {
        if (note is { Length: > 0 })
        {
            StandardError.Note(note);
        }
    }

    // Runs once, either from the run or from its termination. A special file needs no rename.
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

    // A rename would replace a device or a pipe with a file, so these are opened. A regular file is only checked for write access.
    [SupportedOSPlatform("linux")]
    private static DescriptorStream? OpenSpecial(string path, TimeSpan openTimeout, out FileFacts? present)
    {
        int descriptor;
        try
        {
            descriptor = UnixFile.OpenExisting(path, openTimeout);
        }
        catch (TimeoutException)
        {
            var limit = Durations.Seconds(openTimeout);
            throw new OutputException($"write {path}: no process has opened this pipe to read it within {limit}", OutputFailure.NoReader);
        }

        present = descriptor >= 0 ? UnixFile.FactsOf(descriptor) : null;
        if (descriptor == -Errno.NoEntry)
        {
            // The system does not follow another user's link in a world-writable folder. The link was read here, so check the same.
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

    // A device can report that it seeks, without effect, so devices are recognised by their folder.
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
