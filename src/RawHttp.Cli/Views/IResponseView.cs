using RawHttp.Client;

namespace RawHttp.Cli.Views;

/// <summary>Shows an exchange while it happens.</summary>
internal interface IResponseView : IExchangeObserver, IDisposable
{
    /// <summary>Shows the end of the exchange.</summary>
    void Finish(Outcome outcome);
}
