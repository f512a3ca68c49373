namespace RawHttp.Http;

public static partial class FindingKinds
{
    /// <summary>A date has an obsolete form.</summary>
    public static FindingKind ObsoleteDate { get; } = Warning(
        "RFC9110-5.6.7-OBSOLETE-DATE",
        "A sender writes a date as an IMF-fixdate; recipients accept the two obsolete forms.",
        @"Date: Sunday, 06-Nov-94 08:49:37 GMT\r\n",
        "Write dates as Sun, 06 Nov 1994 08:49:37 GMT.");

    /// <summary>A date is malformed or does not exist.</summary>
    public static FindingKind InvalidDate { get; } = Warning(
        "RFC9110-5.6.7-INVALID-DATE",
        "A date is an IMF-fixdate that exists.",
        @"Date: today\r\n",
        "Write dates as Sun, 06 Nov 1994 08:49:37 GMT, with English names, two-digit days and always GMT.");

    /// <summary>A date names a wrong day of the week.</summary>
    public static FindingKind WrongWeekday { get; } = Warning(
        "RFC9110-5.6.7-WRONG-WEEKDAY",
        "A date names the day of the week that it is; recipients differ whether they take one that does not.",
        @"Date: Monday, 06-Nov-94 08:49:37 GMT\r\n",
        "Compute the day of the week from the date by the library's own format instead of writing both parts by hand.");

    /// <summary>Last-Modified is later than Date.</summary>
    public static FindingKind ModifiedAfterDate { get; } = Warning(
        "RFC9110-8.8.2.1-MODIFIED-AFTER-DATE",
        "Last-Modified is not later than Date: a server with a clock replaces a later one with Date.",
        @"Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nLast-Modified: Sun, 06 Nov 1994 10:49:37 GMT\r\n",
        "Replace a Last-Modified in the future with Date; check the clocks of the server and of what writes its files.");

    /// <summary>Expires is not a date.</summary>
    public static FindingKind InvalidExpires { get; } = Info(
        "RFC9111-5.3-INVALID-EXPIRES",
        "Expires is a date; anything else means that the response has already expired.",
        @"Expires: 0\r\n",
        "Send an IMF-fixdate; for a response that expires at once send Cache-Control: no-cache or max-age=0.");

    /// <summary>Retry-After is neither a date nor a number.</summary>
    public static FindingKind InvalidRetryAfter { get; } = Warning(
        "RFC9110-10.2.3-INVALID-RETRY-AFTER",
        "Retry-After is a date or a number of seconds.",
        @"Retry-After: soon\r\n",
        "Send whole seconds or an IMF-fixdate.");
}

/// <summary>Whether the value of a field is a date.</summary>
internal enum DateUse
{
    /// <summary>Never.</summary>
    None,

    /// <summary>A date or something else, or the field's own rule finds what is no date.</summary>
    Perhaps,

    /// <summary>Always.</summary>
    Always,
}

/// <summary>Fields that hold a date (RFC 9110 §5.6.7).</summary>
internal static class DateFields
{
    public static IReadOnlyList<FieldRule> Rules =>
    [
        FieldRule.Singleton("Date") with { Date = DateUse.Always, IsPlain = IsUsual },
        FieldRule.Singleton("Last-Modified") with { Date = DateUse.Always, IsPlain = IsUsual },
        FieldRule.Singleton("Expires", FindingKinds.InvalidExpires, IsDate) with { Date = DateUse.Always, IsPlain = IsUsual },
        FieldRule.Singleton("Retry-After", FindingKinds.InvalidRetryAfter, value => HttpChars.IsDigits(value) || IsDate(value)) with
        {
            Date = DateUse.Perhaps,
            IsPlain = value => HttpChars.IsDigits(value) || IsUsual(value),
        },
    ];

    /// <summary>Those of responses that have no meaning in a request, but hold a date there, too.</summary>
    public static IReadOnlyList<FieldRule> RulesOfRequests =>
    [
        new("Last-Modified", IsSingleton: false, Kind: null, IsValid: null) { Date = DateUse.Always, IsPlain = IsUsual },
        new("Expires", IsSingleton: false, Kind: null, IsValid: null) { Date = DateUse.Always, IsPlain = IsUsual },
        new("Retry-After", IsSingleton: false, Kind: null, IsValid: null) { Date = DateUse.Perhaps, IsPlain = IsUsual },
    ];

    /// <summary>Adds a finding for an obsolete date, and for an invalid one unless the field's own rule has already reported it.</summary>
    public static void Check(FieldLine field, DateUse use, bool isSyntaxTold, FindingLog findings)
    {
        var isDate = use == DateUse.Always;
        var text = field.Value.Span;
        switch (HttpDate.Read(text, out var moment))
        {
            case DateForm.WrongWeekday:
                findings.Add(
                    FindingKinds.WrongWeekday,
                    field.Offset, field.Length,
                    $"The day of the week in {HttpChars.Quote(text)} is wrong: it is a {moment.DayOfWeek}.");
                break;
            case DateForm.Rfc850 or DateForm.Asctime when isDate:
                findings.Add(
                    FindingKinds.ObsoleteDate,
                    field.Offset, field.Length,
                    $"A date in an obsolete form: {HttpChars.Quote(text)}.");
                break;
            case DateForm.Invalid when isDate && !isSyntaxTold:
                var message = $"No date of HTTP, or one that does not exist: {HttpChars.Quote(text)}.";
                findings.Add(FindingKinds.InvalidDate, field.Offset, field.Length, message);
                break;
        }
    }

    /// <summary>Adds a finding if Last-Modified is later than Date.</summary>
    public static void CheckOrder(FieldSection fields, FindingLog findings)
    {
        if (fields.IndexOf("Last-Modified") is >= 0 and var modified && fields.IndexOf("Date") is >= 0 and var date
            && HttpDate.Read(fields.ValueAt(modified), out var last) > DateForm.WrongWeekday
            && HttpDate.Read(fields.ValueAt(date), out var now) > DateForm.WrongWeekday
            && last > now)
        {
            // A difference of full quarters of an hour, up to that of the farthest zone, is a zone.
            var difference = last - now;
            var isZone = difference <= TimeSpan.FromHours(14) && difference.Ticks % TimeSpan.FromMinutes(15).Ticks == 0;
            findings.Add(
                FindingKinds.ModifiedAfterDate,
                fields[modified].Offset, fields[modified].Length,
                $"Last-Modified is later than Date by {difference:c}{(isZone ? ", as local time labelled GMT is" : "")}.");
        }
    }

    public static bool IsUsual(ReadOnlySpan<byte> value) => HttpDate.Read(value, out _) == DateForm.Imf;

    public static bool IsDate(ReadOnlySpan<byte> value) => HttpDate.Read(value, out _) != DateForm.Invalid;
}
