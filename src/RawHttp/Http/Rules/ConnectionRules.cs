namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A response promises to keep a connection that its body ends.</summary>
    public static FindingKind KeptWithoutLength { get; } = Warning(
        "RFC9112-9.3-KEPT-WITHOUT-LENGTH",
        "A message on a connection that is kept has a length of its own; a client that waits for the next one here waits for the close.",
        @"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\nhello",
        "Send Content-Length or chunks, or close the connection after the content.");
}

/// <summary>Compares what a response says of its connection with the rest of its head (RFC 9110 §7.8, RFC 9112 §9.3).</summary>
internal static class ConnectionRules
{
    /// <summary>Adds a finding for Upgrade that Connection does not name.</summary>
    public static void CheckUpgrade(FieldSection fields, FindingLog findings)
    {
        if (fields.TryGet("Upgrade", out var upgrade) && !fields.HasElement("Connection", "upgrade"))
        {
            findings.Add(
                FindingKinds.UpgradeNotNamed, upgrade.Offset, upgrade.Length, "Upgrade is not named in Connection.");
        }
    }

    /// <summary>Adds a finding for a body that runs until the connection closes, where the connection is to be kept.</summary>
    public static void CheckKeptAlive(FieldSection fields, FindingLog findings)
    {
        if (fields.HasElement("Connection", "close"))
        {
            return;
        }

        var promise = fields.Named("Connection").FirstOrDefault(field => field.HasElement("keep-alive"));
        if (promise.Length > 0 || fields.TryGet("Keep-Alive", out promise))
        {
            findings.Add(
                FindingKinds.KeptWithoutLength,
                promise.Offset, promise.Length,
                "The connection is to be kept, but the body has no length and runs until it closes.");
        }
    }
}
