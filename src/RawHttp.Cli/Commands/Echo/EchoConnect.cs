using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;
using RawHttp.Cli.Views;
using RawHttp.Echo;
using RawHttp.Lines;
using RawHttp.Net;

namespace RawHttp.Cli.Commands.Echo;

/// <summary><c>rawhttp echo connect</c>: sends typed lines with a prompt, or lines from a pipe, and prints the replies.</summary>
internal sealed class EchoConnect : ILineObserver, IDisposable
{
    private static ReadOnlySpan<byte> PromptText => ">"u8;

    private readonly StandardOutput _output = new();
    private readonly bool _isTyped = Tty.Is(0);
    private PipedInput? _input;
    private TypedInput? _editor;
    private bool _isPrompting;
    private bool _isSessionOver;

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
            throw new ToolException(ExitStatus.ToExitCode(failure.Error), failure.Message);
        }

        await using (client)
        {
            interruption.ListenForSignals();
            using var run = new EchoConnect();
            try
            {
                return await run.ExchangeAsync(client, $"{host}:{port}", options, interruption.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return interruption.Reason.Report();
            }
        }
    }

    public void Dispose()
    {
        LeavePrompt();
        _output.Finish();
        _input?.Dispose();
        _editor?.Dispose();
    }

    // A blank line is read but not sent. A typed line has moved the cursor.
    void ILineObserver.LineRead(in Line line, LineKind kind)
    {
        _isSessionOver |= line.Content.Span[Ascii.Trim(line.Content.Span)].IsEmpty;
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
            StandardError.Say($"connected to {name}");
            _editor = _output.IsTerminal && LineEditor.TryOpen() is { } editor ? new TypedInput(editor, PromptText) : null;
            Prompt();
        }

        bool all;
        try
        {
            var input = DescriptorStream.OpenInput();
            _input = _isTyped ? null : new PipedInput(input);
            var lines = new LineReader(_editor?.Reader ?? _input?.Reader ?? new CookedInput(input).Reader, this);
            all = await client.ExchangeAsync(lines, line => Show(line, client), _output.Flush, stop).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            var unanswered = client.Unanswered;
            var what = unanswered > 0 ? "no reply" : "the server did not close";
            var within = Durations.Seconds(options.ReplyTimeout);
            var unsent = await UnsentAsync(client.Answered + unanswered).ConfigureAwait(false);
            throw new ToolException(ExitStatus.Timeout, $"read {name}: {what} within {within}{unsent}");
        }
        catch (EchoInputException failure)
        {
            // If the message has an offset in the input, it already shows what was not sent.
            throw failure.InnerException is ReadException
                ? new ToolException(ExitStatus.Limit, $"read standard input: {failure.Message}")
                : new ToolException(ExitStatus.InputFailed, $"read standard input: {Files.Reason("-", failure.InnerException!)}");
        }
        catch (ReadException failure)
        {
            var unsent = await UnsentAsync(client.Answered + client.Unanswered).ConfigureAwait(false);
            throw new ToolException(ExitStatus.Limit, $"read {name}: {failure.Message}{unsent}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ToolException(ExitStatus.InputFailed, $"read standard input: {Files.Reason("-", failure)}");
        }

        var due = client.Unanswered;
        return Conclude(client, name, options, all, due, await UnsentAsync(client.Answered + due).ConfigureAwait(false));
    }

    // A person sees that the server has ended, unless the session was to end; a script gets an error only if it lost something.
    private int Conclude(EchoClient client, string name, EchoClientOptions options, bool all, long unanswered, string unsent)
    {
        var end = Summary.End(client.End, options.ReplyTimeout);
        if (client.End != ConnectionEnd.EndOfStream || unanswered > 0 || (!all && !_isTyped))
        {
            var lost = unanswered > 0 ? $", {unanswered} unanswered" : "";
            var early = all ? "" : ", before the input ended";
            throw new ToolException(ExitStatus.OfEnd(client.End) ?? ExitStatus.CutOff, $"read {name}: {end}{lost}{unsent}{early}");
        }

        // The server has answered everything; only lines after the end of the session could not be sent.
        if (unsent.Length > 0)
        {
            throw new ToolException(ExitStatus.SendFailed, $"send {name}: a blank line of the input ended the session{unsent}");
        }

        if (!all)
        {
            LeavePrompt();
            _output.Finish();
            StandardError.Say($"{name}: {end}");
        }

        return ExitStatus.Ok;
    }

    // Lines not typed yet are not lost. The sending side may still count a line, so read the number of lines sent only once.
    private async Task<string> UnsentAsync(long sent)
    {
        var taken = sent + (_isSessionOver ? 1 : 0);
        var (lines, mayBeMore) = _input is null ? default : await _input.CountRestAsync(taken).ConfigureAwait(false);
        return lines > 0 ? $", {(mayBeMore ? "at least " : "")}{lines} line{(lines == 1 ? "" : "s")} unsent" : "";
    }

    private void Show(Line line, EchoClient client)
    {
        if (!_isTyped)
        {
            _output.Write(line.Octets.Span);
            return;
        }

        // A line without a request begins a new line on the screen.
        var isBetween = _isPrompting;
        LeavePrompt();
        _output.WriteLine("server say: ", line.Content.Span);

        if (isBetween && _editor is not null)
        {
            // The editor still has the line that was begun.
            _output.Flush();
            _editor.Redraw();
            _isPrompting = true;
        }
        else if (client.Unanswered == 0 && !client.HasEndedSending)
        {
            Prompt();
        }
    }

    // The line with the prompt is left as it is.
    private void LeavePrompt()
    {
        if (_isPrompting)
        {
            _output.Write("\n"u8);
            _isPrompting = false;
        }
    }

    private void Prompt()
    {
        if (!_output.IsTerminal)
        {
            return;
        }

        _isPrompting = true;
        if (_editor is not null)
        {
            _output.Flush();
            _editor.Prompt();
            return;
        }

        _output.Write(PromptText);
        _output.Flush();
    }
}
