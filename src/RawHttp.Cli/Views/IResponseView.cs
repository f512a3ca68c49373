using RawHttp.Client;

namespace RawHttp.Cli.Views;

/// <summary>Shows the exchanges of a run while they happen.</summary>
internal interface IResponseView : IExchangeObserver, IDisposable
{
    /// <summary>An exchange begins, which is one of several.</summary>
    /// <param name="number">Which it is, from 1.</param>
    /// <param name="name">Its name: what was requested, or where in the file it begins.</param>
    void Begin(int number, string name)
    {
    }

    /// <summary>Shows the end of an exchange.</summary>
    void Finish(Outcome outcome);

    /// <summary>All exchanges are over: files get their names.</summary>
    /// <exception cref="Output.OutputException">A file could not be written.</exception>
    void Complete()
    {
    }
}
