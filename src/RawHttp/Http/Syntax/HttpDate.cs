using System.Runtime.Intrinsics;
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
    private static readonly string[] LongDays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly int[] Days = Keys("SunMonTueWedThuFriSat"u8);
    private static readonly int[] Months = Keys("JanFebMarAprMayJunJulAugSepOctNovDec"u8);

    // The least octets of each form, and the greatest: digits, letters (and a few octets between them, which no name has), the rest itself.
    private static ReadOnlySpan<byte> MinImf => "AAA, 00 AAA 0000 00:00:00 GMT"u8;

    private static ReadOnlySpan<byte> MaxImf => "zzz, 99 zzz 9999 99:99:99 GMT"u8;

    private static ReadOnlySpan<byte> MinAsctime => "AAA AAA  0 00:00:00 0000"u8;

    private static ReadOnlySpan<byte> MaxAsctime => "zzz zzz 99 99:99:99 9999"u8;

    private static ReadOnlySpan<byte> MinRfc850 => ", 00-AAA-00 00:00:00 GMT"u8;

    private static ReadOnlySpan<byte> MaxRfc850 => ", 99-zzz-99 99:99:99 GMT"u8;

    /// <summary>HTTP-date: the form of a date that exists.</summary>
    /// <param name="value">The text.</param>
    /// <param name="moment">When it is, in UTC, whatever day of the week it says; a leap second is that before it.</param>
    public static DateForm Read(ReadOnlySpan<byte> value, out DateTime moment)
    {
        if (IsBetween(value, MinImf, MaxImf))
        {
            var year = (100 * Pair(value, 12)) + Pair(value, 14);
            return Judge(DateForm.Imf, Array.IndexOf(Days, Key(value)), year, value[8..], Pair(value, 5), value[17..], out moment);
        }

        if (IsBetween(value, MinAsctime, MaxAsctime) && (value[8] == ' ' || char.IsAsciiDigit((char)value[8])))
        {
            var year = (100 * Pair(value, 20)) + Pair(value, 22);
            return Judge(DateForm.Asctime, Array.IndexOf(Days, Key(value)), year, value[4..], Pair(value, 8), value[11..], out moment);
        }

        var comma = value.IndexOf((byte)',');
        moment = default;
        return comma >= 0 && IsBetween(value[comma..], MinRfc850, MaxRfc850)
            ? ReadRfc850(value[comma..], LongDayIndex(value[..comma]), out moment)
            : DateForm.Invalid;
    }

    // The century depends on the time of reading, so the day of the week may be right in either of two; the one after 1970 is likely.
    private static DateForm ReadRfc850(ReadOnlySpan<byte> date, int dayOfWeek, out DateTime moment)
    {
        var year = Pair(date, 9);
        var likely = year < 70 ? 2000 : 1900;
        var form = Judge(DateForm.Rfc850, dayOfWeek, likely + year, date[5..], Pair(date, 2), date[12..], out moment);
        var other = Judge(DateForm.Rfc850, dayOfWeek, 3900 - likely + year, date[5..], Pair(date, 2), date[12..], out var otherMoment);
        if (form == DateForm.Rfc850 || other == DateForm.Invalid || (form != DateForm.Invalid && other == DateForm.WrongWeekday))
        {
            return form;
        }

        moment = otherMoment;
        return other;
    }

    /// <summary>The month with a name of three letters in any case, from 0; -1 for none.</summary>
    public static int MonthIndex(ReadOnlySpan<byte> name) =>
        Array.IndexOf(Months, (Key(name) | 0x202020) & ~0x200000);

    /// <summary>The value of a few digits.</summary>
    public static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            number = (number * 10) + digit - '0';
        }

        return number;
    }

    private static int[] Keys(ReadOnlySpan<byte> names)
    {
        var keys = new int[names.Length / 3];
        for (var index = 0; index < keys.Length; index++)
        {
            keys[index] = Key(names[(3 * index)..]);
        }

        return keys;
    }

    // The first three letters as a number.
    private static int Key(ReadOnlySpan<byte> name) => (name[0] << 16) | (name[1] << 8) | name[2];

    // Whether each octet is between two others; of the last sixteen, some are compared twice.
    private static bool IsBetween(ReadOnlySpan<byte> value, ReadOnlySpan<byte> min, ReadOnlySpan<byte> max)
    {
        if (value.Length != min.Length)
        {
            return false;
        }

        var last = value.Length - Vector128<byte>.Count;
        return IsSixteenBetween(value, min, max) && IsSixteenBetween(value[last..], min[last..], max[last..]);
    }

    private static bool IsSixteenBetween(ReadOnlySpan<byte> value, ReadOnlySpan<byte> min, ReadOnlySpan<byte> max)
    {
        var octets = Vector128.Create(value);
        return Vector128.GreaterThanOrEqualAll(octets, Vector128.Create(min))
            && Vector128.LessThanOrEqualAll(octets, Vector128.Create(max));
    }

    // A leap second is only added to the last minute of a day.
    private static bool IsTime(int hour, int minute, int second) =>
        hour < 24 && minute < 60 && (second < 60 || (hour, minute, second) == (23, 59, 60));

    // Two digits, or a space and a digit.
    private static int Pair(ReadOnlySpan<byte> digits, int at) => (10 * (digits[at] & 0x0f)) + (digits[at + 1] & 0x0f);

    private static DateForm Judge(
        DateForm form, int dayOfWeek, int year, ReadOnlySpan<byte> month, int number, ReadOnlySpan<byte> time, out DateTime moment)
    {
        moment = default;
        var index = Array.IndexOf(Months, Key(month));
        var (hour, minute, second) = (Pair(time, 0), Pair(time, 3), Pair(time, 6));
        if (dayOfWeek < 0 || year < 1 || index < 0 || number < 1 || number > DateTime.DaysInMonth(year, index + 1)
            || !IsTime(hour, minute, second))
        {
            return DateForm.Invalid;
        }

        moment = new DateTime(year, index + 1, number, hour, minute, Math.Min(second, 59), DateTimeKind.Utc);
        return (int)moment.DayOfWeek == dayOfWeek ? form : DateForm.WrongWeekday;
    }

    private static int LongDayIndex(ReadOnlySpan<byte> name)
    {
        for (var index = 0; index < LongDays.Length; index++)
        {
            if (Ascii.Equals(name, LongDays[index]))
            {
                return index;
            }
        }

        return -1;
    }
}
