using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Commands.Get;
using RawHttp.Cli.Startup;
using RawHttp.Cli.Views;
using RawHttp.Client;
using RawHttp.Net;

namespace RawHttp.Cli.Commands.Diff;

/// <summary>The response of a target, which is asked as <c>get</c> asks it.</summary>
internal sealed class TargetInput : DiffInput
{
    private readonly string _word;
    private readonly RequestBatch _batch;
    private bool _isRead;

    public TargetInput(string letter, string word, GetOptions options, Interruption interruption)
        : this(letter, word, RequestBatch.Plan(options with { Targets = [word] }, demoPort: null)[0], options, interruption)
    {
    }

    private TargetInput(string letter, string word, RequestBatch batch, GetOptions options, Interruption interruption)
        : base(new DiffSource(letter, TargetKind, batch.Url(0)), options, interruption)
    {
        (_word, _batch) = (word, batch);
    }

    public override bool HasMore => false;

    public override async Task<DiffResponse?> NextAsync()
    {
        if (_isRead)
        {
            return null;
        }

        _isRead = true;
        if (!Options.View.Silent)
        {
            RequestFindings.Say([_batch], isVerbose: false);
        }

        var step = new ConnectStep(Options, _batch.Target);
        try
        {
            var exchange = await RawHttpClient.SendAsync(_batch.Octets, step.ConnectAsync, How, Stop).ConfigureAwait(false);
            return Take(exchange, _batch.Target.HostAndPort);
        }
        catch (ConnectException failure)
        {
            var verdict = step.VerdictOn(failure);
            var isName = failure.Error == ConnectError.NotResolved && !_word.Contains("://", StringComparison.Ordinal);
            throw new ToolException(isName ? verdict with { Message = $"{verdict.Message}; and there is no file {_word}" } : verdict);
        }
    }
}
