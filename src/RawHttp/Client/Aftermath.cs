namespace RawHttp.Client;

/// <summary>What was seen of the connection after the message.</summary>
/// <param name="Offset">Where the message ended.</param>
/// <param name="Octets">How many octets followed it.</param>
/// <param name="End">How the connection ended; <see cref="ConnectionEnd.None"/> if it is open.</param>
/// <param name="Waited">How long was waited for more; null if only what had arrived was taken.</param>
public sealed record Aftermath(long Offset, long Octets, ConnectionEnd End, TimeSpan? Waited)
{
    /// <summary>Whether the octets may answer what the request asked for besides.</summary>
    public bool IsAskedFor { get; init; }

    /// <summary>The same in one word; null if nothing came and nothing was waited for.</summary>
    public AfterMessage? Kind => Octets > 0 ? AfterMessage.Bytes
        : End is ConnectionEnd.Reset or ConnectionEnd.TlsFailure ? AfterMessage.Reset
        : End != ConnectionEnd.None ? AfterMessage.Fin
        : Waited is null ? null
        : AfterMessage.Open;
}
