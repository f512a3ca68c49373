using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace RawHttp.Tests;

/// <summary>Waits for what gives no event to await: a state of the system or of another process.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Looks until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold within 30 s.</exception>
    public static Task HoldsAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        HoldsAsync(() => Task.FromResult(condition()), what);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, string)"/>
    public static async Task HoldsAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        for (var start = Stopwatch.GetTimestamp(); !await condition();)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}");
            }

            // Leaves the processor to what is waited for; no test depends on how long this is.
            await Task.Delay(2);
        }
    }
}
