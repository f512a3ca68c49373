using System.Globalization;
using System.Text;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Echo;

/// <summary>One client of an <see cref="EchoServer"/>: reads and answers its lines until the session ends.</summary>
/// <param name="connection">The connection to the client.</param>
/// <param name="options">The options of the server.</param>
/// <param name="memory">Counts the buffers of all sessions.</param>
internal sealed class EchoSession(Connection connection, EchoServerOptions options, SessionMemory memory) : IBufferObserver
{
    // No timer can wait longer.
    private const int MaxSeconds = 4_000_000;

    // After this many rounds without a wait, yield the thread to other work.
    private const int MaxRounds = 16;

    private static readonly TimeSpan LingerTimeout = TimeSpan.FromSeconds(1);

    private readonly byte[]? _ack = options.Reply == EchoReply.Ack
        ? Encoding.ASCII.GetBytes($"{connection.RemoteEndPoint} recevied ok!\n")
        : null;

    private readonly SocketFile _file = connection.MakeFile(FileAccess.ReadWrite, options.MaxLine);
    private IdleTimer? _sending;
    private volatile bool _isStalled;

    /// <summary>The client's address.</summary>
    public string Client { get; } = $"{connection.RemoteEndPoint}";

    /// <summary>How many lines have been answered.</summary>
    public long Lines { get; private set; }

    /// <summary>How many octets its buffers take beyond the small one of an idle client, as counted by
    /// <see cref="SessionMemory"/>.</summary>
    public int Held { get; set; }

    /// <summary>How many octets have arrived and are not answered: mostly those of an unfinished line.</summary>
    public uint Unread => (uint)(connection.Received - connection.Lines.Offset);

    /// <summary>Whether it was chosen to end because it held the most memory.</summary>
    public bool IsShed { get; set; }

    /// <summary>Serves the client until the session ends.</summary>
    public async Task RunAsync()
    {
        connection.BufferObserver = this;
        options.Observer?.Connected(Client);
        var end = SessionEnd.Reset;
        var file = _file;
        try
        {
            file.ReadTimeout = options.IdleTimeout;
            end = await AnswerAsync(file).ConfigureAwait(false);

            // The read buffer is no longer needed, and closing takes up to a second.
            memory.Change(this, -Held);
            await EndAsync(file, end).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nothing can be sent to the client any more.
            end = IsShed ? SessionEnd.MemoryLimit : _sending is { HasPassed: true } ? SessionEnd.Timeout : SessionEnd.Reset;
        }
        finally
        {
            _sending?.Dispose();
            file.DropUnsent();
            await connection.DisposeAsync().ConfigureAwait(false);
            await file.DisposeAsync().ConfigureAwait(false);
            memory.Change(this, -Held);
        }

        options.Observer?.Ended(Client, end);
    }

    /// <summary>Lets the session answer the lines that have already arrived, then ends it.</summary>
    public void Stop() => _file.EndWaits();

    /// <summary>Ends the session immediately.</summary>
    public void Abort() => connection.Shutdown();

    /// <summary>Ends the session because of the memory it holds, and sends the client the reason
    /// unless it does not read its replies.</summary>
    public void Shed()
    {
        _file.EndWaits();
        if (_isStalled)
        {
            connection.Shutdown();
        }
    }

    void IBufferObserver.Resized(int by) => memory.Change(this, by);

    // Send the last message before ending anything; otherwise the client never sees the reason.
    private async ValueTask EndAsync(SocketFile file, SessionEnd end)
    {
        var reason = end switch
        {
            SessionEnd.LineLimit => $"line too long: the limit is {options.MaxLine} bytes\n",
            SessionEnd.MemoryLimit => $"out of memory: the limit of all clients is {options.MaxMemory} bytes, and this one held the most\n",
            _ => "",
        };
        file.Append(Encoding.ASCII.GetBytes(reason));
        await SendAsync(file).ConfigureAwait(false);
        if (end != SessionEnd.Timeout)
        {
            // The client may still be sending.
            await connection.CloseAsync(end switch
            {
                SessionEnd.Stopped => EchoServer.ShutdownTimeout,
                SessionEnd.MemoryLimit => EchoServer.LingerTimeout,
                _ => LingerTimeout,
            }).ConfigureAwait(false);
        }
    }

