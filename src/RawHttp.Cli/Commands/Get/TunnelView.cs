using RawHttp.Cli.Views;
using RawHttp.Client;

namespace RawHttp.Cli.Commands.Get;

/// <summary>Waits for the end of the exchange that opens a tunnel.</summary>
/// <param name="done">Called with the exchange.</param>
internal sealed class TunnelView(Action<Exchange> done) : IResponseView
{
    public bool TakesLinesTogether => true;

    public bool WantsBody => false;

    public void Done(Exchange exchange) => done(exchange);

    public void Finish(Outcome outcome)
    {
    }

    public void Dispose()
    {
    }
}
