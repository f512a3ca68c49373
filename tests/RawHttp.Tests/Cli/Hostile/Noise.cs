using System.Text;

namespace RawHttp.Tests.Cli.Hostile;

/// <summary>Octets without a meaning, of one kind each.</summary>
public enum Noise
{
    Anything,
    Controls,
    Nuls,
    HighOctets,
    EscapeSequences,
    CarriageReturns,
    Letters,
}

/// <summary>Makes noise, the same for the same seed. There is no line feed in it, so that where its line ends is known.</summary>
internal static class NoiseMaker
{
    private static readonly string[] Sequences = ["\e[2J", "\e]0;title\a", "\e[6n", "\eP$q\e\\", "\u009b31m", "\e[?1049h"];

    public static string Make(Noise noise, int seed, int length)
    {
        var random = new Random(seed);
        var octets = new StringBuilder("~");
        while (octets.Length < length)
        {
            _ = noise switch
            {
                Noise.Anything => octets.Append((char)random.Next(256)),
                Noise.Controls => octets.Append((char)random.Next(32)),
                Noise.Nuls => octets.Append('\0'),
                Noise.HighOctets => octets.Append((char)random.Next(128, 256)),
                Noise.EscapeSequences => octets.Append(Sequences[random.Next(Sequences.Length)]),
                Noise.CarriageReturns => octets.Append(random.Next(2) == 0 ? '\r' : 'a'),
                _ => octets.Append((char)random.Next('a', 'z' + 1)),
            };
        }

        return octets.Replace("\n", "").Append('~').ToString();
    }
}
