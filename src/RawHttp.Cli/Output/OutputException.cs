namespace RawHttp.Cli.Output;

/// <summary>Why output ended.</summary>
internal enum OutputFailure
{
    /// <summary>The system refused the write.</summary>
    NotWritten,

    /// <summary>The pipe has no reader.</summary>
    NoReader,

    /// <summary>The reader of standard output has gone; this is not reported.</summary>
    Closed,
}

/// <summary>Output could not be written.</summary>
/// <param name="message">One line: what was written, and why it failed; empty if the reader has gone.</param>
/// <param name="failure">The kind of failure.</param>
internal sealed class OutputException(string message, OutputFailure failure = OutputFailure.NotWritten) : Exception(message)
{
    public OutputFailure Failure => failure;
}
