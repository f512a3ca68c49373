namespace RawHttp.Net;

/// <summary>Descriptions of TLS failures.</summary>
internal static class TlsWords
{
    // RFC 8446 §5.1 and §6.
    private const byte Alert = 21;
    private const byte Handshake = 22;
    private const int AlertAt = 5;

    /// <summary>Whether octets begin with a TLS record.</summary>
    public static bool IsRecord(ReadOnlySpan<byte> octets) => octets is [Alert or Handshake, 3, ..] or [Alert or Handshake];

    /// <summary>Describes why a handshake failed.</summary>
    /// <param name="reason">The system's message.</param>
    /// <param name="received">The first octets received.</param>
    /// <param name="end">How the connection ended, if it did.</param>
    /// <returns>The reason in words.</returns>
    public static string Failed(string reason, ReadOnlySpan<byte> received, ConnectionEnd end)
    {
        if (!received.IsEmpty && !IsRecord(received))
        {
            return "the server does not speak TLS";
        }

        if (received is [Alert, _, _, _, _, _, var description, ..] && received.Length > AlertAt)
        {
            return $"the server refused with the alert {description} ({AlertName(description)})";
        }

        return end switch
        {
            ConnectionEnd.Reset => "the connection was reset",
            ConnectionEnd.EndOfStream => received.IsEmpty
                ? "the server closed the connection without a byte"
                : "the server closed the connection in its midst",
            _ => reason,
        };
    }

    /// <summary>The message of the innermost exception, without the names of library functions.</summary>
    public static string Reason(Exception failure)
    {
        if (failure is IndexOutOfRangeException)
        {
            return "the server sent an empty record";
        }

        var reason = failure.GetBaseException().Message;
        var text = reason[(reason.LastIndexOf("::", StringComparison.Ordinal) is >= 0 and var at ? at + 2 : 0)..].TrimEnd('.');
        var alert = text.IndexOf(" alert ", StringComparison.Ordinal);
        return alert < 0 ? text : $"the server sent the alert {text[(alert + " alert ".Length)..]}";
    }

    /// <summary>The name of an alert that an HTTP client is likely to receive (RFC 8446 §6).</summary>
    public static string AlertName(byte description) => description switch
    {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        22 => "record_overflow",
        40 => "handshake_failure",
        42 => "bad_certificate",
        43 => "unsupported_certificate",
        44 => "certificate_revoked",
        45 => "certificate_expired",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        51 => "decrypt_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        90 => "user_canceled",
        109 => "missing_extension",
        110 => "unsupported_extension",
        112 => "unrecognized_name",
        113 => "bad_certificate_status_response",
        115 => "unknown_psk_identity",
        116 => "certificate_required",
        120 => "no_application_protocol",
        _ => "not a registered one",
    };
}
