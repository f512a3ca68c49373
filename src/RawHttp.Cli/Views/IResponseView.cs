using RawHttp.Client;

namespace RawHttp.Cli.Views;

/// <summary>Shows an exchange while it happens.</summary>
internal interface IResponseView : IExchangeObserver, IDisposable
{
    /// <summary>The exchange is over.</summary>
    void Finish(Outcome outcome);
}
