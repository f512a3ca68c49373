using System.Text;

namespace RawHttp.Http;

/// <summary>The forms of a date in a field.</summary>
internal enum DateForm
{
    /// <summary>Not a date in any form, or a date that does not exist.</summary>
    Invalid,

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

    /// <summary>HTTP-date: the form of a date that exists and has the right day of the week.</summary>
    public static DateForm FormOf(ReadOnlySpan<byte> value)
    {
        if (HasLayout(value, ImfLayout))
        {
            return IsTime(value[17..25]) && Exists(Number(value[12..16]), value[8..11], Number(value[5..7]), DayIndex(value[..3], 3))
                ? DateForm.Imf
                : DateForm.Invalid;
        }

        if (HasLayout(value, AsctimeLayout))
        {
            return IsTime(value[11..19]) && Exists(Number(value[20..]), value[4..7], Number(value[8..10]), DayIndex(value[..3], 3))
                ? DateForm.Asctime
                : DateForm.Invalid;
        }

        var comma = value.IndexOf((byte)',');
        if (comma < 0 || !HasLayout(value[comma..], Rfc850Layout))
        {
            return DateForm.Invalid;
        }

        // The century depends on the time of reading, so the day of the week may be right in either of two.
        var date = value[comma..];
        var month = date[5..8];
        var (dayOfWeek, day, year) = (DayIndex(value[..comma], int.MaxValue), Number(date[2..4]), Number(date[9..11]));
        return IsTime(date[12..20]) && (Exists(2000 + year, month, day, dayOfWeek) || Exists(1900 + year, month, day, dayOfWeek))
            ? DateForm.Rfc850
            : DateForm.Invalid;
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

    private static bool Exists(int year, ReadOnlySpan<byte> month, int day, int dayOfWeek)
    {
        var index = MonthIndex(month, ignoreCase: false);
        return year >= 1 && index >= 0 && day >= 1 && day <= DateTime.DaysInMonth(year, index + 1)
            && (int)new DateOnly(year, index + 1, day).DayOfWeek == dayOfWeek;
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
