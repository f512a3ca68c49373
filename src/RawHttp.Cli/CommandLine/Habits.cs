namespace RawHttp.Cli.CommandLine;

/// <summary>Options of curl and HTTPie that <c>get</c> does not have, and how the same is done here.</summary>
internal static class Habits
{
    private static readonly (string[] Options, string Answer)[] Answers =
    [
        (["--follow", "--location-trusted"], "-L follows redirections, and sends no credentials to another origin"),
        (["--socks5", "--socks5-hostname"], "-x socks5://HOST:PORT, or -x socks5h://HOST:PORT, which leaves the name to the proxy"),
        (["--preproxy", "--socks4", "--socks4a"], "-x takes one proxy, of HTTP or SOCKS 5"),
        (["-U", "--proxy-user", "--proxy-basic"], "-x http://USER:PASSWORD@HOST:PORT sends credentials to the proxy"),
        (["--proxytunnel"], "-x opens a tunnel for https; for http, --connect-to with -x does"),
        (["--noproxy"], "no variable names a proxy, and -x counts for every TARGET; leave it out"),
        (["--proxy-header"], "-H \"Proxy-Authorization: ...\" goes to the proxy of -x; other fields are not sent with CONNECT"),
        (["-F", "--form", "--form-string", "--multipart"],
            "multipart content is not built; send a file that holds it with -d @FILE and -H \"Content-Type: ...\""),
        (["-T", "--upload-file"], "-X PUT -d @FILE sends a file"),
        (["-n", "--netrc", "--netrc-file"], "no file with passwords is read; -u USER:PASSWORD sends them"),
        (["--http2", "--http2-prior-knowledge", "--http3", "--http3-only", "--h2"],
            "only HTTP/1.x has a status line and field lines to show; HTTP/2 and HTTP/3 are binary, and out of scope"),
        (["--http0.9"], "a response without a status line is shown, and reported as an error, without an option"),
        (["-G", "--get"], "write the data into the query of TARGET: HOST/PATH?NAME=VALUE"),
        (["--data-raw"], "-d TEXT sends content; a text that begins with @ goes into a file: -d @FILE"),
        (["--data-urlencode"], "-d sends content as it is given; percent-encode it before"),
        (["--retry", "--retry-delay", "--retry-max-time"],
            "a request is sent once, so that each failure is seen; repeat it with a loop of the shell"),
        (["--trace", "--trace-ascii", "--trace-time"],
            "--wire shows each line sent and received with its offset and arrival, and --wire=all each octet in hex"),
        (["-:", "--next"], "each TARGET is a request; different requests go into a file: --request FILE"),
        (["-Z", "--parallel"], "targets are requested one after another"),
        (["--cert-type", "--key-type", "--pass"], "-E FILE:PASSWORD reads PEM and PKCS#12, recognised by their content"),
        (["--cert-key", "--cert-key-pass"], "--key FILE has the key of --cert FILE:PASSWORD"),
        (["-c", "--cookie-jar", "--session"], "cookies are not kept; -b NAME=VALUE sends them"),
        (["-K", "--config", "-q", "--disable"], "no configuration file is read"),
        (["-C", "--continue-at"], "-r FIRST- asks for the rest of a file"),
        (["-N", "--no-buffer", "--stream", "-#", "--progress-bar", "-g", "--globoff", "--no-keepalive", "-a"],
            "it is not needed: output appears as it arrives, nothing in TARGET is expanded, and each request has its own connection"),
        (["-p"], "--print LETTERS chooses what to show"),
        (["--verify"], "-k accepts a certificate that is not trusted, and --cacert FILE names the roots to trust"),
        (["--auth", "--auth-type"], "-u USER:PASSWORD sends Basic credentials; -H \"Authorization: ...\" sends others"),
        (["--timeout"], "--connect-timeout, --read-timeout and --max-time limit the parts and the whole"),
        (["--check-status", "--fail-early"], "-f ends with 22 on a status of 400 or more"),
        (["--pretty", "--style", "--format-options"], "on a terminal JSON is indented; --print chooses what is shown"),
        (["--body", "-B"], "--print b shows the body alone, and --print h the head"),
        (["--offline"], "--print H shows the request that is sent"),
    ];

    /// <summary>What to do in place of an option; null if it is not a known habit.</summary>
    public static string? Answer(string option) =>
        Array.Find(Answers, each => each.Options.Contains(option)) is { Answer: { } answer } ? $"{option}: {answer}" : null;
}
