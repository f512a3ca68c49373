using System.Globalization;

namespace RawHttp.Cli.Output;

/// <summary>Formats times, in the same way everywhere.</summary>
internal static class Durations
{
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";

    public static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";
}
