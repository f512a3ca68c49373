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

    /// <summary>An exchange begins that asks a proxy for a tunnel: its answer is not the target's.</summary>
    /// <param name="number">Which it is, from 1.</param>
    /// <param name="name">Its name.</param>
    void BeginProxy(int number, string name) => Begin(number, name);

    /// <summary>Octets were sent over a new connection before the request: the header of the PROXY protocol.</summary>
    void SentBefore(ReadOnlyMemory<byte> octets)
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
