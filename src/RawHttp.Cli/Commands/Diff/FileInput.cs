using System.IO.Pipelines;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Commands.Get;
using RawHttp.Cli.Startup;
using RawHttp.Cli.Views;
using RawHttp.Client;

namespace RawHttp.Cli.Commands.Diff;

/// <summary>The responses of a file, as <c>read</c> reads them.</summary>
internal sealed class FileInput : DiffInput
{
    private readonly SavedInput _file;
    private readonly Pipe _pipe = new(new PipeOptions(useSynchronizationContext: false));
    private readonly CancellationTokenSource _stop;
    private readonly ExchangeReader _reader;
    private Task<ExitVerdict?>? _pumping;

    public FileInput(string letter, string file, GetOptions options, Interruption interruption)
        : base(new DiffSource(letter, FileKind, new SavedInput(file).Name), options, interruption)
    {
        _file = new SavedInput(file);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        _reader = new ExchangeReader(_pipe.Reader, How, SentRequest.FromMethods(Methods(options.Method)));
    }

    public override bool HasMore => !_reader.IsAtEnd;

    public override async Task<DiffResponse?> NextAsync()
    {
        _pumping ??= _file.PumpAsync(_pipe.Writer, null, showsAll: false, _stop.Token);
        if (await _reader.ReadAsync(Stop).ConfigureAwait(false) is not { } exchange)
        {
            return null;
        }

        var response = Take(exchange, _file.Name);
        if (_reader.IsAtEnd)
        {
            await _pipe.Reader.CompleteAsync().ConfigureAwait(false);
            await _stop.CancelAsync().ConfigureAwait(false);
            if (await _pumping.ConfigureAwait(false) is { } unread)
            {
                response.Dispose();
                throw new ToolException(unread);
            }
        }

        return response;
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _stop.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    // All of them answer the method that targets are asked with.
    private static IEnumerable<string> Methods(string? method)
    {
        while (method is not null)
        {
            yield return method;
        }
    }
}
