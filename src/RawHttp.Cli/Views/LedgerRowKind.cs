namespace RawHttp.Cli.Views;

/// <summary>What a row of the ledger stands for.</summary>
internal enum LedgerRowKind
{
    /// <summary>A line that ended with CRLF.</summary>
    CrLfLine,

    /// <summary>A line that ended with LF alone.</summary>
    LfLine,

    /// <summary>A line that the stream ended in.</summary>
    UnendedLine,

    /// <summary>Content.</summary>
    Data,

    /// <summary>Octets that belong to no message, or could not be understood.</summary>
    Rest,

    /// <summary>Rows that were left out.</summary>
    Gap,
}
