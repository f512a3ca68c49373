using RawHttp.Net;

namespace RawHttp.Cli.CommandLine;

/// <summary>The exit statuses of the tool; the numbers are curl's where curl has one.</summary>
internal static class ExitStatus
{
    public const int Ok = 0;
    public const int UnsupportedScheme = 1;

    /// <summary>What <c>diff</c> compared differs.</summary>
    public const int Different = 1;
    public const int Usage = 2;
    public const int MalformedTarget = 3;
    public const int ProxyNotResolved = 5;
    public const int NotResolved = 6;
    public const int NotConnected = 7;
    public const int NotHttp = 8;
    public const int CutOff = 18;
    public const int HttpError = 22;
    public const int OutputFailed = 23;
    public const int InputFailed = 26;
    public const int Timeout = 28;
    public const int TlsFailed = 35;
    public const int NotBound = 45;
    public const int TooManyRedirections = 47;
    public const int EmptyReply = 52;
    public const int SendFailed = 55;
    public const int ReceiveFailed = 56;
    public const int ClientCertificate = 58;
    public const int NotTrusted = 60;
    public const int UnknownCoding = 61;
    public const int BodyLimit = 63;
    public const int Internal = 70;
    public const int SocksFailed = 97;
    public const int Limit = 100;
    public const int Interrupted = 130;

    /// <summary>The meaning of each status in a few words.</summary>
    public static IReadOnlyList<(int Status, string Meaning)> Meanings =>
    [
        (Ok, "a whole response was read; diff: alike"),
        (UnsupportedScheme, "the scheme is not supported; diff: different"),
        (Usage, "wrong usage"),
        (MalformedTarget, "malformed target"),
        (ProxyNotResolved, "the proxy's name not resolved"),
        (NotResolved, "name not resolved"),
        (NotConnected, "refused or unreachable"),
        (NotHttp, "not HTTP/1.x, contradictory framing, or --strict"),
        (CutOff, "the response ended early"),
        (HttpError, "status of 400 or more, with -f"),
        (OutputFailed, "output could not be written"),
        (InputFailed, "a local file could not be read"),
        (Timeout, "a time limit ran out"),
        (TlsFailed, "TLS was not agreed on"),
        (NotBound, "the address cannot be listened on"),
        (TooManyRedirections, "too many redirections, with -L"),
        (EmptyReply, "the server closed without a byte"),
        (SendFailed, "the request could not be sent"),
        (ReceiveFailed, "reset, broken chunk framing, or CONNECT refused"),
        (ClientCertificate, "the client certificate cannot be used"),
        (NotTrusted, "the certificate is not trusted"),
        (UnknownCoding, "unknown transfer coding"),
        (BodyLimit, "the body limit"),
        (Internal, "a defect of this tool"),
        (SocksFailed, "the SOCKS proxy refused"),
        (Limit, "the line, head, field or interim limit"),
        (Interrupted, "interrupted"),
    ];

    public static int ToExitCode(ConnectError error) => error switch
    {
        ConnectError.NotResolved => NotResolved,
        ConnectError.Timeout => Timeout,
        ConnectError.ProxyNotResolved => ProxyNotResolved,
        ConnectError.SocksFailed => SocksFailed,
        ConnectError.Reset or ConnectError.ConnectRefused => ReceiveFailed,
        ConnectError.TlsFailed => TlsFailed,
        ConnectError.NotTrusted => NotTrusted,
        _ => NotConnected,
    };

    public static int ToExitCode(ReadError error, ConnectionEnd end) => error switch
    {
        ReadError.LineLimit or ReadError.HeadLimit or ReadError.FieldLimit or ReadError.InterimLimit => Limit,
        ReadError.BodyLimit => BodyLimit,
        ReadError.StatusLine or ReadError.FieldLine or ReadError.Framing => NotHttp,
        ReadError.TransferCoding => UnknownCoding,
        ReadError.Chunk => ReceiveFailed,
        ReadError.Empty when end == ConnectionEnd.IncompleteClose => EmptyReply,
        _ => OfEnd(end) ?? (error == ReadError.Empty ? EmptyReply : CutOff),
    };

    /// <summary>The status for a response that may have been cut off by the end of its connection;
    /// null if the server closed in order.</summary>
    public static int? OfEnd(ConnectionEnd end) => end switch
    {
        ConnectionEnd.Reset or ConnectionEnd.TlsFailure => ReceiveFailed,
        ConnectionEnd.Timeout => Timeout,
        ConnectionEnd.IncompleteClose => CutOff,
        _ => null,
    };
}