    private async ValueTask<SessionEnd> AnswerAsync(SocketFile file)
    {
        for (var rounds = 0; ; rounds++)
        {
            try
            {
                // Replies are sent together, when no line is left to answer.
                var isDone = AnswerBuffered(file);
                await SendAsync(file).ConfigureAwait(false);
                if (isDone)
                {
                    return SessionEnd.BlankLine;
                }

                var reading = file.ReadLineAsync();
                rounds = reading.IsCompleted ? rounds : 0;
                var read = await reading.ConfigureAwait(false);
                if (rounds >= MaxRounds)
                {
                    // A loop that never waits would keep the thread from all other clients. The line stays valid.
                    await Task.Yield();
                    rounds = 0;
                }

                if (read is not { } line)
                {
                    return EndOfConnection();
                }

                if (!TryAnswer(file, line))
                {
                    return SessionEnd.BlankLine;
                }
            }
            catch (OperationCanceledException)
            {
                return IsShed ? SessionEnd.MemoryLimit : SessionEnd.Stopped;
            }
            catch (ReadException)
            {
                return SessionEnd.LineLimit;
            }
            catch (TimeoutException)
            {
                file.Append("time out !\n"u8);
                await SendAsync(file).ConfigureAwait(false);
                if (options.OnTimeout == TimeoutEnding.Shutdown)
                {
                    return SessionEnd.Timeout;
                }

                connection.Release();
            }
        }
    }

    // The idle timeout also limits how long a client may take to read its replies or the last message.
    private async ValueTask SendAsync(SocketFile file)
    {
        var held = file.UnsentBuffer;
        var flushing = file.FlushAsync();
        if (flushing.IsCompleted)
        {
            await flushing.ConfigureAwait(false);
            return;
        }

        _sending ??= new IdleTimer(options.Time, () => connection.Shutdown());
        _sending.Start(file.ReadTimeout);

        // The order matters: the other thread sets one, then reads the other.
        _isStalled = true;
        memory.Change(this, held);
        if (IsShed)
        {
            connection.Shutdown();
        }

        await flushing.ConfigureAwait(false);
        _isStalled = false;
        memory.Change(this, -held);
        _sending.Stop();
    }

    // Answers the lines that have arrived, until the replies should be sent; true if the session is to end.
    private bool AnswerBuffered(SocketFile file)
    {
        while (!file.IsFull && file.TryReadLine(out var line))
        {
            if (!TryAnswer(file, line))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryAnswer(SocketFile file, in Line line)
    {
        var octets = line.Octets.Span;
        var answer = _ack ?? octets;

        // The first octet distinguishes most lines from a blank line and from a command.
        if (octets[0] is <= (byte)' ' or (byte)'s')
        {
            var text = octets[Ascii.Trim(octets)];
            if (text.IsEmpty)
            {
                return false;
            }

            answer = TrySetTime(file, text) ?? answer;
        }

        options.Observer?.LineRead(Client, line);
        Lines++;
        file.Append(answer);
        return true;
    }

    // The line "set time N" sets the client's own idle timeout. A line that resembles it but is invalid is answered with an error line.
    private static byte[]? TrySetTime(SocketFile file, ReadOnlySpan<byte> text)
    {
        var command = "set time"u8;
        if (!text.StartsWith(command) || (text.Length > command.Length && text[command.Length] is not ((byte)' ' or (byte)'\t')))
        {
            return null;
        }

        var argument = text[command.Length..];
        argument = argument[Ascii.Trim(argument)];

        // The parser would accept NULs after the digits.
        if (argument.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || !int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds is < 1 or > MaxSeconds)
        {
            return Encoding.ASCII.GetBytes($"set time: a whole number of seconds from 1 to {MaxSeconds} is needed\n");
        }

        file.ReadTimeout = TimeSpan.FromSeconds(seconds);
        return null;
    }

    private SessionEnd EndOfConnection() => connection.End switch
    {
        ConnectionEnd.EndOfStream => SessionEnd.EndOfStream,
        ConnectionEnd.ShutDown => SessionEnd.Stopped,
        _ => SessionEnd.Reset,
    };
}
