using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Startup;

/// <summary>
/// The octets of the arguments. The runtime decodes arguments as UTF-8 and replaces each invalid octet with
/// U+FFFD, so that different names could become equal.
/// </summary>
internal static class ArgumentOctets
{
    /// <summary>Refuses arguments whose octets were lost.</summary>
    /// <exception cref="ToolException">One is not UTF-8.</exception>
    public static void Check(string[] args, ParseResult parsed)
    {
        if (!Array.Exists(args, arg => arg.Contains('\ufffd', StringComparison.Ordinal)))
        {
            return;
        }

        var originals = Originals(args);
        for (var i = 0; i < args.Length; i++)
        {
            // An argument with U+FFFD is valid if its original octets encode U+FFFD, too.
            var isLost = args[i].Contains('\ufffd', StringComparison.Ordinal)
                && (originals is null || !Encoding.UTF8.GetBytes(args[i]).AsSpan().SequenceEqual(originals[i]));
            if (isLost)
            {
                throw Refusal(args[i], originals is null ? args[i] : Escaped.Text(originals[i]), parsed.CommandResult);
            }
        }
    }

    private static ToolException Refusal(string argument, string octets, CommandResult command)
    {
        const string Why = "it holds octets that are no UTF-8";
        var arguments = command.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens);
        return command.Command.Name is "get" or "connect" && arguments.Any(token => token.Value == argument)
            ? new ToolException(ExitStatus.MalformedTarget, $"target \"{octets}\": {Why}; write them as %hh, or use --request FILE")
            : new ToolException(ExitStatus.Usage, $"argument \"{octets}\": {Why}; --request FILE sends anything, a link renames a file");
    }

    // Decoders differ in how many U+FFFD they use for an invalid sequence.
    private static string WithoutLost(string argument) => argument.Replace("\ufffd", "", StringComparison.Ordinal);

    // proc_pid_cmdline(5): each argument is followed by a NUL; the program's own arguments come last. Null if the system has no such file,
    // or its content does not match.
    private static byte[][]? Originals(string[] args)
    {
        try
        {
            var all = File.ReadAllBytes("/proc/self/cmdline").AsSpan();
            var parts = new List<byte[]>();
            for (int end; (end = all.IndexOf((byte)0)) >= 0; all = all[(end + 1)..])
            {
                parts.Add(all[..end].ToArray());
            }

            parts.RemoveRange(0, Math.Max(parts.Count - args.Length, 0));
            var decoded = parts.Select(part => WithoutLost(Encoding.UTF8.GetString(part)));
            return args.Select(WithoutLost).SequenceEqual(decoded) ? [.. parts] : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
