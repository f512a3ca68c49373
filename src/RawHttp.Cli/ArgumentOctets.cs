using System.Text;
using RawHttp.Cli.Output;

namespace RawHttp.Cli;

/// <summary>
/// The arguments as the system gave them. The runtime decodes them as UTF-8 and makes U+FFFD of every octet that is none: names
/// that differ would become one.
/// </summary>
internal static class ArgumentOctets
{
    /// <summary>The first argument whose octets were lost.</summary>
    /// <param name="args">The arguments, decoded.</param>
    /// <returns>The argument, decoded, and its octets as an error line shows them; null if there is none.</returns>
    public static (string Argument, string Octets)? FindLost(string[] args)
    {
        if (!Array.Exists(args, arg => arg.Contains('\ufffd', StringComparison.Ordinal)))
        {
            return null;
        }

        var originals = Originals(args.Length);
        for (var i = 0; i < args.Length; i++)
        {
            // An octet sequence that reads as U+FFFD and back again was U+FFFD from the beginning.
            if (args[i].Contains('\ufffd', StringComparison.Ordinal) && (originals is null || !Encoding.UTF8.GetBytes(args[i]).AsSpan().SequenceEqual(originals[i])))
            {
                return (args[i], originals is null ? args[i] : Escaped.Text(originals[i]));
            }
        }

        return null;
    }

    // proc_pid_cmdline(5): each argument with a NUL behind it, those of the program itself last. Null where the system has no such file.
    private static byte[][]? Originals(int count)
    {
        try
        {
            var all = File.ReadAllBytes("/proc/self/cmdline").AsSpan();
            var parts = new List<byte[]>();
            for (int end; (end = all.IndexOf((byte)0)) >= 0; all = all[(end + 1)..])
            {
                parts.Add(all[..end].ToArray());
            }

            return parts.Count < count ? null : [.. parts[^count..]];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
