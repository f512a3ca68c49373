using System.Text;
using Microsoft.Win32.SafeHandles;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Commands.Get;

/// <summary>The file that SSLKEYLOGFILE names: secrets of TLS, as a line each, for a program that decrypts a packet capture.</summary>
internal sealed class KeyLogFile(FileStream file, string path)
{
    private const string Variable = "SSLKEYLOGFILE";
    private readonly Lock _lock = new();
    private bool _hasFailed;

    /// <summary>Opens the file to append to; only this user may read a new one.</summary>
    /// <returns>What takes the lines; null if the variable is not set, or if the file cannot be opened, which is noted.</returns>
    public static Action<string>? Open()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path)
        {
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            StandardError.Note($"{Variable}: the TLS of this system does not give its secrets; nothing is written to {path}");
            return null;
        }

        var descriptor = UnixFile.OpenToAppend(path);
        if (descriptor < 0)
        {
            StandardError.Note($"{Variable}: no secrets are written to {path}: {Files.Reason(-descriptor)}");
            return null;
        }

        var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Write, bufferSize: 0);
        return new KeyLogFile(stream, path).Write;
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            try
            {
                // One call of write for each line: other processes may append to the same file.
                file.Write(Encoding.ASCII.GetBytes($"{line}\n"));
            }
            catch (IOException failure)
            {
                // The exchange does not depend on it.
                if (!_hasFailed)
                {
                    StandardError.Note($"{Variable}: not all secrets are written to {path}: {Files.Reason(path, failure)}");
                }

                _hasFailed = true;
            }
        }
    }
}
