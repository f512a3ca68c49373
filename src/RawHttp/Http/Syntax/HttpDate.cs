using System.Text;

namespace RawHttp.Http;

/// <summary>The forms of a date in a field.</summary>
internal enum DateForm
{
    /// <summary>Not a date in any form, or a date that does not exist.</summary>
    Invalid,

    /// <summary>A date that exists, in any form, on another day of the week than it says.</summary>
    WrongWeekday,

    /// <summary>IMF-fixdate, the form to send.</summary>
    Imf,

    /// <summary>rfc850-date, obsolete.</summary>
    Rfc850,

    /// <summary>asctime-date, obsolete.</summary>
    Asctime,
}

/// <summary>Dates of RFC 9110 §5.6.7.</summary>
internal static class HttpDate
{
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    // In the layouts, 0 stands for a digit, _ for a digit or a space, a for a letter; other characters for themselves.
    private static ReadOnlySpan<byte> ImfLayout => "aaa, 00 aaa 0000 00:00:00 GMT"u8;

    private static ReadOnlySpan<byte> AsctimeLayout => "aaa aaa _0 00:00:00 0000"u8;

    private static ReadOnlySpan<byte> Rfc850Layout => ", 00-aaa-00 00:00:00 GMT"u8;

    /// <summary>HTTP-date: the form of a date that exists.</summary>
    /// <param name="value">The text.</param>
    /// <param name="moment">When it is, in UTC, whatever day of the week it says; a leap second is that before it.</param>
    public static DateForm Read(ReadOnlySpan<byte> value, out DateTime moment)
    {
        if (HasLayout(value, ImfLayout))
        {
            var dayOfWeek = DayIndex(value[..3], 3);
            return Read(DateForm.Imf, Number(value[12..16]), value[8..11], value[5..7], dayOfWeek, value[17..25], out moment);
        }

        if (HasLayout(value, AsctimeLayout))
        {
            var dayOfWeek = DayIndex(value[..3], 3);
            return Read(DateForm.Asctime, Number(value[20..]), value[4..7], value[8..10], dayOfWeek, value[11..19], out moment);
        }

        var comma = value.IndexOf((byte)',');
        moment = default;
        return comma >= 0 && HasLayout(value[comma..], Rfc850Layout)
            ? ReadRfc850(value[comma..], DayIndex(value[..comma], int.MaxValue), out moment)
            : DateForm.Invalid;
    }

    // The century depends on the time of reading, so the day of the week may be right in either of two; the one after 1970 is likely.
    private static DateForm ReadRfc850(ReadOnlySpan<byte> date, int dayOfWeek, out DateTime moment)
    {
        var year = Number(date[9..11]);
        var likely = year < 70 ? 2000 : 1900;
        var form = Read(DateForm.Rfc850, likely + year, date[5..8], date[2..4], dayOfWeek, date[12..20], out moment);
        var other = Read(DateForm.Rfc850, 3900 - likely + year, date[5..8], date[2..4], dayOfWeek, date[12..20], out var otherMoment);
        if (form == DateForm.Rfc850 || other == DateForm.Invalid || (form != DateForm.Invalid && other == DateForm.WrongWeekday))
        {
            return form;
        }

        moment = otherMoment;
        return other;
    }

    /// <summary>The month with a name of three letters, from 0; -1 for none.</summary>
    public static int MonthIndex(ReadOnlySpan<byte> name, bool ignoreCase)
    {
        for (var index = 0; index < Months.Length; index++)
        {
            if (ignoreCase ? Ascii.EqualsIgnoreCase(name, Months[index]) : Ascii.Equals(name, Months[index]))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The value of a few digits, with or without a space before them.</summary>
    public static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits.TrimStart((byte)' '))
        {
            number = (number * 10) + digit - '0';
        }

        return number;
    }

    private static bool HasLayout(ReadOnlySpan<byte> value, ReadOnlySpan<byte> layout)
    {
        if (value.Length != layout.Length)
        {
            return false;
        }

        for (var at = 0; at < layout.Length; at++)
        {
            var octet = value[at];
            var fits = layout[at] switch
            {
                (byte)'0' => char.IsAsciiDigit((char)octet),
                (byte)'_' => octet == ' ' || char.IsAsciiDigit((char)octet),
                (byte)'a' => char.IsAsciiLetter((char)octet),
                var itself => octet == itself,
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    // hh:mm:ss in digits. A leap second is only added to the last minute of a day.
    private static bool IsTime(ReadOnlySpan<byte> time)
    {
        var (hour, minute, second) = (Number(time[..2]), Number(time[3..5]), Number(time[6..]));
        return hour < 24 && minute < 60 && (second < 60 || (hour, minute, second) == (23, 59, 60));
    }

    private static DateForm Read(
        DateForm form, int year, ReadOnlySpan<byte> month, ReadOnlySpan<byte> day, int dayOfWeek, ReadOnlySpan<byte> time,
        out DateTime moment)
    {
        moment = default;
        var (index, number) = (MonthIndex(month, ignoreCase: false), Number(day));
        if (dayOfWeek < 0 || year < 1 || index < 0 || number < 1 || number > DateTime.DaysInMonth(year, index + 1) || !IsTime(time))
        {
            return DateForm.Invalid;
        }

        var second = Math.Min(Number(time[6..]), 59);
        moment = new DateTime(year, index + 1, number, Number(time[..2]), Number(time[3..5]), second, DateTimeKind.Utc);
        return (int)moment.DayOfWeek == dayOfWeek ? form : DateForm.WrongWeekday;
    }

    private static int DayIndex(ReadOnlySpan<byte> name, int most)
    {
        for (var index = 0; index < Days.Length; index++)
        {
            if (Ascii.Equals(name, Days[index].AsSpan(0, Math.Min(most, Days[index].Length))))
            {
                return index;
            }
        }

        return -1;
    }
}
