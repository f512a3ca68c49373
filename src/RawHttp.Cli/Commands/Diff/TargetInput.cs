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
    private readonly GetOptions _options;
    private readonly Interruption _interruption;
    private bool _isRead;

    public TargetInput(string letter, string word, GetOptions options, Interruption interruption)
        : this(letter, word, RequestBatch.Plan(options with { Targets = [word] }, demoPort: null)[0], options, interruption)
    {
    }

    private TargetInput(string letter, string word, RequestBatch batch, GetOptions options, Interruption interruption)
        : base(new DiffSource(letter, TargetKind, batch.Url(0)), new ExchangeOptions { Limits = options.Limits })
    {
        (_word, _batch, _options, _interruption) = (word, batch, options, interruption);
    }

    public override bool HasMore => false;

    public override async Task<DiffResponse?> NextAsync()
    {
        if (_isRead)
        {
            return null;
        }

        _isRead = true;
        if (!_options.View.Silent)
        {
            RequestFindings.Say([_batch], isVerbose: false);
        }

        var step = new ConnectStep(_options, _batch.Target);
        try
        {
            var exchange = await RawHttpClient.SendAsync(_batch.Octets, step.ConnectAsync, How, _interruption.Token).ConfigureAwait(false);
            return Take(exchange, _batch.Target.HostAndPort, _options, _interruption);
        }
        catch (ConnectException failure)
        {
            var verdict = step.VerdictOn(failure);
            var isName = failure.Error == ConnectError.NotResolved && !_word.Contains("://", StringComparison.Ordinal);
            throw new ToolException(isName ? verdict with { Message = $"{verdict.Message}; and there is no file {_word}" } : verdict);
        }
    }
}
