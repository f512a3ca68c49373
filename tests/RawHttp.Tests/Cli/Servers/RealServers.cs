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
    private readonly Dictionary<string, Task<RealServer>> _running = [];

    internal Task<RealServer> GetAsync(string name) =>
        _running.TryGetValue(name, out var server) ? server : _running[name] = RealServer.StartAsync(Starts[name], _origin.Address);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var server in _running.Values.Where(server => server.IsCompletedSuccessfully))
        {
            await (await server).DisposeAsync();
        }

        await _origin.DisposeAsync();
    }
}
