using System.Runtime.InteropServices;

namespace RawHttp.Net;

/// <summary>
/// The system's certificates in OpenSSL's order of lookup: first a file, then folders. Reading the file takes many times as long as a
/// handshake, so it is skipped if it cannot change the result that the folders give.
/// </summary>
internal sealed unsafe class SystemAnchors(nint store)
{
    private const int LoadDefaultFile = 1;
    private const int AddDefaultFolders = 2;
    private const int MaxScanned = 4 * 1024 * 1024;

    private readonly Lazy<nint> _folders = new(() => With(OpenSsl.MakeStore(), AddDefaultFolders));
    private readonly Lazy<nint> _whole = new(() => With(With(store, LoadDefaultFile), AddDefaultFolders));

    /// <summary>Whether the file has been read.</summary>
    public bool IsWhole => _whole.IsValueCreated;

    /// <summary>A store that looks only into the folders.</summary>
    public nint Folders => _folders.Value;

    /// <summary>Lets the store use both. OpenSSL does not look into the folders for a name that the file has.</summary>
    public void MakeWhole() => _ = _whole.Value;

    /// <summary>Whether the file could change the verification of a chain.</summary>
    public static bool MayMatter(nint chain)
    {
        var usual = Marshal.PtrToStringUTF8((nint)OpenSsl.X509_get_default_cert_file());
        var path = Environment.GetEnvironmentVariable("SSL_CERT_FILE") ?? usual;
        try
        {
            return File.Exists(path)
                && (new FileInfo(path) is not { Length: > 0 and <= MaxScanned } || new PemScan(chain).MayMatter(File.ReadAllBytes(path)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    // A file or folder that is missing or unreadable holds nothing. OSSL_STORE, which OpenSSL 3 would ask last, also reads certificates
    // from files whose names are not exactly hashes; curl does not use it.
    private static nint With(nint store, int what)
    {
        var method = what == LoadDefaultFile ? OpenSsl.X509_LOOKUP_file() : OpenSsl.X509_LOOKUP_hash_dir();
        _ = OpenSsl.X509_LOOKUP_ctrl(OpenSsl.X509_STORE_add_lookup(store, method), what, 0, OpenSsl.FileTypeDefault, 0);
        _ = OpenSsl.X509_STORE_set_flags(store, OpenSsl.PartialChain);
        return store;
    }
}
