namespace RawHttp.Cli.Views;

/// <summary>What a row of the ledger stands for.</summary>
internal enum LedgerRowKind
{
    /// <summary>A line that ended with CRLF.</summary>
    CrLfLine,

    /// <summary>A line that ended with LF alone.</summary>
    LfLine,

    /// <summary>A line without an ending, because the stream ended.</summary>
    UnendedLine,

    /// <summary>Content.</summary>
    Data,

    /// <summary>Octets that belong to no message, or could not be parsed.</summary>
    Rest,

    /// <summary>Rows that were dropped.</summary>
    Gap,

    /// <summary>A run of chunks that are not shown one by one.</summary>
    Fold,
}
