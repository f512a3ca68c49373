using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;
using RawHttp.Cli.Startup;
using RawHttp.Cli.Views;
using RawHttp.Client;
using RawHttp.Net;

namespace RawHttp.Cli.Commands.Get;

/// <summary>One run of <c>get</c>: makes an exchange, shows it, and decides the exit status.</summary>
internal sealed class GetRun(GetOptions options, Target target, BuiltRequest request)
{
    /// <summary>Runs the command.</summary>
    /// <returns>The exit status; errors are on standard error.</returns>
    public static async Task<int> RunAsync(GetOptions options)
    {
        SocketThreads.RunInline();
        SocketThreads.UseOne();
        using var interruption = new Interruption(TimeSpan.FromSeconds(2));
        if (options.MaxTime is { } limit)
        {
            interruption.LimitTo(limit, $"get {options.Target ?? "--demo"}: no whole response within {Durations.Seconds(limit)}");
        }

        foreach (var file in new[] { options.View.OutputFile, options.View.SaveFile })
        {
            if (file is not null)
            {
                AtomicFile.Check(file);
            }
        }

        try
        {
            await using var origin = options.Demo ? DemoOrigin.Start() : null;
            var target = origin is null ? Target.Parse(options.Target!, options.PathAsIs) : new Target("127.0.0.1", origin.Port, "/");
            if (options.RequestFile is not null && target.Path != "/")
            {
                throw ToolException.Usage($"--request sends the bytes of its FILE as they are; the path {target.Path} goes without it");
            }

            var request = options.RequestFile is { } file ? BuiltRequest.Read(file) : BuiltRequest.Build(target, options);
            return await new GetRun(options, target, request).RunAsync(interruption).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return interruption.Reason.Report();
        }
    }

    private async Task<int> RunAsync(Interruption interruption)
    {
        var name = options.UnixSocket ?? target.HostAndPort;
        using var view = MakeView();
        var how = new ExchangeOptions
        {
            Limits = options.Limits,
            KeepsBody = false,
            Linger = options.Lingers ? options.Linger : TimeSpan.Zero,
            Observer = view,
        };
        var exchange = await RawHttpClient.SendAsync(request.Octets, ConnectAsync, how, interruption.Token).ConfigureAwait(false);
        var outcome = new Judge(name, options.View, options.ReadTimeout).Decide(exchange, interruption.Reason);
        view.Finish(outcome);
        StderrFindings.Say(outcome, options.View, options.Verbose);
        if ((options.View.Strict ? outcome.StrictVerdict(name) : outcome.Verdict) is { } verdict)
        {
            return verdict.Report();
        }

        return options.Fail && exchange.Head is { StatusLine.StatusCode: >= 400 and var status }
            ? new ExitVerdict(ExitStatus.HttpError, $"get {target.HostAndPort}: the status is {status}").Report()
            : ExitStatus.Ok;

        async Task<Connection> ConnectAsync(Action<ReadOnlyMemory<byte>, long> received, CancellationToken cancellationToken)
        {
            var step = new ConnectStep(options, target);
            try
            {
                var connection = await step.ConnectAsync(received, cancellationToken).ConfigureAwait(false);
                interruption.ListenForSignals();
                return connection;
            }
            catch (ConnectException failure)
            {
                throw new ToolException(step.Conclude(failure, view));
            }
        }
    }

    private IResponseView MakeView()
    {
        var view = (options.View with { StopsAtBinary = options.StopsAtBinary }).MakeView();
        return options.Verbose ? new TeeView(view, new VerboseView()) : view;
    }
}
