using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace RawHttp.Trust;

/// <summary>A server that sends any certificates that OpenSSL can read, however weak or wrong; one answer a connection.</summary>
public sealed unsafe partial class OpenSslServer : IDisposable
{
    private const string Ssl = "libssl";
    private const int AddExtraChainCertificate = 14;
    private const int ChooseGroup = 118;
    private const int SetMaxProtocol = 124;
    private const int Tls12 = 0x0303;
    private static readonly nint Library =
        NativeLibrary.TryLoad("libssl.so.3", out var library) ? library : NativeLibrary.Load("libssl.so.1.1");

    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly nint _context;
    private readonly Thread _thread;

    static OpenSslServer() =>
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Ssl ? Library : 0);

    private OpenSslServer(nint context)
    {
        _context = context;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public int Port { get; }

    /// <summary>Starts a server, or none if OpenSSL cannot read its certificates, or the key is not the certificate's.</summary>
    /// <param name="what">What it sends.</param>
    /// <param name="cipher">The one cipher suite that it knows, of TLS 1.2, by OpenSSL's name; null for all, and TLS 1.3.</param>
    public static OpenSslServer? TryStart(TrustCase what, string? cipher = null)
    {
        var context = SSL_CTX_new(TLS_server_method());
        SSL_CTX_set_security_level(context, 0);
        _ = SSL_CTX_ctrl(context, ChooseGroup, 1, 0);
        _ = SSL_CTX_ctrl(context, SetMaxProtocol, cipher is null ? 0 : Tls12, 0);
        fixed (byte* ciphers = Encoding.ASCII.GetBytes($"{cipher ?? "ALL"}:@SECLEVEL=0\0"))
        fixed (byte* leaf = what.Leaf)
        fixed (byte* privateKey = what.Key.PrivateKey)
        {
            var at = privateKey;
            var key = d2i_AutoPrivateKey(0, &at, what.Key.PrivateKey.Length);
            var isServable = SSL_CTX_set_cipher_list(context, ciphers) == 1
                && SSL_CTX_use_certificate_ASN1(context, what.Leaf.Length, leaf) == 1
                && SSL_CTX_use_PrivateKey(context, key) == 1
                && what.Sent.All(sent => AddToChain(context, sent));
            EVP_PKEY_free(key);
            if (isServable)
            {
                return new OpenSslServer(context);
            }
        }

        SSL_CTX_free(context);
        return null;
    }

    public void Dispose()
    {
        _listener.Dispose();
        _thread.Join();
        SSL_CTX_free(_context);
    }

    private static bool AddToChain(nint context, byte[] octets)
    {
        fixed (byte* start = octets)
        {
            var at = start;
            var certificate = d2i_X509(0, &at, octets.Length);
            return certificate != 0 && SSL_CTX_ctrl(context, AddExtraChainCertificate, 0, certificate) == 1;
        }
    }

    private void Run()
    {
        try
        {
            while (true)
            {
                using var client = _listener.AcceptSocket();
                (client.ReceiveTimeout, client.SendTimeout, client.NoDelay) = (5000, 5000, true);
                Serve((int)client.Handle);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private void Serve(int descriptor)
    {
        var ssl = SSL_new(_context);
        _ = SSL_set_fd(ssl, descriptor);
        var request = stackalloc byte[4096];
        if (SSL_accept(ssl) == 1 && SSL_read(ssl, request, 4096) > 0)
        {
            fixed (byte* answer = Answer)
            {
                _ = SSL_write(ssl, answer, Answer.Length);
            }

            _ = SSL_shutdown(ssl);
        }

        SSL_free(ssl);
        ERR_clear_error();
    }

    [LibraryImport(Ssl)]
    private static partial nint TLS_server_method();

    [LibraryImport(Ssl)]
    private static partial nint SSL_CTX_new(nint method);

    [LibraryImport(Ssl)]
    private static partial void SSL_CTX_free(nint context);

    [LibraryImport(Ssl)]
    private static partial void SSL_CTX_set_security_level(nint context, int level);

    [LibraryImport(Ssl)]
    private static partial int SSL_CTX_set_cipher_list(nint context, byte* list);

    [LibraryImport(Ssl)]
    private static partial int SSL_CTX_use_certificate_ASN1(nint context, int length, byte* octets);

    [LibraryImport(Ssl)]
    private static partial int SSL_CTX_use_PrivateKey(nint context, nint key);

    [LibraryImport(Ssl)]
    private static partial nint SSL_CTX_ctrl(nint context, int command, nint number, nint pointer);

    [LibraryImport(Ssl)]
    private static partial nint d2i_AutoPrivateKey(nint reuse, byte** octets, nint length);

    [LibraryImport(Ssl)]
    private static partial nint d2i_X509(nint reuse, byte** octets, nint length);

    [LibraryImport(Ssl)]
    private static partial void EVP_PKEY_free(nint key);

    [LibraryImport(Ssl)]
    private static partial nint SSL_new(nint context);

    [LibraryImport(Ssl)]
    private static partial void SSL_free(nint ssl);

    [LibraryImport(Ssl)]
    private static partial int SSL_set_fd(nint ssl, int descriptor);

    [LibraryImport(Ssl)]
    private static partial int SSL_accept(nint ssl);

    [LibraryImport(Ssl)]
    private static partial int SSL_read(nint ssl, byte* buffer, int length);

    [LibraryImport(Ssl)]
    private static partial int SSL_write(nint ssl, byte* buffer, int length);

    [LibraryImport(Ssl)]
    private static partial int SSL_shutdown(nint ssl);

    [LibraryImport(Ssl)]
    private static partial void ERR_clear_error();
}
