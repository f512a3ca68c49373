namespace RawHttp.Tests.Cli.Servers;

/// <summary>What is asked of each server.</summary>
public enum Exchange
{
    StaticFile,
    Chunked,
    UntilClose,
    Head,
    NotModified,
    NotFound,
    Redirect,
    Range,
    Slow,
    NoContent,
    KeptAlive,
}

/// <summary>What the tool has to say of each server's reply: its status, what ends its body, what its Connection field says, what the connection does after it, and findings.</summary>
internal static class ServerTable
{
    private const string NoDate = " RFC9110-6.6.1-NO-DATE";
    private const string ChunksTo10 = " RFC9112-6.1-ENCODING-TO-1.0";
    private const string TwoServers = " RFC9110-5.3-REPEATED-SINGLETON";

    private static readonly Dictionary<Exchange, string> Usual = new()
    {
        [Exchange.StaticFile] = "200 content-length close fin",
        [Exchange.Chunked] = "200 chunked close fin",
        [Exchange.UntilClose] = "200 close close fin",
        [Exchange.Head] = "200 none close fin",
        [Exchange.NotModified] = "304 none close fin",
        [Exchange.NotFound] = "404 content-length close fin",
        [Exchange.Redirect] = "301 content-length close fin",
        [Exchange.Range] = "206 content-length close fin",
        [Exchange.Slow] = "200 content-length close fin",
        [Exchange.NoContent] = "204 none close fin",
        [Exchange.KeptAlive] = "200 content-length keep-alive open",
    };

    // Null: not asked of this server, with the reason.
    private static readonly Dictionary<(string Server, Exchange Exchange), string?> Particular = new()
    {
        [("Apache", Exchange.KeptAlive)] = "200 content-length Keep-Alive open",
        [("lighttpd", Exchange.NoContent)] = null, // It has no setting that answers so.
        [("lighttpd", Exchange.KeptAlive)] = "200 content-length open",
        [("Caddy", Exchange.Redirect)] = "308 content-length close fin",
        // It adds the origin's Server to its own; RFC 9110 §5.3 forbids that of a field that is no list.
        [("Caddy", Exchange.Chunked)] = "200 chunked close fin" + TwoServers,
        [("Caddy", Exchange.UntilClose)] = "200 close fin" + TwoServers,
        [("Caddy", Exchange.Slow)] = "200 content-length close fin" + TwoServers,
        [("Caddy", Exchange.KeptAlive)] = "200 content-length open",
        // What it returns by itself has no Date, which RFC 9110 §6.6.1 asks of an origin server with a clock.
        [("HAProxy", Exchange.StaticFile)] = "200 content-length close fin" + NoDate,
        // It hands the origin's chunks on to a client of HTTP/1.0, too.
        [("HAProxy", Exchange.UntilClose)] = "200 chunked close fin" + ChunksTo10,
        [("HAProxy", Exchange.Head)] = "200 none close fin" + NoDate,
        [("HAProxy", Exchange.NotFound)] = "404 content-length close fin" + NoDate,
        [("HAProxy", Exchange.Redirect)] = "301 content-length close fin" + NoDate,
        [("HAProxy", Exchange.Range)] = null, // It has no ranges of its own.
        [("HAProxy", Exchange.NoContent)] = "204 none close fin" + NoDate,
        [("HAProxy", Exchange.KeptAlive)] = "200 content-length open" + NoDate,
        // Without a length it sends an empty body in chunks.
        [("Node", Exchange.NotFound)] = "404 chunked close fin",
        [("Node", Exchange.Redirect)] = "301 chunked close fin",
        [("Node", Exchange.Range)] = null, // It leaves ranges to its user.
        // It closes without saying so, which RFC 9112 §9.6 only recommends.
        [("Python", Exchange.StaticFile)] = "200 content-length fin",
        [("Python", Exchange.Chunked)] = null, // It makes no chunks.
        [("Python", Exchange.UntilClose)] = null, // Its slow reply is one.
        [("Python", Exchange.Head)] = "200 none fin",
        [("Python", Exchange.NotModified)] = "304 none fin",
        [("Python", Exchange.Redirect)] = "301 content-length fin",
        [("Python", Exchange.Range)] = null, // It ignores Range.
        [("Python", Exchange.Slow)] = "200 close close fin",
        [("Python", Exchange.NoContent)] = "204 none fin",
        [("Python", Exchange.KeptAlive)] = "200 content-length open",
        [("Kestrel", Exchange.KeptAlive)] = "200 content-length open",
    };

    public static string? Expected(string server, Exchange exchange) =>
        Particular.TryGetValue((server, exchange), out var particular) ? particular : Usual[exchange];
}
