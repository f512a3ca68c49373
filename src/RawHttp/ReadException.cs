namespace RawHttp;

/// <summary>Reading could not continue. What had been read before stays in its reader.</summary>
public sealed class ReadException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="error">What stopped the reading.</param>
    /// <param name="offset">Where, in octets from the first one received.</param>
    /// <param name="message">One line that names the grammar element, the limit or the offending text.</param>
    public ReadException(ReadError error, long offset, string message)
        : base(message)
    {
        Error = error;
        Offset = offset;
    }

    /// <summary>What stopped the reading.</summary>
    public ReadError Error { get; }

    /// <summary>Where, in octets from the first one received.</summary>
    public long Offset { get; }
}
