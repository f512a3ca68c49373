namespace RawHttp.Cli.CommandLine;

/// <summary>What --help ends with: three lines to try for each command.</summary>
internal static class Examples
{
    public static IReadOnlyList<string> For(string command) => command switch
    {
        "get" => ["rawhttp get example.org", "rawhttp get --wire https://example.org/", "rawhttp get --strict --save reply.http example.org:8080/health"],
        "read" => ["rawhttp read --wire reply.http", "rawhttp read --json reply.http", @"printf 'HTTP/1.1 200 OK\n\n' | rawhttp read --wire"],
        "serve" => ["rawhttp echo serve", "rawhttp echo serve --listen 127.0.0.1:0 --timeout 5", "rawhttp echo serve --on-timeout release"],
        "connect" => ["rawhttp echo connect", "rawhttp echo connect --timeout 5 127.0.0.1:9990", @"printf 'one\ntwo\n' | rawhttp echo connect"],
        "echo" => ["rawhttp echo serve", "rawhttp echo connect", @"printf 'set time 5\nhello\n' | rawhttp echo connect"],
        _ => ["rawhttp get --demo --wire", "rawhttp read --strict reply.http", "rawhttp --explain RFC9112-6.3-BOTH-LENGTHS"],
    };
}
