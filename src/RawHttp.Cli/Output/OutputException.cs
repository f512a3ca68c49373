namespace RawHttp.Cli.Output;

/// <summary>Why output ended.</summary>
internal enum OutputFailure
{
    /// <summary>The system refused it.</summary>
    NotWritten,

    /// <summary>No process reads the pipe that it goes into.</summary>
    NoReader,

    /// <summary>The reader of standard output has gone: there is nothing to say.</summary>
    Closed,
}

/// <summary>Output could not be written.</summary>
/// <param name="message">One line: what was written, and why it failed; empty if the reader has gone.</param>
/// <param name="failure">Which way.</param>
internal sealed class OutputException(string message, OutputFailure failure = OutputFailure.NotWritten) : Exception(message)
{
    public OutputFailure Failure => failure;
}
