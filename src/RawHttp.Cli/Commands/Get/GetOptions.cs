using System.Net.Sockets;
using RawHttp.Cli.Views;
using RawHttp.Client;
using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Cli.Commands.Get;

/// <summary>The options of <c>get</c>.</summary>
internal sealed record GetOptions
{
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The name of the run in messages.</summary>
    public string Name => Targets switch
    {
        [] => "--demo",
        [var only] => only,
        _ => $"{Targets[0]} and {Targets.Count - 1} more",
    };

    public bool PathAsIs { get; init; }

    public bool Demo { get; init; }

    public IReadOnlyList<string> Headers { get; init; } = [];

    public string? Method { get; init; }

    public bool Http10 { get; init; }

    public string? RequestFile { get; init; }

    /// <summary>The content; null for a request without content.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Whether the content is sent in chunks.</summary>
    public bool Chunked { get; init; }

    public TimeSpan ExpectTimeout { get; init; }

    /// <summary>Whether requests to one origin share a connection.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>Whether requests to one origin are sent at once.</summary>
    public bool Pipeline { get; init; }

    /// <summary>How many redirections to follow; 0 for none.</summary>
    public int MaxRedirections { get; init; }

    /// <summary>Whether redirections are followed.</summary>
    public bool Follows { get; init; }

    /// <summary>How long to wait between two requests of a kept connection.</summary>
    public TimeSpan Idle { get; init; }

    public ViewOptions View { get; init; } = new();

    public bool Fail { get; init; }

    public bool Verbose { get; init; }

    public TimeSpan ConnectTimeout { get; init; }

    public TimeSpan ReadTimeout { get; init; }

    public TimeSpan? MaxTime { get; init; }

    public MessageLimits Limits { get; init; } = new();

    public AddressFamily? Family { get; init; }

    public IReadOnlyList<string> Resolve { get; init; } = [];

    public IReadOnlyList<string> ConnectTo { get; init; } = [];

    public string? UnixSocket { get; init; }

    /// <summary>The proxy of -x.</summary>
    public Proxy? Proxy { get; init; }

    /// <summary>The header of --haproxy-protocol.</summary>
    public ProxyProtocol ProxyProtocol { get; init; }

    public TlsChoices Tls { get; init; } = new();

    public bool Insecure { get; init; }

    /// <summary>The file of --cacert.</summary>
    public string? RootsFile { get; init; }

    /// <summary>Whether reading stops at a binary body that is not shown: it is then neither kept nor checked.</summary>
    public bool StopsAtBinary => !Verbose && View is { Strict: false, ReportFile: null, SaveFile: null } && !View.Shows('m');

    /// <summary>How long to look at the connection after a whole message.</summary>
    public TimeSpan Linger { get; init; }

    /// <summary>Whether the options need to know what the server does after its message;
    /// otherwise <c>get</c> ends with the message.</summary>
    public bool Lingers => Linger > TimeSpan.Zero
        && (Verbose
            || View is { SaveFile: not null } or { ReportFile: not null }
                or { Strict: true } or { Raw: true } or { Wire: true } or { Json: true }
            || View.Shows('m'));
}
