using System.Text;

namespace RawHttp.Attack;

/// <summary>A fixture changed by chance.</summary>
public static class Mutation
{
    private static readonly string[] Inserted =
    [
        "\0", "\r", "\n", "\r\n", "\r\n\r\n", "\x1b[2J", "\x9b", "\x7f", "\xff", "\xe2\x80\xae", ":", " ", "\t", ";", ",", "\"", "0",
        "-1", "99999999999999999999", "9223372036854775807", "ffffffffffffffff", "7fffffffffffffff",
        "HTTP/1.1 100 x\r\n\r\n", "HTTP/1.1 200 OK\r\n", "HTTP/9.9", "Content-Length: 9223372036854775807\r\n",
        "Content-Length: 18446744073709551616\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n",
        "Content-Type: image/png\r\n", "Content-Encoding: gzip\r\n", "Date: Thu, 99 Foo 99999 99:99:99 GMT\r\n",
        "Set-Cookie: a=b; Max-Age=99999999999999999999; Expires=0\r\n", "ffffffff\r\n", "0\r\n\r\n", " folded\r\n",
    ];

    /// <summary>The responses to change.</summary>
    /// <param name="folder">The folder they are in.</param>
    /// <returns>Their octets, in the order of their names; the few long ones are left out.</returns>
    public static IReadOnlyList<byte[]> Fixtures(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.http", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(Path.Combine(folder, "requests"), StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(File.ReadAllBytes)
            .Where(octets => octets.Length < 64 * 1024),
    ];

    /// <summary>Changes octets a few times: flips, cuts, repeats, inserts.</summary>
    public static byte[] Of(ReadOnlySpan<byte> octets, Chance chance)
    {
        const int Most = 512 * 1024;
        var changed = octets.ToArray().ToList();
        for (var times = chance.Next(6); times > 0; times--)
        {
            var at = chance.Next(changed.Count + 1);
            var count = Math.Min(chance.Next(60), changed.Count - at);
            switch (chance.Next(5))
            {
                case 0 when at < changed.Count:
                    changed[at] ^= (byte)(1 << chance.Next(8));
                    break;
                case 1:
                    changed.RemoveRange(at, chance.In100(20) ? changed.Count - at : count);
                    break;
                case 2 when changed.Count < Most:
                    var piece = changed.GetRange(at, count);
                    changed.InsertRange(at, Enumerable.Repeat(piece, chance.Of(1, 2, 30, 2000)).SelectMany(again => again));
                    break;
                case 3:
                    changed.InsertRange(at, chance.Octets(chance.Of(1, 4, 300)));
                    break;
                default:
                    changed.InsertRange(at, Encoding.Latin1.GetBytes(chance.Of(Inserted)));
                    break;
            }
        }

        return [.. changed];
    }
}
