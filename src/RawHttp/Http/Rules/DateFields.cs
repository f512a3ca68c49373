using System.Text;

namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A date has an obsolete form.</summary>
    public static FindingKind ObsoleteDate { get; } = Warning(
        "RFC9110-5.6.7-OBSOLETE-DATE",
        "A sender writes a date as an IMF-fixdate; recipients accept the two obsolete forms.",
        @"Date: Sunday, 06-Nov-94 08:49:37 GMT\r\n");

    /// <summary>A date is malformed or does not exist.</summary>
    public static FindingKind InvalidDate { get; } = Warning(
        "RFC9110-5.6.7-INVALID-DATE",
        "A date is an IMF-fixdate that exists.",
        @"Date: today\r\n");

    /// <summary>Expires is not a date.</summary>
    public static FindingKind InvalidExpires { get; } = Info(
        "RFC9111-5.3-INVALID-EXPIRES",
        "Expires is a date; anything else means that the response has already expired.",
        @"Expires: 0\r\n");

    /// <summary>Retry-After is neither a date nor a number.</summary>
    public static FindingKind InvalidRetryAfter { get; } = Warning(
        "RFC9110-10.2.3-INVALID-RETRY-AFTER",
        "Retry-After is a date or a number of seconds.",
        @"Retry-After: soon\r\n");
}

/// <summary>Fields that hold a date (RFC 9110 §5.6.7).</summary>
internal static class DateFields
{
    public static IReadOnlyList<FieldRule> Rules =>
    [
        FieldRule.Singleton("Date"),
        FieldRule.Singleton("Last-Modified"),
        FieldRule.Singleton("Expires", FindingKinds.InvalidExpires, IsDate),
        FieldRule.Singleton("Retry-After", FindingKinds.InvalidRetryAfter, value => HttpChars.IsDigits(value) || IsDate(value)),
    ];

    /// <summary>Adds a finding for an obsolete date, and for an invalid one unless the field's own rule has already reported it.</summary>
    public static void Check(FieldLine field, bool isSyntaxTold, FindingLog findings)
    {
        if (!IsDateField(field.Name.Span))
        {
            return;
        }

        var text = field.Value.Span;
        switch (HttpDate.FormOf(text))
        {
            case DateForm.Rfc850 or DateForm.Asctime:
                findings.Add(
                    FindingKinds.ObsoleteDate,
                    field.Offset, field.Length,
                    $"A date in an obsolete form: {HttpChars.Quote(text)}.");
                break;
            case DateForm.Invalid when !isSyntaxTold:
                var message = $"No date of HTTP, or one that does not exist: {HttpChars.Quote(text)}.";
                findings.Add(FindingKinds.InvalidDate, field.Offset, field.Length, message);
                break;
        }
    }

    // Fields whose value is always a date. Retry-After is not one of them: it may hold a number.
    private static bool IsDateField(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => Ascii.EqualsIgnoreCase(name, "Date"u8),
        7 => Ascii.EqualsIgnoreCase(name, "Expires"u8),
        13 => Ascii.EqualsIgnoreCase(name, "Last-Modified"u8),
        _ => false,
    };

    public static bool IsDate(ReadOnlySpan<byte> value) => HttpDate.FormOf(value) != DateForm.Invalid;
}
