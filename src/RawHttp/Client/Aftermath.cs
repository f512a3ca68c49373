namespace RawHttp.Client;

/// <summary>What happened on the connection after the message.</summary>
/// <param name="Offset">Where the message ended.</param>
/// <param name="Octets">How many octets followed it.</param>
/// <param name="End">How the connection ended; <see cref="ConnectionEnd.None"/> if it is open.</param>
/// <param name="Waited">How long the client waited for more, or until the connection ended; null if it only took what had already
/// arrived.</param>
public sealed record Aftermath(long Offset, long Octets, ConnectionEnd End, TimeSpan? Waited)
{
    /// <summary>The first of the octets that followed, at most 64.</summary>
    public ReadOnlyMemory<byte> First { get; init; }

    /// <summary>Whether the client watched the connection between two exchanges, instead of closing it.</summary>
    public bool IsBetween { get; init; }

    /// <summary>The same in one word; null if nothing arrived and the client did not wait.</summary>
    public AfterMessage? Kind => Octets > 0 ? AfterMessage.Bytes
        : End is ConnectionEnd.Reset or ConnectionEnd.TlsFailure ? AfterMessage.Reset
        : End != ConnectionEnd.None ? AfterMessage.Fin
        : Waited is null ? null
        : AfterMessage.Open;
}
