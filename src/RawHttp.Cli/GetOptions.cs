using System.Net.Sockets;
using RawHttp.Http;

namespace RawHttp.Cli;

/// <summary>What the command line of <c>get</c> asks for.</summary>
internal sealed record GetOptions
{
    public string? Target { get; init; }

    public bool PathAsIs { get; init; }

    public bool Demo { get; init; }

    public IReadOnlyList<string> Headers { get; init; } = [];

    public string? Method { get; init; }

    public bool Http10 { get; init; }

    public string? RequestFile { get; init; }

    public ViewOptions View { get; init; } = new();

    /// <summary>The file of --save.</summary>
    public string? SaveFile { get; init; }

    public bool Fail { get; init; }

    public bool Verbose { get; init; }

    public TimeSpan ConnectTimeout { get; init; }

    public TimeSpan ReadTimeout { get; init; }

    public TimeSpan? MaxTime { get; init; }

    public ResponseLimits Limits { get; init; } = new();

    public AddressFamily? Family { get; init; }

    public IReadOnlyList<string> Resolve { get; init; } = [];

    public IReadOnlyList<string> ConnectTo { get; init; } = [];

    public string? UnixSocket { get; init; }

    public bool Insecure { get; init; }

    /// <summary>The file of --cacert.</summary>
    public string? RootsFile { get; init; }

    /// <summary>Whether to look at the connection for a moment after the message, to say what the server did with it.</summary>
    public bool LooksAfter => Verbose || View.Wire || View.Json || View.Shows('m');
}
