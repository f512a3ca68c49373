using System.Net.Sockets;
using System.Text;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Echo;

/// <summary>Sends lines to a line server and reads its replies, one line each.</summary>
/// <example>
/// <code source="Examples/Examples.cs" region="EchoClient" />
/// </example>
public sealed class EchoClient : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LastReplies = TimeSpan.FromSeconds(1);

    private readonly Connection _connection;
    private readonly SocketFile _file;
    private readonly EchoClientOptions _options;

    // Each count is written by only one side, sending or reading, and read by both.
    private long _sent;
    private long _answered;
    private long _dueSince;
    private volatile bool _waitsForInput;
    private int _hasInputEnded;
    private int _hasEnded;

    private EchoClient(Connection connection, EchoClientOptions options)
    {
        _connection = connection;
        _options = options;
        _file = connection.MakeFile(FileAccess.ReadWrite, options.MaxLine);
    }

    /// <summary>How the server's side ended; <see cref="ConnectionEnd.None"/> while it has not.</summary>
    public ConnectionEnd End => _connection.End;

    /// <summary>How many lines sent have not been answered yet.</summary>
    public long Unanswered => Volatile.Read(ref _sent) - Answered;

    /// <summary>How many lines sent have been answered.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>Whether this side has ended its sending direction.</summary>
    public bool HasEndedSending => Volatile.Read(ref _hasEnded) != 0;

    /// <summary>Connects by name or address over TCP.</summary>
    /// <param name="host">A name, or an IPv4 or IPv6 address without brackets.</param>
    /// <param name="port">1 to 65535.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The client, connected.</returns>
    /// <exception cref="ConnectException">No connection was made.</exception>
    /// <exception cref="OperationCanceledException">The attempt was ended.</exception>
    public static async Task<EchoClient> ConnectAsync(
        string host, int port, EchoClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new EchoClientOptions();
        var how = new ConnectOptions
        {
            ReadTimeout = Timeout.InfiniteTimeSpan,
            ConnectTimeout = options.ConnectTimeout,
            Time = options.Time,
        };
        return new EchoClient(await Connection.ConnectAsync(host, port, how, cancellationToken).ConfigureAwait(false), options);
    }

    /// <summary>Sends one line.</summary>
    /// <param name="content">The line without its ending; LF is sent after it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that completes when the line is handed to the system.</returns>
    /// <exception cref="IOException">The server has closed or reset the connection.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        CountSent();
        await _file.WriteLineAsync(content, cancellationToken).ConfigureAwait(false);
        await _file.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the sending direction. The server can still answer the lines that were sent.</summary>
    public void EndSending()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
        {
            _dueSince = _options.Time.GetTimestamp();
            _connection.Shutdown(SocketShutdown.Send);
        }
    }

    /// <summary>Reads one line from the server. The reply timeout applies while a reply, or the server's end, is
    /// due; otherwise the wait has no limit.</summary>
    /// <param name="cancellationToken">Ends the waiting; nothing is lost.</param>
    /// <returns>The line, valid until the next read; null at the server's end.</returns>
    /// <exception cref="TimeoutException">The reply or end that was due did not arrive in time.</exception>
    /// <exception cref="ReadException"><see cref="ReadError.LineLimit"/>.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public ValueTask<Line?> ReadAsync(CancellationToken cancellationToken = default) => ReadAsync(waiting: null, cancellationToken);

    /// <summary>Sends the lines of an input, up to its end or a blank line, and at the same time reads
    /// the replies, up to the server's end.</summary>
    /// <param name="input">The lines to send.</param>
    /// <param name="reply">Called with each line from the server, valid during the call.</param>
    /// <param name="waiting">Called when all lines that have arrived were passed on.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <returns>After the server has ended: whether the whole input had been sent by then. See also <see cref="End"/> and
    /// <see cref="Unanswered"/>.</returns>
    /// <exception cref="TimeoutException">A reply that was due did not arrive in time.</exception>
    /// <exception cref="ReadException">A reply is over the limit.</exception>
    /// <exception cref="EchoInputException">The input could not be read, or a line of it is over the limit.</exception>
    /// <exception cref="OperationCanceledException">The exchange was ended.</exception>
    public async Task<bool> ExchangeAsync(
        LineReader input, Action<Line> reply, Action? waiting = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(reply);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAllAsync(input, stop);
        try
        {
            while (await ReadAsync(waiting, stop.Token).ConfigureAwait(false) is { } line)
            {
                reply(line);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The sending side ended it: its input could not be read.
            await sending.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            _file.DropUnsent();
            if (!_waitsForInput)
            {
                await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return HasEndedSending;
    }

    /// <summary>Closes the connection.</summary>
    /// <returns>A task that completes when it is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        _file.DropUnsent();
        await _connection.DisposeAsync().ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    // A reply to a line, or the server's end after this side's.
    private bool IsDue => Unanswered > 0 || HasEndedSending;

    // When the wait for what is due ends. A wait of zero would not look at what has already arrived.
    private TimeSpan TimeLeft
    {
        get
        {
            if (_options.ReplyTimeout == Timeout.InfiniteTimeSpan || !IsDue)
            {
                return _options.ReplyTimeout;
            }

            var left = _options.ReplyTimeout - _options.Time.GetElapsedTime(_dueSince);
            return left > Shortest ? left : Shortest;
        }
    }

    private async ValueTask<Line?> ReadAsync(Action? waiting, CancellationToken cancellationToken)
    {
        Line? line;
        if (_file.TryReadLine(out var buffered))
        {
            line = buffered;
        }
        else
        {
            waiting?.Invoke();
            line = await WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        // A line without a request answers nothing, and neither does a line that is cut off.
        _dueSince = _options.Time.GetTimestamp();
        if (line is { Ending: not LineEnding.None } && Unanswered > 0
            && Interlocked.Increment(ref _answered) == Volatile.Read(ref _sent) && _hasInputEnded != 0)
        {
            EndSending();
        }

        return line;
    }

    private async ValueTask<Line?> WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _file.ReadTimeout = TimeLeft;
            try
            {
                return await _file.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!IsDue || TimeLeft > Shortest)
            {
                // Nothing was due, or it became due only during this wait.
            }
        }
    }

    private async Task SendAllAsync(LineReader input, CancellationTokenSource stop)
    {
        var limit = new ReadLimit(LineKind.Other, _options.MaxLine) { Name = "line of the input" };
        try
        {
            while (true)
            {
                if (!input.TryReadLine(limit, out var line))
                {
                    if (!await TrySendAsync(_file.FlushAsync(stop.Token)).ConfigureAwait(false))
                    {
                        return;
                    }

                    // A read from the input, perhaps from a terminal, cannot be cancelled, so it is abandoned at the end.
                    _waitsForInput = true;
                    var next = await input.ReadLineAsync(limit, stop.Token).ConfigureAwait(false);
                    _waitsForInput = false;
                    if (next is null)
                    {
                        break;
                    }

                    // Count the line as unanswered even if it is too late to send it: it was taken from the input.
                    line = next.Value;
                }

                if (line.Content.Span[Ascii.Trim(line.Content.Span)].IsEmpty)
                {
                    break;
                }

                CountSent();
                var writing = line.Ending == LineEnding.None
                    ? _file.WriteLineAsync(line.Octets, stop.Token)
                    : _file.WriteAsync(line.Octets, stop.Token);
                if (!await TrySendAsync(writing).ConfigureAwait(false))
                {
                    return;
                }
            }

            if (!stop.IsCancellationRequested && await TrySendAsync(_file.FlushAsync(stop.Token)).ConfigureAwait(false))
            {
                await EndSendingWhenAnsweredAsync(stop.Token).ConfigureAwait(false);
            }
        }
        catch (Exception failure)
        {
            // Nothing more will be sent, so the reading ends, too. It checks this task, which must have failed by then.
            _waitsForInput = false;
            _ = Task.Run(stop.Cancel, CancellationToken.None);
            if (failure is IOException unread)
            {
                throw new EchoInputException(unread);
            }

            throw;
        }
    }

    // Some servers (ncat, for one) drop unsent replies when the client ends its side; others answer only after that. So this side ends
    // after the last reply, or after no reply has come for a while.
    private async Task EndSendingWhenAnsweredAsync(CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _hasInputEnded, 1);
        for (var answered = -1L; Unanswered > 0 && answered != Answered;)
        {
            answered = Answered;
            await Task.Delay(LastReplies, _options.Time, cancellationToken).ConfigureAwait(false);
        }

        EndSending();
    }

    // When the server has ended, the reading reports how.
    private static async ValueTask<bool> TrySendAsync(ValueTask sending)
    {
        try
        {
            await sending.ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void CountSent()
    {
        if (Unanswered == 0)
        {
            _dueSince = _options.Time.GetTimestamp();
        }

        _sent++;
    }
}
