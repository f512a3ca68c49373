using System.IO.Pipelines;
using RawHttp.Cli.Output;
using RawHttp.Echo;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Cli.Echo;

/// <summary><c>rawhttp echo connect</c>: typed lines with a prompt, or lines from a pipe and the replies alone.</summary>
internal sealed class EchoConnect : ILineObserver, IDisposable
{
    private readonly ScreenOrPipe _output = new();
    private readonly bool _isTyped = Tty.Is(0);
    private PipedInput? _input;
    private bool _isPrompting;
    private long _taken;

    public static async Task<int> RunAsync(string target, int defaultPort, EchoClientOptions options)
    {
        SocketThreads.RunInline();
        var (host, port) = Target.ParseAuthority(target, target, defaultPort, mayBeEmpty: true);
        using var interruption = new Interruption(TimeSpan.FromSeconds(2));
        EchoClient client;
        try
        {
            client = await EchoClient.ConnectAsync(host, port, options).ConfigureAwait(false);
        }
        catch (ConnectException failure)
        {
            throw new ToolException(ExitStatus.Of(failure.Error), failure.Message);
        }

        await using (client)
        {
            interruption.TakeUp();
            using var run = new EchoConnect();
            try
            {
                return await run.ExchangeAsync(client, $"{host}:{port}", options, interruption.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                throw interruption.Reason;
            }
        }
    }

    public void Dispose()
    {
        _output.Finish();
        _input?.Dispose();
    }

    // A typed line has moved the cursor.
    void ILineObserver.LineRead(in Line line, string element)
    {
        Interlocked.Increment(ref _taken);
        if (_isPrompting && line.Ending != LineEnding.None)
        {
            _isPrompting = false;
            _output.CursorAtLineStart();
        }
    }

    void ILineObserver.Waiting()
    {
    }

    private async Task<int> ExchangeAsync(EchoClient client, string name, EchoClientOptions options, CancellationToken stop)
    {
        if (_isTyped)
        {
            Terminal.Say($"connected to {name}");
            Prompt();
        }

        bool all;
        try
        {
            var input = StandardStream.OpenInput();
            _input = _isTyped ? null : new PipedInput(input);
            var lines = new LineReader(_input?.Reader ?? PipeReader.Create(input), this);
            all = await client.ExchangeAsync(lines, line => Show(line, client), _output.Flush, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var what = client.Unanswered > 0 ? "no reply" : "the server did not close";
            var within = Summary.Seconds(options.ReplyTimeout);
            throw new ToolException(ExitStatus.Timeout, $"read {name}: {what} within {within}{await UnsentAsync().ConfigureAwait(false)}");
        }
        catch (ReadException failure)
        {
            // An offset in the input says what was unsent already.
            throw new ToolException(ExitStatus.Limit, failure.Message.StartsWith("line of the input", StringComparison.Ordinal)
                ? $"read standard input: {failure.Message}"
                : $"read {name}: {failure.Message}{await UnsentAsync().ConfigureAwait(false)}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitStatus.InputFailed, $"read standard input: {Files.Reason("-", failure)}");
        }

        return Conclude(client, name, options, all, await UnsentAsync().ConfigureAwait(false));
    }

    // To a person the server's end is news, unless it was asked for; a script is told when it lost something.
    private int Conclude(EchoClient client, string name, EchoClientOptions options, bool all, string unsent)
    {
        var end = Summary.End(client.End, options.ReplyTimeout);
        if (client.End != ConnectionEnd.EndOfStream || client.Unanswered > 0 || (!all && !_isTyped))
        {
            var lost = client.Unanswered > 0 ? $", {client.Unanswered} unanswered" : "";
            var early = all ? "" : ", before the input ended";
            throw new ToolException(ExitStatus.OfEnd(client.End) ?? ExitStatus.CutOff, $"read {name}: {end}{lost}{unsent}{early}");
        }

        // The server has done its part: what stands behind the end of the session could not be sent.
        if (unsent.Length > 0)
        {
            throw new ToolException(ExitStatus.SendFailed, $"send {name}: a blank line of the input ended the session{unsent}");
        }

        if (!all)
        {
            _output.Finish();
            Terminal.Say($"{name}: {end}");
        }

        return ExitStatus.Ok;
    }

    // What a person has not typed yet is no loss.
    private async Task<string> UnsentAsync()
    {
        var (lines, mayBeMore) = _input is null ? default : await _input.CountRestAsync(Interlocked.Read(ref _taken)).ConfigureAwait(false);
        return lines > 0 ? $", {(mayBeMore ? "at least " : "")}{lines} line{(lines == 1 ? "" : "s")} unsent" : "";
    }

    private void Show(Line line, EchoClient client)
    {
        if (!_isTyped)
        {
            _output.Write(line.Octets.Span);
            return;
        }

        // What comes unasked begins a line of its own.
        if (_isPrompting)
        {
            _output.Write("\n"u8);
        }

        _output.WriteLine("server say: ", line.Content.Span);
        if (client.Unanswered == 0 && !client.HasEndedSending)
        {
            Prompt();
        }
    }

    private void Prompt()
    {
        if (_output.IsTerminal)
        {
            _output.Write(">"u8);
            _output.Flush();
            _isPrompting = true;
        }
    }
}
