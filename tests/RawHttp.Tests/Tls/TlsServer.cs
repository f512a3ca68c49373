using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace RawHttp.Tests.Tls;

/// <summary>Scripted servers that speak TLS, or break it.</summary>
internal static class TlsServer
{
    /// <summary>Reads the hello of the client, answers with these octets and closes.</summary>
    public static ScriptedServer Answering(byte[] octets) => StartBare(async client =>
    {
        await client.Socket.ReceiveAsync(new byte[16 * 1024]);
        await client.SendAsync(octets);
        await client.CloseAsync();
    });

    /// <summary>Does as told from the first octet on.</summary>
    public static ScriptedServer StartBare(Func<ScriptedClient, Task> script) => ScriptedServer.Start(script, readsRequest: false);

    /// <summary>Agrees on TLS, reads a request head, then does as told.</summary>
    public static ScriptedServer Start(X509Certificate2 certificate, Func<SslStream, ScriptedClient, Task> script, SslServerAuthenticationOptions? options = null) => StartBare(async client =>
    {
        await using var tls = new SslStream(new NetworkStream(client.Socket));
        options ??= new SslServerAuthenticationOptions();
        options.ServerCertificate = certificate;
        await tls.AuthenticateAsServerAsync(options);
        var head = new StringBuilder();
        var octets = new byte[16 * 1024];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await tls.ReadAsync(octets) is > 0 and var count)
        {
            head.Append(Encoding.Latin1.GetString(octets, 0, count));
        }

        await script(tls, client);
    });

    /// <summary>Sends this text in TLS and ends in order, TLS first.</summary>
    public static ScriptedServer Sending(X509Certificate2 certificate, string text, SslServerAuthenticationOptions? options = null) => Start(
        certificate,
        async (tls, client) =>
        {
            await tls.WriteAsync(Encoding.Latin1.GetBytes(text));
            await tls.ShutdownAsync();
            await client.CloseAsync();
        },
        options);
}
