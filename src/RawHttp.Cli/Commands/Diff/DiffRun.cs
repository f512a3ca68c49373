using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Comparison;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;
using RawHttp.Cli.Views;
using RawHttp.Client;

namespace RawHttp.Cli.Commands.Diff;

/// <summary>One run of <c>diff</c>: reads the responses of both inputs in pairs, compares them, and decides the exit status.</summary>
internal sealed class DiffRun(DiffOptions options, DiffInput a, DiffInput b, Interruption interruption)
{
    private bool _isAlike = true;
    private ExitVerdict? _limit;

    /// <summary>Runs the command.</summary>
    /// <returns>The exit status; errors are on standard error.</returns>
    public static async Task<int> RunAsync(DiffOptions options)
    {
        SocketThreads.RunInline();
        SocketThreads.UseOne();
        using var interruption = new Interruption(TimeSpan.FromSeconds(2));
        interruption.ListenForSignals();
        if (options.Get.MaxTime is { } limit)
        {
            interruption.LimitTo(limit, $"diff {options.A} {options.B}: not compared within {Durations.Seconds(limit)}");
        }

        options.View.CheckFiles();
        var tls = await options.Get.Tls.PrepareAsync(options.Get.ConnectTimeout, interruption.Token).ConfigureAwait(false);
        options = options with { Get = options.Get with { Tls = tls } };
        await using var a = DiffInput.Create("A", options.A, options, interruption);
        await using var b = DiffInput.Create("B", options.B, options, interruption);
        using var shown = options.View.Json ? new DiffJsonView(options.View.Color) : (IDiffView)new DiffTextView(options.View.Color);
        using var page = options.View.ReportFile is { } path ? new DiffReport(path, options.View.FileTimeout) : null;
        IDiffView[] views = page is null ? [shown] : [shown, page];
        return await new DiffRun(options, a, b, interruption).RunAsync(views).ConfigureAwait(false);
    }

    private async Task<int> RunAsync(IDiffView[] views)
    {
        ExitVerdict? failure = null;
        Each(views, view => view.Begin(a.Source, b.Source));
        try
        {
            await CompareAsync(views).ConfigureAwait(false);
        }
        catch (ToolException unreadable)
        {
            failure = unreadable.Verdict;
        }
        catch (OperationCanceledException)
        {
            // Before there was a connection.
        }

        // What a limit kept from being read is not known to be alike.
        failure ??= interruption.Token.IsCancellationRequested ? interruption.Reason : _isAlike ? _limit : null;
        _isAlike &= failure is null;
        Each(views, view => view.Complete(_isAlike, failure));
        return failure?.Report() ?? (_isAlike ? ExitStatus.Ok : ExitStatus.Different);
    }

    // Both inputs are read to their ends: what one has alone is counted.
    private async Task CompareAsync(IDiffView[] views)
    {
        for (var number = 1; ; number++)
        {
            using var left = await a.NextAsync().ConfigureAwait(false);
            if (interruption.Token.IsCancellationRequested)
            {
                // Nothing came of the second one to compare with.
                return;
            }

            using var right = await b.NextAsync().ConfigureAwait(false);
            if (left is null && right is null)
            {
                return;
            }

            Say(left, a);
            Say(right, b);
            if (left is null || right is null)
            {
                (left is null ? b : a).Source.Surplus++;
                _isAlike = false;
                continue;
            }

            var comparison = ExchangeComparison.Create(left.Recorded, right.Recorded, options.Ignored);
            _isAlike &= comparison.IsAlike;
            _limit ??= Array.Find([left, right], side => side.Outcome.Exchange.End == MessageEnd.Limit)?.Outcome.Verdict;
            var pair = new DiffPair(number, number > 1 || a.HasMore || b.HasMore, left.Outcome, right.Outcome, comparison);
            Each(views, view => view.Write(pair));
        }
    }

    // What ended the whole run is said at its end.
    private void Say(DiffResponse? response, DiffInput from)
    {
        if (response?.Outcome.Verdict is { } verdict && verdict != interruption.Reason && !options.View.Silent)
        {
            StandardError.Note($"{from.Source.Letter}: {verdict.Message}");
        }
    }

    private static void Each(IDiffView[] views, Action<IDiffView> show)
    {
        foreach (var view in views)
        {
            show(view);
        }
    }
}
