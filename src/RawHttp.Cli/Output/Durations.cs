using System.Globalization;

namespace RawHttp.Cli.Output;

/// <summary>Times as text, the same everywhere.</summary>
internal static class Durations
{
    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + " s";

    public static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";
}
