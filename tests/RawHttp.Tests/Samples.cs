using System.Globalization;

namespace RawHttp.Tests;

/// <summary>How many samples a property is tried with: few in every run, RAWHTTP_SAMPLES times as many in a long one.</summary>
internal static class Samples
{
    private static readonly int Factor = int.Parse(Environment.GetEnvironmentVariable("RAWHTTP_SAMPLES") ?? "1", CultureInfo.InvariantCulture);

    public static long Of(int count) => (long)count * Factor;
}
