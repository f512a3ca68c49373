using System.Text;

namespace RawHttp.Attack;

/// <summary>What a case is drawn from. The same seed and number draw the same case.</summary>
/// <param name="seed">The seed of the run.</param>
/// <param name="number">The number of the case in it.</param>
public sealed class Chance(int seed, int number)
{
    private readonly Random _random = new(unchecked((seed * 1_000_003) + number));

    public int Next(int end) => _random.Next(end);

    /// <summary>Whether something that happens so many times in a hundred happens.</summary>
    public bool In100(int times) => _random.Next(100) < times;

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    public byte[] Octets(int count)
    {
        var octets = new byte[count];
        _random.NextBytes(octets);
        return octets;
    }

    /// <summary>The UTF-8 of a text, an octet a character: an argument of a process is octets.</summary>
    public static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
