using System.Globalization;
using System.Text;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Echo;

/// <summary>One client of an <see cref="EchoServer"/>: its lines are read and answered until it ends.</summary>
/// <param name="connection">The connection to the client.</param>
/// <param name="options">How it is served.</param>
/// <param name="memory">What it and the others hold.</param>
internal sealed class EchoSession(Connection connection, EchoServerOptions options, SessionMemory memory) : IBufferObserver
{
    // Longer than this no timer can wait, and nobody does.
    private const int MaxSeconds = 4_000_000;

    // So many rounds without a wait, and the thread is given to others.
    private const int MaxRounds = 16;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly byte[]? _ack = options.Reply == EchoReply.Ack ? Encoding.ASCII.GetBytes($"{connection.RemoteEndPoint} recevied ok!\n") : null;

    private readonly SocketFile _file = connection.MakeFile(FileAccess.ReadWrite, options.MaxLine);
    private IdleTimer? _sending;
    private volatile bool _isStalled;

    /// <summary>The client's address.</summary>
    public string Client { get; } = $"{connection.RemoteEndPoint}";

    /// <summary>How many lines have been answered.</summary>
    public long Lines { get; private set; }

    /// <summary>How many octets its buffers take beyond the small one of an idle client, as <see cref="SessionMemory"/> counts them.</summary>
    public int Held { get; set; }

    /// <summary>How many octets have arrived and are not answered: those of an unfinished line, mostly.</summary>
    public uint Unread => (uint)(connection.Received - connection.Lines.Offset);

    /// <summary>Whether it was chosen to end, for it held the most.</summary>
    public bool IsShed { get; set; }

    /// <summary>Serves the client, to the end.</summary>
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

            // What it read is no longer needed; closing takes a second at most.
            memory.Change(this, -Held);
            await EndAsync(file, end).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The client cannot be told anything any more.
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

    /// <summary>Has the session answer the lines that are here already, and no more.</summary>
    public void Stop() => _file.EndWaits();

    /// <summary>Ends the session at once.</summary>
    public void Abort() => connection.Shutdown();

    /// <summary>Ends the session for the memory it holds, and tells the client why unless it does not read its replies.</summary>
    public void Shed()
    {
        _file.EndWaits();
        if (_isStalled)
        {
            connection.Shutdown();
        }
    }

    void IBufferObserver.Resized(int by) => memory.Change(this, by);

    // What a client is told last goes out before anything is ended, or it would never see why.
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
            // It may be sending still.
            await connection.CloseAsync(end switch
            {
                SessionEnd.Stopped => EchoServer.Patience,
                SessionEnd.MemoryLimit => EchoServer.Farewell,
                _ => Farewell,
            }).ConfigureAwait(false);
        }
    }

    private async ValueTask<SessionEnd> AnswerAsync(SocketFile file)
    {
        for (var rounds = 0; ; rounds++)
        {
            try
            {
                // Replies leave together, when there is nothing left to answer.
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
                    // A client that is never waited for would keep the thread that serves all of them. Its line stays valid.
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

    // A client that does not read has as long to take its replies, or what it is told last, as to send a line.
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

        // In this order, as the other thread sets the one and then looks at the other.
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

    // Answers the lines that are here, until the replies should be sent; true if the session is to end.
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

        // The first octet tells most lines from a blank one and from a command.
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

    // The line "set time N" sets the client's own idle timeout; what looks like it and is none is answered with an error line.
    private static byte[]? TrySetTime(SocketFile file, ReadOnlySpan<byte> text)
    {
        var command = "set time"u8;
        if (!text.StartsWith(command) || (text.Length > command.Length && text[command.Length] is not ((byte)' ' or (byte)'\t')))
        {
            return null;
        }

        var argument = text[command.Length..];
        argument = argument[Ascii.Trim(argument)];

        // The parser would let NULs follow the digits.
        if (argument.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > MaxSeconds)
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
