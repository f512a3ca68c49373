using System.Runtime.InteropServices;

namespace RawHttp.Net;

/// <summary>The library that the runtime's TLS and hashes are made of on Linux, for what the runtime does not ask it.</summary>
internal static unsafe partial class OpenSsl
{
    // The names under which the runtime looks for it, which ends the process where it finds none.
    private static readonly string?[] Versions = [Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE"), "3", "1.1", "1.0.2", "1.0.0", "10"];
    private static readonly Lazy<nint> Library = new(Load);

    public static bool IsThere => Library.Value != 0;

    /// <summary>The folder, or folders with a colon between, whose certificates are trusted: named by the hash of their subject.</summary>
    public static string CertificateFolders => Environment.GetEnvironmentVariable("SSL_CERT_DIR") ?? DefaultPlace("X509_get_default_cert_dir");

    /// <summary>The file whose certificates are trusted.</summary>
    public static string CertificateFile => Environment.GetEnvironmentVariable("SSL_CERT_FILE") ?? DefaultPlace("X509_get_default_cert_file");

    /// <summary>The hash under which a certificate of this subject is found in a folder.</summary>
    /// <param name="name">A distinguished name in DER.</param>
    /// <returns>The hash; null if it is no name.</returns>
    public static uint? HashOf(ReadOnlySpan<byte> name)
    {
        fixed (byte* start = name)
        {
            var at = start;
            var read = ((delegate* unmanaged<nint, byte**, nint, nint>)NativeLibrary.GetExport(Library.Value, "d2i_X509_NAME"))(0, &at, name.Length);
            if (read == 0)
            {
                return null;
            }

            // The one of OpenSSL 3, and the one before.
            var hash = NativeLibrary.TryGetExport(Library.Value, "X509_NAME_hash_ex", out var modern)
                ? ((delegate* unmanaged<nint, nint, nint, nint, nuint>)modern)(read, 0, 0, 0)
                : ((delegate* unmanaged<nint, nuint>)NativeLibrary.GetExport(Library.Value, "X509_NAME_hash"))(read);
            ((delegate* unmanaged<nint, void>)NativeLibrary.GetExport(Library.Value, "X509_NAME_free"))(read);
            return (uint)hash;
        }
    }

    /// <summary>Lets what this process loads from now on see a variable of the environment as this.</summary>
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int SetEnvironmentVariable(string name, string value, int overwrites);

    private static string DefaultPlace(string of) => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)NativeLibrary.GetExport(Library.Value, of))()) ?? "";

    private static nint Load()
    {
        foreach (var version in Versions)
        {
            if (version is { Length: > 0 } && NativeLibrary.TryLoad($"libssl.so.{version}", out var library))
            {
                return library;
            }
        }

        return 0;
    }
}
