using System.Security.Cryptography.X509Certificates;
using RawHttp.Tests.Tls;

namespace RawHttp.Tests.Cli.Servers;

/// <summary>The servers, each started when it is first asked for, and the origin behind them.</summary>
public sealed class RealServers : IAsyncLifetime
{
    private static readonly Dictionary<string, Func<Site, IAsyncDisposable>> Starts = new()
    {
        ["nginx"] = ServerConfigurations.StartNginx,
        ["Apache"] = ServerConfigurations.StartApache,
        ["lighttpd"] = ServerConfigurations.StartLighttpd,
        ["Caddy"] = ServerConfigurations.StartCaddy,
        ["HAProxy"] = ServerConfigurations.StartHaproxy,
        ["Node"] = ServerPrograms.StartNode,
        ["Python"] = ServerPrograms.StartPython,
        ["Kestrel"] = KestrelServer.Start,
    };

    private readonly ScriptedServer _origin = Origin.Start();
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<(string Name, bool IsTls), Task<RealServer>> _running = [];

    /// <summary>The file of the authority that has signed what they show in TLS.</summary>
    public string Authority => _folder.PathOf("authority.pem");

    private Certificate Certificate => new(_folder.PathOf("server.pem"), _folder.PathOf("server.key"));

    internal Task<RealServer> GetAsync(string name, bool isTls) => _running.TryGetValue((name, isTls), out var server)
        ? server
        : _running[(name, isTls)] = RealServer.StartAsync(Starts[name], _origin.Address, isTls ? Certificate : null);

    public Task InitializeAsync()
    {
        TestCertificates.WriteAuthority(_folder);
        _folder.Write("server.pem", TestCertificates.Good.ExportCertificatePem());
        _folder.Write("server.key", TestCertificates.Good.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var server in _running.Values.Where(server => server.IsCompletedSuccessfully))
        {
            await (await server).DisposeAsync();
        }

        await _origin.DisposeAsync();
        _folder.Dispose();
    }
}
