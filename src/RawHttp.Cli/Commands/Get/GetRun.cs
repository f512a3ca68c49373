using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;
using RawHttp.Cli.Views;
using RawHttp.Client;
using RawHttp.Net;

namespace RawHttp.Cli.Commands.Get;

/// <summary>One run of <c>get</c>: makes the exchanges, shows them, and decides the exit status.</summary>
internal sealed class GetRun(GetOptions options, IReadOnlyList<RequestBatch> batches, Interruption interruption) : IAsyncDisposable
{
    private readonly int _total = batches.Sum(batch => batch.Requests.Count);
    private readonly bool _isOneOfMany = options.Follows || batches.Sum(batch => batch.Requests.Count) > 1
        || batches.Any(batch => ProxyRoute.Create(batch.Target, options) is { AsksConnect: true });

    private readonly Dictionary<string, OpenConnection> _connections = [];
    private ConnectStep? _step;
    private ExitVerdict? _unreported;
    private int _status = ExitStatus.Ok;
    private int _number;
    private int _tunnels;
    private long _unanswered;

    /// <summary>Runs the command.</summary>
    /// <returns>The exit status; errors are on standard error.</returns>
    public static async Task<int> RunAsync(GetOptions options)
    {
        SocketThreads.RunInline();
        SocketThreads.UseOne();
        using var interruption = new Interruption(TimeSpan.FromSeconds(2));
        if (options.MaxTime is { } limit)
        {
            interruption.LimitTo(limit, $"get {options.Name}: no whole response within {Durations.Seconds(limit)}");
        }

        options.View.CheckFiles();
        try
        {
            var tls = await options.Tls.PrepareAsync(options.ConnectTimeout, interruption.Token).ConfigureAwait(false);
            options = options with { Tls = tls };
            ElsewhereNote.Say(options);
            await using var origin = options.Demo ? DemoOrigin.Start() : null;
            var batches = RequestBatch.Plan(options, origin?.Port);
            if (!options.View.Silent)
            {
                RequestFindings.Say(batches, options.Verbose);
            }

            await using var run = new GetRun(options, batches, interruption);
            return await run.RunAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return interruption.Reason.Report();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var open in _connections.Values)
        {
            await open.Connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    // The exchange that has begun is shown as far as it came.
    private bool IsInterrupted => interruption.Token.IsCancellationRequested;

    private async Task<int> RunAsync()
    {
        using var view = MakeView();
        var progress = options.View.ProgressOf(_total, "requests");
        for (var i = 0; i < batches.Count && (i == 0 || !IsInterrupted); i++)
        {
            progress?.Add(batches[i].Requests.Count);
            var isLast = !options.KeepAlive || batches.Skip(i + 1).All(later => later.Origin != batches[i].Origin);
            var exchange = await TryRunAsync(batches[i], isLast, view).ConfigureAwait(false);
            if (options.Follows && exchange is not null)
            {
                await FollowAsync(batches[i], exchange, view).ConfigureAwait(false);
            }
        }

        progress?.Clear();
        view.Complete();
        Report();
        if (_unanswered > 0)
        {
            StandardError.Note($"{Summary.Count(_unanswered, "more request")} got no response");
        }

        return _status == ExitStatus.Ok && IsInterrupted && _number < _total ? interruption.Reason.Report() : _status;
    }

    // Follows the redirections that a response begins, each as an exchange of its own.
    private async Task FollowAsync(RequestBatch batch, Exchange? exchange, IResponseView view)
    {
        var how = options;
        for (var hops = 0; exchange is not null && !IsInterrupted; hops++)
        {
            try
            {
                if (Redirection.Next(batch, exchange, how) is not { } next)
                {
                    return;
                }

                if (hops == options.MaxRedirections)
                {
                    var limit = Summary.Count(options.MaxRedirections, "redirection");
                    Note(new ExitVerdict(ExitStatus.TooManyRedirections, $"get {options.Name}: more than {limit}"));
                    return;
                }

                (batch, how) = (next.Batch, next.Options);
            }
            catch (ToolException unusable)
            {
                Note(unusable.Verdict);
                return;
            }

            exchange = await TryRunAsync(batch, isLast: true, view).ConfigureAwait(false);
        }
    }

    private async Task<Exchange?> TryRunAsync(RequestBatch batch, bool isLast, IResponseView view)
    {
        var started = DateTimeOffset.UtcNow;
        try
        {
            return await RunAsync(batch, isLast, started, view).ConfigureAwait(false);
        }
        catch (ConnectException failure)
        {
            if (_isOneOfMany && failure.Received.Length > 0)
            {
                view.Begin(_number + _tunnels + 1, batch.Name(0, _isOneOfMany));
            }

            _number += batch.Requests.Count;
            Note(_step!.Conclude(failure, batch, started, view));
            return null;
        }
    }

    // Sends the requests of a batch over its connection, and shows their responses. Returns the last exchange; null if there was none.
    private async Task<Exchange?> RunAsync(RequestBatch batch, bool isLast, DateTimeOffset started, IResponseView view)
    {
        var open = await ConnectAsync(batch, view).ConfigureAwait(false);
        var linger = !isLast ? options.Idle : options.Lingers ? options.Linger : TimeSpan.Zero;
        var exchanges = open.Connection.PipelineAsync(batch.Octets, batch.Requests, linger, isLast, interruption.Token);
        await using var each = exchanges.GetAsyncEnumerator(interruption.Token);
        var isTunnel = false;
        for (var i = 0; i < batch.Requests.Count && !isTunnel && (i == 0 || !IsInterrupted); i++)
        {
            Report();
            _number++;
            if (_isOneOfMany)
            {
                view.Begin(_number + _tunnels, batch.Name(i, _isOneOfMany));
            }

            if (open.TakeHeader() is { IsEmpty: false } header)
            {
                view.SentBefore(header);
            }

            if (!await each.MoveNextAsync().ConfigureAwait(false))
            {
                return null;
            }

            isTunnel = each.Current.IsTunnel;
            Show(each.Current, open.Last, batch, i, started, view);
            open.Last = each.Current;
            started = DateTimeOffset.UtcNow;
        }

        return open.Last;
    }

    private async Task<OpenConnection> ConnectAsync(RequestBatch batch, IResponseView view)
    {
        if (_connections.Remove(batch.Origin, out var kept))
        {
            if (kept.Connection.IsOpen)
            {
                return _connections[batch.Origin] = kept;
            }

            await kept.Connection.DisposeAsync().ConfigureAwait(false);
            if (options.KeepAlive && !options.View.Silent && kept.Last is { } last)
            {
                var name = batch.Name(0, _isOneOfMany);
                StandardError.Note($"{batch.Target.HostAndPort}: {Summary.NotKept(last)}; {name} goes over a new one");
            }
        }

        var how = new ExchangeOptions
        {
            Limits = options.Limits,
            KeepsBody = false,
            ExpectTimeout = options.ExpectTimeout,
            Observer = view,
        };
        _step = MakeStep(batch.Target, view);
        var connection = await RawHttpConnection.OpenAsync(_step.ConnectAsync, how, interruption.Token).ConfigureAwait(false);
        interruption.ListenForSignals();
        return _connections[batch.Origin] = new OpenConnection(connection, _step.Header);
    }

    private ConnectStep MakeStep(Target target, IResponseView view)
    {
        if (ProxyRoute.Create(target, options) is not { AsksConnect: true } route)
        {
            return new ConnectStep(options, target);
        }

        Report();
        interruption.ListenForSignals();
        view.BeginProxy(++_tunnels + _number, route.Name);
        var started = DateTimeOffset.UtcNow;
        return new ConnectStep(options, target) { TunnelObserver = new TeeView(view, new TunnelView(ShowTunnel)) };

        void ShowTunnel(Exchange exchange)
        {
            var limit = Durations.Seconds(options.ConnectTimeout);
            var timeout = new ExitVerdict(ExitStatus.Timeout, $"read {route.Name}: no whole answer within {limit}");
            var outcome = new Judge(route.Name, options.View, options.ReadTimeout)
                .Decide(exchange, IsInterrupted ? interruption.Reason : timeout);
            var error = outcome.ErrorOf("get", route.Name, options.View.Strict, fails: false);
            if (!exchange.IsTunnel || exchange.Head is not { StatusLine.StatusCode: >= 200 and < 300 })
            {
                _step!.TunnelVerdict = error ??= new ExitVerdict(
                    ExitStatus.ReceiveFailed, $"get {route.Name}: the status is {exchange.Head?.StatusLine.StatusCode}");
            }
            else if (error is not null)
            {
                Note(error);
            }

            outcome = outcome with { Target = route.Proxy.ToString(), Started = started, Error = error };
            view.Finish(outcome);
            StderrFindings.Say(outcome, options.View, options.Verbose);
        }
    }

    private void Show(Exchange exchange, Exchange? before, RequestBatch batch, int i, DateTimeOffset started, IResponseView view)
    {
        var name = batch.Name(i, _isOneOfMany);
        var isUnanswered = exchange is { Failure.Error: ReadError.Empty, Connection.Exchange: > 1 };
        var isOneOfMany = isUnanswered && before is { Failure.Error: ReadError.Empty };
        var outcome = new Judge(name, options.View, options.ReadTimeout).Decide(exchange, interruption.Reason);
        outcome = outcome with
        {
            Target = batch.Url(i),
            Started = started,
            Error = outcome.ErrorOf("get", name, options.View.Strict, options.Fail),
        };
        view.Finish(outcome);
        StderrFindings.Say(outcome, options.View, options.Verbose);
        if (isOneOfMany)
        {
            // The first of them was reported. There may be thousands.
            _unanswered++;
        }
        else if (outcome.Error is { } error)
        {
            Note(error);
        }
    }

    // The first failure decides the status. It is reported only after the output, which may fail, too.
    private void Note(ExitVerdict verdict)
    {
        Report();
        _unreported = verdict;
        _status = _status == ExitStatus.Ok ? verdict.Status : _status;
    }

    private void Report()
    {
        _ = _unreported?.Report();
        _unreported = null;
    }

    private IResponseView MakeView()
    {
        var isOne = _total == 1 && !options.Follows;
        var view = (options.View with
        {
            Subject = options.Name,
            StopsAtBinary = isOne && options.StopsAtBinary,
            IsOneOfMany = _total > 1,
        }).MakeView();
        return options.Verbose ? new TeeView(view, new VerboseView()) : view;
    }

    // A connection, and the last exchange over it.
    private sealed class OpenConnection(RawHttpConnection connection, ReadOnlyMemory<byte> header)
    {
        private ReadOnlyMemory<byte> _header = header;

        public RawHttpConnection Connection => connection;

        public Exchange? Last { get; set; }

        // The header of the PROXY protocol, for the first exchange.
        public ReadOnlyMemory<byte> TakeHeader()
        {
            var header = _header;
            _header = default;
            return header;
        }
    }
}
