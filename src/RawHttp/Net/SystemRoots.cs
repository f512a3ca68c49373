using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RawHttp.Net;

/// <summary>
/// The certificates that the system trusts, those of OpenSSL's folders and file, read as they are needed: one connection
/// needs one of them, and to read all takes longer than the connection.
/// </summary>
public sealed class SystemRoots
{
    private const int MostOctets = 4 * 1024 * 1024;

    // A folder that cannot be read holds nothing.
    private static readonly EnumerationOptions Whatever = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    // Where they are can be asked for once only.
    private static readonly Lazy<SystemRoots?> Taken = new(Take);
    private readonly string[] _folders;
    private readonly string _file;

    private SystemRoots(string folders, string file) => (_folders, _file) = (folders.Split(':', StringSplitOptions.RemoveEmptyEntries), file);

    /// <summary>
    /// Takes the system's roots from the runtime, which would read all of them at the first handshake and now sees none:
    /// for a program that makes every TLS connection with what this returns, before the first of them.
    /// </summary>
    /// <returns>The roots; null where the system keeps them otherwise, and the runtime's are to be used.</returns>
    public static SystemRoots? TakeOver() => Taken.Value;

    /// <summary>The roots that may have signed one of these, found by the names of their issuers.</summary>
    internal X509Certificate2Collection IssuersOf(IEnumerable<X509Certificate2> certificates)
    {
        var found = new X509Certificate2Collection();
        foreach (var hash in certificates.Select(certificate => OpenSsl.HashOf(certificate.IssuerName.RawData)).OfType<uint>().Distinct())
        {
            foreach (var folder in _folders)
            {
                for (var i = 0; File.Exists(Path.Combine(folder, $"{hash:x8}.{i}")); i++)
                {
                    Add(found, Path.Combine(folder, $"{hash:x8}.{i}"));
                }
            }
        }

        return found;
    }

    /// <summary>Every root: what is told of a certificate that is not trusted is told with all of them in view.</summary>
    internal X509Certificate2Collection All()
    {
        var all = new X509Certificate2Collection();
        var inFolders = _folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", Whatever));
        foreach (var file in inFolders.Prepend(_file).Where(File.Exists).Select(Target).Distinct())
        {
            Add(all, file);
        }

        return all;
    }

    private static SystemRoots? Take()
    {
        if (!OperatingSystem.IsLinux() || !OpenSsl.IsThere)
        {
            return null;
        }

        var roots = new SystemRoots(OpenSsl.CertificateFolders, OpenSsl.CertificateFile);
        _ = OpenSsl.SetEnvironmentVariable("SSL_CERT_DIR", "/dev/null", overwrites: 1);
        _ = OpenSsl.SetEnvironmentVariable("SSL_CERT_FILE", "/dev/null", overwrites: 1);
        return roots;
    }

    private static string Target(string file)
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A link to itself is there, and leads nowhere.
            return file;
        }
    }

    // What cannot be read is not trusted.
    private static void Add(X509Certificate2Collection roots, string file)
    {
        try
        {
            // A pipe or a device has no length, and no end.
            if (new FileInfo(file) is { Length: > 0 and <= MostOctets })
            {
                roots.ImportFromPem(File.ReadAllText(file));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
        }
    }
}
