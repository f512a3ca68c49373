using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>
/// A new file in the same folder as its target. Its name is random and was free, so a link, a pipe or a file that another user created in
/// advance is neither followed nor written.
/// </summary>
internal sealed class FreshFile
{
    private const int MaxTries = 100;
    private const int LongestName = 255;

    private readonly string _name;
    private readonly string _target;
    private readonly (long, uint) _made;

    private FreshFile(string name, string target, Stream stream, (long, uint) made)
    {
        _name = name;
        _target = target;
        _made = made;
        Stream = stream;
    }

    /// <summary>The stream to write to.</summary>
    public Stream Stream { get; }

    /// <summary>The name for an incomplete file.</summary>
    /// <param name="target">The name that the complete file would have.</param>
    public static string PartOf(string target) => $"{target}.part";

    /// <summary>Creates the file. If the present target belongs to this user, its permissions are kept, so
    /// that a private file stays private.</summary>
    /// <param name="path">The name of the file in errors.</param>
    /// <param name="target">The final name.</param>
    /// <param name="present">On Linux, what is known of the present file with the final name.</param>
    /// <exception cref="OutputException">The file cannot be created in this folder.</exception>
    public static FreshFile Create(string path, string target, FileFacts? present)
    {
        const int Default = 0x1B6;
        const int OwnerOnly = 0x180;
        var isOurs = OperatingSystem.IsLinux() && present is { } old && old.Owner == UnixFile.User;
        var mode = present is not { } file ? Default : isOurs ? file.Mode & 0x1FF : (file.Mode & Default) | OwnerOnly;
        for (var tries = 1; ; tries++)
        {
            var name = MakeName(target);
            if (!OperatingSystem.IsLinux())
            {
                return new FreshFile(name, target, Files.Guard(path, () => CreateElsewhere(name, target)), default);
            }

            var descriptor = UnixFile.CreateNew(name, mode);
            if (descriptor >= 0)
            {
                if (isOurs)
                {
                    UnixFile.TakePermissions(descriptor, present!.Value);
                }

                var made = UnixFile.FactsOf(descriptor)?.Changed ?? default;
                return new FreshFile(name, target, DescriptorStream.Own(descriptor, path), made);
            }

            if (descriptor != -Errno.Exists || tries == MaxTries)
            {
                throw Files.NotWritten(path, -descriptor);
            }
        }
    }

    /// <summary>Renames the file to its final name, replacing the present one.</summary>
    /// <returns>Why that failed; null if it did not.</returns>
    public string? TakeName() => Rename(_target, overwrite: true);

    /// <summary>Keeps the file as FILE.part, replacing only a leftover of an earlier run; otherwise as FILE.part.1 and so on.</summary>
    /// <returns>The name of the file.</returns>
    public string KeepAsPart()
    {
        for (var number = 0; number < MaxTries; number++)
        {
            var name = number == 0 ? PartOf(_target) : $"{PartOf(_target)}.{number}";
            if (Claim(name) && Rename(name, overwrite: OperatingSystem.IsLinux()) is null)
            {
                return name;
            }
        }

        return _name;
    }

    // Whether the name can be used: it was just created, or it is a leftover of an earlier run. A file changed after this one was made
    // belongs to a run at the same time.
    private bool Claim(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        const int OwnerOnly = 0x180;
        var descriptor = UnixFile.CreateNew(name, OwnerOnly);
        if (descriptor >= 0)
        {
            _ = UnixFile.Close(descriptor);
            return true;
        }

        return descriptor == -Errno.Exists
            && UnixFile.FactsOf(name, ofLink: true) is { IsOurs: true } left
            && left.Changed.CompareTo(_made) < 0;
    }

    private string? Rename(string name, bool overwrite)
    {
        if (OperatingSystem.IsLinux())
        {
            return UnixFile.Rename(_name, name) is < 0 and var error ? Files.Reason(-error) : null;
        }

        try
        {
            File.Move(_name, name, overwrite);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Files.Reason(name, failure);
        }
    }

    // Shortens the name to the longest that the system allows.
    private static string MakeName(string target)
    {
        var ending = $".{Path.GetRandomFileName()[..8]}.part";
        var name = Path.GetFileName(target);
        while (Encoding.UTF8.GetByteCount(name) > LongestName - ending.Length)
        {
            name = name[..^1];
        }

        return Path.Combine(Path.GetDirectoryName(target) ?? "", name + ending);
    }

    private static FileStream CreateElsewhere(string name, string target)
    {
        var file = new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0);
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(target));
        }

        return file;
    }
}
