using System.Globalization;
using System.Text;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Echo;

/// <summary>One client of an <see cref="EchoServer"/>: its lines are read and answered until it ends.</summary>
/// <param name="connection">The connection to the client.</param>
/// <param name="options">How it is served.</param>
internal sealed class EchoSession(Connection connection, EchoServerOptions options)
{
    // Longer than this no timer can wait, and nobody does.
    private const int MostSeconds = 4_000_000;

    // So many rounds without a wait, and the thread is given to others.
    private const int MostRounds = 16;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly byte[]? _ack = options.Reply == EchoReply.Ack ? Encoding.ASCII.GetBytes($"{connection.RemoteEndPoint} recevied ok!\n") : null;

    private readonly SocketFile _file = connection.MakeFile(FileAccess.ReadWrite, options.MaxLine);
    private Deadline? _sending;

    /// <summary>The client's address.</summary>
    public string Client { get; } = $"{connection.RemoteEndPoint}";

    /// <summary>How many lines have been answered.</summary>
    public long Lines { get; private set; }

    /// <summary>Serves the client, to the end.</summary>
    public async Task RunAsync()
    {
        options.Observer?.Connected(Client);
        var end = SessionEnd.Reset;
        var file = _file;
        try
        {
            file.ReadTimeout = options.IdleTimeout;
            end = await AnswerAsync(file).ConfigureAwait(false);
            await EndAsync(file, end).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The client cannot be told anything any more.
            end = _sending is { HasPassed: true } ? SessionEnd.Timeout : SessionEnd.Reset;
        }
        finally
        {
            _sending?.Dispose();
            file.DropUnsent();
            await connection.DisposeAsync().ConfigureAwait(false);
            await file.DisposeAsync().ConfigureAwait(false);
        }

        options.Observer?.Ended(Client, end);
    }

    /// <summary>Has the session answer the lines that are here already, and no more.</summary>
    public void Stop() => _file.EndWaits();

    /// <summary>Ends the session at once.</summary>
    public void Abort() => connection.Shutdown();

    // What a client is told last goes out before anything is ended, or it would never see why.
    private async ValueTask EndAsync(SocketFile file, SessionEnd end)
    {
        if (end == SessionEnd.LineLimit)
        {
            file.Append(Encoding.ASCII.GetBytes($"line too long: the limit is {options.MaxLine} bytes\n"));
        }

        await SendAsync(file).ConfigureAwait(false);
        if (end != SessionEnd.Timeout)
        {
            // It may be sending still.
            await connection.CloseAsync(end == SessionEnd.Stopped ? EchoServer.Patience : Farewell).ConfigureAwait(false);
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
                if (rounds >= MostRounds)
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
                return SessionEnd.Stopped;
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
        var flushing = file.FlushAsync();
        if (flushing.IsCompleted)
        {
            await flushing.ConfigureAwait(false);
            return;
        }

        _sending ??= new Deadline(options.Time, () => connection.Shutdown());
        _sending.Start(file.ReadTimeout);
        await flushing.ConfigureAwait(false);
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
        if (argument.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > MostSeconds)
        {
            return Encoding.ASCII.GetBytes($"set time: a whole number of seconds from 1 to {MostSeconds} is needed\n");
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
