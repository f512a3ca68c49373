using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>Writes the rows of a ledger as they become final: for a terminal, or as a page.</summary>
internal interface ILedger : IDisposable
{
    /// <summary>Whether there is a connection that octets came over at some time.</summary>
    bool HasTimes { get; set; }

    /// <summary>The next row, with what was found in it.</summary>
    void Write(LedgerRow row, IReadOnlyList<Finding> findings);

    /// <summary>How it ended, with what was found in no row.</summary>
    void WriteEnd(Outcome outcome, IReadOnlyList<Finding> findings);

    /// <summary>What was written is seen from now on.</summary>
    void Flush();
}
