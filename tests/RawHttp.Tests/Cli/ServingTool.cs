using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RawHttp.Tests.Cli;

/// <summary><c>rawhttp echo serve</c> as a process on a free port.</summary>
internal sealed class ServingTool : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ServingTool(Process process) => _process = process;

    public int Port { get; private set; }

    public int Status => _process.ExitCode;

    public string Error => _errors.ToString();

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<ServingTool> StartAsync(string[]? options = null, string shell = "")
    {
        var process = Tool.Start("bash", ["-c", $"{shell}exec {Tool.ShellCommand} echo serve --listen 127.0.0.1:0 {string.Join(' ', options ?? [])}"]);
        var server = new ServingTool(process);
        var line = await server.ReadUntilAsync("listening on ");
        server.Port = int.Parse(line[(line.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
        return server;
    }

    /// <summary>Reads its output up to a line that holds this.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _output.Append(line).Append('\n');
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The server ended without \"{text}\": {await _process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Reads a line of what it says on standard error.</summary>
    public async Task<string> ReadErrorAsync()
    {
        var line = await _process.StandardError.ReadLineAsync() ?? "";
        _errors.Append(line).Append('\n');
        return line;
    }

    /// <summary>Sends this and returns everything that is answered.</summary>
    public async Task<string> TalkAsync(string sent)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync("127.0.0.1", Port);
        await new ScriptedClient(client).SendAsync(sent);
        using var received = new MemoryStream();
        await new NetworkStream(client).CopyToAsync(received);
        return Encoding.Latin1.GetString(received.ToArray());
    }

    /// <summary>Ctrl-C; returns all of its output.</summary>
    public async Task<string> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        _errors.Append(await _process.StandardError.ReadToEndAsync());
        _output.Append(await _process.StandardOutput.ReadToEndAsync());
        await _process.WaitForExitAsync();
        return _output.ToString();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
