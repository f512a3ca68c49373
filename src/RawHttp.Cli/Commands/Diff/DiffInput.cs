using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Commands.Get;
using RawHttp.Cli.Comparison;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;
using RawHttp.Cli.Views;
using RawHttp.Client;

namespace RawHttp.Cli.Commands.Diff;

/// <summary>One of the two inputs: responses, one after another.</summary>
internal abstract class DiffInput(DiffSource source, GetOptions options, Interruption interruption) : IAsyncDisposable
{
    protected const string FileKind = "file";
    protected const string TargetKind = "target";

    private readonly ExchangeRecorder _recorder =
        new(options.View.ShowsProgress ? new Progress(source.Letter, Progress.UsualDelay) : null);

    public DiffSource Source => source;

    /// <summary>How the responses are read: they are recorded.</summary>
    protected ExchangeOptions How => new() { Limits = options.Limits, KeepsBody = false, Observer = _recorder };

    /// <summary>Finds out what is named.</summary>
    /// <param name="letter">A or B.</param>
    /// <param name="word">A file, - for standard input, or a target. What has a scheme is a target; what exists, and what begins as a path
    /// does, is a file; the rest is a target.</param>
    /// <param name="options">The options.</param>
    /// <param name="interruption">Ends the reading.</param>
    /// <exception cref="ToolException">It is a malformed target.</exception>
    public static DiffInput Create(string letter, string word, DiffOptions options, Interruption interruption) => IsFile(word)
        ? new FileInput(letter, word, options.Get, interruption)
        : new TargetInput(letter, word, options.Get, interruption);

    /// <summary>Whether a word names a file.</summary>
    public static bool IsFile(string word) =>
        word is "-" or "." or ".." or ['/', ..] or ['.', '/', ..] or ['.', '.', '/', ..]
        || (!word.Contains("://", StringComparison.Ordinal) && Path.Exists(word));

    /// <summary>Whether another response may follow the one that was read last.</summary>
    public abstract bool HasMore { get; }

    /// <summary>Reads the next response.</summary>
    /// <returns>The response; null if there are no more.</returns>
    /// <exception cref="ToolException">The file could not be read, or there is no connection.</exception>
    public abstract Task<DiffResponse?> NextAsync();

    public virtual ValueTask DisposeAsync()
    {
        _recorder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The options.</summary>
    protected GetOptions Options => options;

    /// <summary>Ends the reading.</summary>
    protected CancellationToken Stop => interruption.Token;

    /// <summary>Takes the exchange that is over.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="name">Its name in messages.</param>
    protected DiffResponse Take(Exchange exchange, string name)
    {
        // What could not be read is compared, too, so it is not said to be hidden.
        var judge = new Judge(name, new ViewOptions { Wire = true }, options.ReadTimeout);
        var outcome = judge.Decide(exchange, interruption.Reason);
        outcome = outcome.Verdict == interruption.Reason ? outcome with { Words = "interrupted" } : outcome;
        return new DiffResponse(_recorder.Take(outcome.Exchange, outcome.Words), outcome);
    }
}
