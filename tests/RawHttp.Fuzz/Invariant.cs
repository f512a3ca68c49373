using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RawHttp.Fuzz;

/// <summary>What must be so, whatever the input.</summary>
internal static class Invariant
{
    public static void Holds([DoesNotReturnIf(false)] bool condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        if (!condition)
        {
            throw new InvalidOperationException($"does not hold: {text}");
        }
    }

    public static void Same(string expected, string actual)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"not the same:\n{expected}\nand:\n{actual}");
        }
    }
}
