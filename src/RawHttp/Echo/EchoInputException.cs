namespace RawHttp.Echo;

/// <summary>The lines for an <see cref="EchoClient"/> to send could not be read.</summary>
public sealed class EchoInputException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="cause">A <see cref="ReadException"/> for a line over the limit; otherwise what the input threw.</param>
    public EchoInputException(IOException cause)
        : base(cause?.Message, cause)
    {
    }
}
