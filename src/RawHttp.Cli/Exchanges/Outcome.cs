using RawHttp.Cli.CommandLine;
using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Cli.Exchanges;

/// <summary>How a message ended, in the words of --json.</summary>
internal enum MessageEnd
{
    /// <summary>By its own framing.</summary>
    Complete,

    /// <summary>With the stream.</summary>
    Eof,

    /// <summary>By a reset.</summary>
    Reset,

    /// <summary>Because nothing came in time.</summary>
    Timeout,

    /// <summary>By us: what came could not be read on, or the run was interrupted.</summary>
    Shutdown,

    /// <summary>By one of the limits.</summary>
    Limit,
}

/// <summary>What the server did with the connection after a whole message, in the words of --json.</summary>
internal enum AfterMessage
{
    Fin,
    Reset,
    Open,
    Bytes,
}

/// <summary>What was seen of the connection after the message.</summary>
/// <param name="Offset">Where the message ended.</param>
/// <param name="Octets">How many octets followed it.</param>
/// <param name="End">How the connection ended; <see cref="ConnectionEnd.None"/> if it is open.</param>
/// <param name="Waited">How long was waited for more; null if only what had arrived was taken.</param>
internal sealed record Aftermath(long Offset, long Octets, ConnectionEnd End, TimeSpan? Waited)
{
    /// <summary>Whether the octets may answer what the request asked for besides.</summary>
    public bool IsAskedFor { get; init; }

    /// <summary>The same in one word; null if nothing came and nothing was waited for.</summary>
    public AfterMessage? Kind => Octets > 0 ? AfterMessage.Bytes
        : End is ConnectionEnd.Reset or ConnectionEnd.TlsFailure ? AfterMessage.Reset
        : End != ConnectionEnd.None ? AfterMessage.Fin
        : Waited is null ? null
        : AfterMessage.Open;
}

/// <summary>The request, and what became of it.</summary>
/// <param name="Request">What it says.</param>
/// <param name="Length">How many octets it has.</param>
/// <param name="Sent">How many of them had been handed to the system when all was over.</param>
/// <param name="IsAnsweredEarly">Whether the response began before that.</param>
internal sealed record RequestState(SentRequest Request, long Length, long Sent, bool IsAnsweredEarly)
{
    public bool IsWhole => Sent == Length;
}

/// <summary>How long each part of the exchange took; the time line of --print m.</summary>
internal sealed record Timing(TimeSpan Resolve, TimeSpan Connect, TimeSpan? Tls, TimeSpan? Wait, TimeSpan? Head, TimeSpan? Body, TimeSpan Total)
{
    /// <summary>The parts there were, by name, one after another.</summary>
    public IEnumerable<(string Name, TimeSpan Took)> Parts
    {
        get
        {
            (string Name, TimeSpan? Took)[] all = [("resolve", Resolve), ("connect", Connect), ("tls", Tls), ("wait", Wait), ("head", Head), ("body", Body)];
            return all.Where(part => part.Took is not null).Select(part => (part.Name, part.Took!.Value));
        }
    }
}

/// <summary>What is to be told of a connection, made or not.</summary>
internal sealed record ConnectionInfo(string? Remote, string? Local, IReadOnlyList<ConnectAttempt> Attempts, TlsDetails? Tls, long Received)
{
    public static ConnectionInfo From(Connection connection) =>
        new(connection.RemoteEndPoint?.ToString(), connection.LocalEndPoint?.ToString(), connection.Attempts, connection.Tls, connection.Received);

    public static ConnectionInfo From(ConnectException failure) =>
        new(failure.Attempts.FirstOrDefault(attempt => attempt.Failure is null)?.EndPoint.ToString(), null, failure.Attempts, failure.Tls, failure.Received.Length);
}

/// <summary>What a reading came to: for the views, and for the exit status.</summary>
internal sealed record Outcome
{
    public required ResponseReader Response { get; init; }

    public required MessageEnd End { get; init; }

    /// <summary>Where it ended, in octets from the first one received.</summary>
    public required long Offset { get; init; }

    public Aftermath? Aftermath { get; init; }

    /// <summary>The request, where one was sent: to a saved response it is not known.</summary>
    public RequestState? Request { get; init; }

    /// <summary>How it ended, for a person to read.</summary>
    public required string Words { get; init; }

    /// <summary>What to end the run with; null if the response is whole.</summary>
    public ExitVerdict? Verdict { get; init; }

    /// <summary>The connection, where there is one: a saved response has none.</summary>
    public ConnectionInfo? Connection { get; init; }

    public Timing? Timing { get; init; }

    public bool IsWhole => Verdict is null;

    /// <summary>The verdict of --strict: a whole response with an error-level finding is none.</summary>
    public ExitVerdict? StrictVerdict(string name) => Verdict
        ?? (Response.Findings.FirstOrDefault(finding => finding.Severity == Severity.Error) is { } error
            ? new ExitVerdict(ExitStatus.NotHttp, $"read {name}: {error.Code} at offset {error.Offset}: {error.Message.TrimEnd('.')}")
            : null);
}
