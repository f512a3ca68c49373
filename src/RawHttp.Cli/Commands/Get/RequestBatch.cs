using RawHttp.Cli.CommandLine;
using RawHttp.Client;

namespace RawHttp.Cli.Commands.Get;

/// <summary>Requests that are sent together over one connection.</summary>
/// <param name="Target">Where to connect.</param>
/// <param name="Octets">All of them, one after another.</param>
/// <param name="Requests">Each of them, as a server parses it.</param>
internal sealed record RequestBatch(Target Target, ReadOnlyMemory<byte> Octets, IReadOnlyList<SentRequest> Requests)
{
    /// <summary>What the connection depends on: scheme, host and port.</summary>
    public string Origin { get; } = $"{(Target.IsSecure ? "https" : "http")}://{Target.HostAndPort}";

    /// <summary>Makes the requests of a run.</summary>
    /// <param name="options">The options.</param>
    /// <param name="demoPort">The port of the embedded origin; null if the targets are not paths of it.</param>
    /// <returns>The batches, in the order in which they are sent: each request by itself on a kept connection, otherwise all that one
    /// connection carries.</returns>
    public static IReadOnlyList<RequestBatch> Plan(GetOptions options, int? demoPort)
    {
        IReadOnlyList<Target> targets = demoPort is { } port
            ? [.. options.Targets.DefaultIfEmpty("/").Select(path => new Target("127.0.0.1", port, path))]
            : [.. options.Targets.Select(target => Target.Parse(target, options.PathAsIs))];
        if (options.RequestFile is not null && targets.FirstOrDefault(target => target.Path != "/") is { } odd)
        {
            throw ToolException.Usage($"--request sends the bytes of its FILE as they are; the path {odd.Path} goes without it");
        }

        var file = options.RequestFile is { } name ? MessageFile.Read(name) : null;
        var batches = targets.Select(target => Create(target, file ?? BuiltRequest.Build(target, options))).ToList();
        return options.Pipeline ? [.. batches.GroupBy(batch => batch.Origin).Select(Join)]
            : options.KeepAlive ? [.. batches.SelectMany(Split)]
            : batches;
    }

    /// <summary>The requests in octets, for one connection to a target.</summary>
    public static RequestBatch Create(Target target, byte[] octets) => new(target, octets, [.. SentRequest.ParseAll(octets)]);

    /// <summary>The name of a request in messages: the host and port, and what distinguishes it from the others of the run.</summary>
    public string Name(int i, bool isOneOfMany)
    {
        var authority = Target.HostAndPort;
        return !isOneOfMany ? authority
            : PathOf(i) is { Length: < 100 } path ? $"{authority}{path}"
            : $"{authority} (request {i + 1})";
    }

    /// <summary>The URL of a request, as far as its target is a path.</summary>
    public string Url(int i) => PathOf(i) is { } path ? Origin + path : Origin;

    // The path in origin-form, or in absolute-form after this origin (RFC 9112 §3.2); null if there is none.
    private string? PathOf(int i) => Requests[i].Target switch
    {
        ['/', ..] path => path,
        var url when url.StartsWith($"http://{Target.HostField}/", StringComparison.Ordinal) => url[$"http://{Target.HostField}".Length..],
        _ => null,
    };

    private static RequestBatch Join(IEnumerable<RequestBatch> batches)
    {
        var all = batches.ToList();
        return new RequestBatch(
            all[0].Target,
            all.SelectMany(batch => batch.Octets.ToArray()).ToArray(),
            [.. all.SelectMany(batch => batch.Requests)]);
    }

    private static IEnumerable<RequestBatch> Split(RequestBatch batch)
    {
        var at = 0;
        foreach (var request in batch.Requests)
        {
            yield return new RequestBatch(batch.Target, batch.Octets.Slice(at, request.Length), [request]);
            at += request.Length;
        }
    }
}
