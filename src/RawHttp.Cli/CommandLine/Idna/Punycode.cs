using System.Text;

namespace RawHttp.Cli.CommandLine.Idna;

/// <summary>A label in ASCII (RFC 3492 §6.3).</summary>
internal static class Punycode
{
    private const int Base = 36;
    private const int MinThreshold = 1;
    private const int MaxThreshold = 26;
    private const int Skew = 38;
    private const int Damp = 700;
    private const int InitialBias = 72;

    public static string Encode(IReadOnlyList<int> label)
    {
        var encoded = new StringBuilder();
        foreach (var code in label.Where(code => code < 0x80))
        {
            encoded.Append((char)code);
        }

        var (basic, next, delta, bias) = (encoded.Length, 0x80, 0, InitialBias);
        encoded.Append(basic > 0 ? "-" : "");
        for (var handled = basic; handled < label.Count; next++, delta++)
        {
            var smallest = label.Where(code => code >= next).Min();
            delta += (smallest - next) * (handled + 1);
            next = smallest;
            foreach (var code in label)
            {
                delta += code < next ? 1 : 0;
                if (code == next)
                {
                    Append(encoded, delta, bias);
                    bias = Adapt(delta, handled + 1, isFirst: handled == basic);
                    delta = 0;
                    handled++;
                }
            }
        }

        return encoded.ToString();
    }

    private static void Append(StringBuilder encoded, int delta, int bias)
    {
        for (var k = Base; ; k += Base)
        {
            var threshold = Math.Clamp(k - bias, MinThreshold, MaxThreshold);
            if (delta < threshold)
            {
                encoded.Append(Digit(delta));
                return;
            }

            encoded.Append(Digit(threshold + ((delta - threshold) % (Base - threshold))));
            delta = (delta - threshold) / (Base - threshold);
        }
    }

    private static int Adapt(int delta, int handled, bool isFirst)
    {
        delta = isFirst ? delta / Damp : delta / 2;
        delta += delta / handled;
        var k = 0;
        for (; delta > (Base - MinThreshold) * MaxThreshold / 2; k += Base)
        {
            delta /= Base - MinThreshold;
        }

        return k + ((Base - MinThreshold + 1) * delta / (delta + Skew));
    }

    private static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);
}
