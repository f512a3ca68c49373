using System.Globalization;

namespace RawHttp.Cli;

/// <summary>Times and sizes as options give them.</summary>
internal static class OptionValue
{
    /// <summary>Longer than a month nobody waits, and no timer can.</summary>
    public const int MostSeconds = 4_000_000;

    public static bool TryParseSeconds(string text, out TimeSpan time)
    {
        var valid = decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0.001m and <= MostSeconds;
        time = valid ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : default;
        return valid;
    }

    public static bool TryParseSize(string text, out long size)
    {
        var shift = text.Length == 0 ? 0 : char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        var valid = long.TryParse(shift == 0 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out size) && size <= long.MaxValue >> shift;
        size <<= shift;
        return valid;
    }
}
