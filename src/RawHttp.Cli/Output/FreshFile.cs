using System.Text;

namespace RawHttp.Cli.Output;

/// <summary>
/// A new file in the folder of the one whose name it is to take. Its own name is not to be guessed and was free: a link, a pipe or a
/// file that somebody laid in its way is neither followed nor written to.
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

    /// <summary>Its octets.</summary>
    public Stream Stream { get; }

    /// <summary>The name of what is not whole.</summary>
    /// <param name="target">The name it would have taken.</param>
    public static string PartOf(string target) => $"{target}.part";

    /// <summary>Makes it. What nobody else might read stays so: the permissions of the present file are kept, if it is this user's.</summary>
    /// <param name="path">What the user calls the file, for an error.</param>
    /// <param name="target">The name it is to take.</param>
    /// <param name="present">What is known of the file that has this name now, on Linux.</param>
    /// <exception cref="OutputException">No file can be made in this folder.</exception>
    public static FreshFile Create(string path, string target, FileFacts? present)
    {
        const int Default = 0x1B6;
        const int OwnerOnly = 0x180;
        var isOurs = present is { } old && old.Owner == UnixFile.User;
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

                return new FreshFile(name, target, DescriptorStream.Own(descriptor, path), UnixFile.FactsOf(descriptor)?.Changed ?? default);
            }

            if (descriptor != -UnixFile.Exists || tries == MaxTries)
            {
                throw Files.NotWritten(path, -descriptor);
            }
        }
    }

    /// <summary>Takes the name, over the file that has it.</summary>
    /// <returns>Why it cannot; null if it has it.</returns>
    public string? TakeName() => Rename(_target, overwrite: true);

    /// <summary>Keeps it as FILE.part, over what an earlier run has left there, and never over anything else: as FILE.part.1 then.</summary>
    /// <returns>The name it has.</returns>
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

    // The name is ours from here on: made just now, or left by an earlier run. One that has changed since this file was made belongs to a run beside this one.
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

        return descriptor == -UnixFile.Exists && UnixFile.FactsOf(name, ofLink: true) is { IsOurs: true } left && left.Changed.CompareTo(_made) < 0;
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

    // Cut where the system would refuse it for its length.
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
