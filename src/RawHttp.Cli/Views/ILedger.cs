using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>Writes the rows of a ledger when they are final: to a terminal, or as a page.</summary>
internal interface ILedger : IDisposable
{
    /// <summary>Whether octets have arrival times: they came over a connection.</summary>
    bool HasTimes { get; set; }

    /// <summary>Writes the title of an exchange, which is one of several.</summary>
    void WriteBegin(int number, string name);

    /// <summary>Writes the next row, with its findings.</summary>
    void Write(LedgerRow row, IReadOnlyList<Finding> findings);

    /// <summary>Writes how the exchange ended, with the findings that belong to no row.</summary>
    void WriteEnd(Outcome outcome, IReadOnlyList<Finding> findings);

    /// <summary>All exchanges are over.</summary>
    void Complete();

    /// <summary>Makes the output written so far visible.</summary>
    void Flush();
}
