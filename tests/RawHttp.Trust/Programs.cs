using System.Diagnostics;
using System.Reflection;

namespace RawHttp.Trust;

/// <summary>The programs whose verdicts count.</summary>
public static class Programs
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly string ToolPath =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "ToolPath").Value!;

    /// <summary>Runs a program, its input closed, its output dropped.</summary>
    /// <returns>Its exit status.</returns>
    public static int Run(IReadOnlyDictionary<string, string>? environment, string program, params IEnumerable<string> arguments) =>
        Run(environment, program, arguments, [], out _);

    /// <summary>Runs the tool: the one that was built, or that of RAWHTTP_TOOL.</summary>
    public static int Tool(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        Environment.GetEnvironmentVariable("RAWHTTP_TOOL") is { Length: > 0 } native
        ? Run(environment, native, arguments)
        : Run(environment, "dotnet", [ToolPath, .. arguments]);

    public static byte[] Output(string program, byte[] input, params IEnumerable<string> arguments) =>
        Run(null, program, arguments, input, out var output) == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed");

    /// <summary>Runs a program for what it prints, whatever its exit status.</summary>
    public static string Text(string program, params IEnumerable<string> arguments)
    {
        Run(null, program, arguments, [], out var output);
        return System.Text.Encoding.UTF8.GetString(output);
    }

    public static byte[] Sign(byte[] privateKey, byte[] octets, params string[] command)
    {
        var folder = Directory.CreateTempSubdirectory("rawhttp-trust-");
        try
        {
            string[] files = [Path.Combine(folder.FullName, "key"), Path.Combine(folder.FullName, "octets")];
            File.WriteAllBytes(files[0], privateKey);
            File.WriteAllBytes(files[1], octets);
            return command[0] == "dgst"
                ? Output("openssl", [], [.. command, "-sign", files[0], "-keyform", "DER", files[1]])
                : Output("openssl", [], [.. command, "-sign", "-rawin", "-inkey", files[0], "-keyform", "DER", "-in", files[1]]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int Run(
        IReadOnlyDictionary<string, string>? environment, string program, IEnumerable<string> arguments, byte[] input, out byte[] output)
    {
        var start = new ProcessStartInfo(program, arguments);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);

        // curl's own variable, which openssl does not read.
        start.Environment.Remove("CURL_CA_BUNDLE");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var octets = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(octets);
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
        }

        reading.Wait();
        output = octets.ToArray();
        return process.ExitCode;
    }
}
