using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace VerifyTests;

/// <summary>A comparison with a snapshot: set up first, made when awaited.</summary>
public sealed class SettingsTask
{
    private static readonly ConcurrentDictionary<string, bool> UsedPrefixes = new();
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _text;
    private readonly string _sourceFile;
    private object?[] _parameters = [];
    private bool _scrubbersDisabled;
    private Task? _task;

    internal SettingsTask(string? target, string sourceFile)
    {
        var text = (target ?? "null").TrimStart('\uFEFF');
        _text = text.Length == 0 ? "emptyString" : WithLineFeeds(text);
        _sourceFile = sourceFile;
    }

    /// <summary>Puts the arguments of the running test into the name of its snapshot.</summary>
    public SettingsTask UseParameters(params object?[] parameters)
    {
        _parameters = parameters;
        return this;
    }

    /// <summary>Has the text compared as it is. To be called always: the library scrubs by default, and nothing here does.</summary>
    public SettingsTask DisableScrubbers()
    {
        _scrubbersDisabled = true;
        return this;
    }

    /// <summary>Makes the comparison, once.</summary>
    public Task ToTask() => _task ??= CompareAsync();

    /// <summary>Makes the comparison, once, and awaits it.</summary>
    public TaskAwaiter GetAwaiter() => ToTask().GetAwaiter();

    private async Task CompareAsync()
    {
        if (!_scrubbersDisabled)
        {
            throw new InvalidOperationException("Call DisableScrubbers(): there are no scrubbers here, but there are in the library this stands in for.");
        }

        var method = UseVerifyAttribute.Method;
        var folder = Path.GetDirectoryName(_sourceFile);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"No folder \"{folder}\" for the snapshot of {method.Name}: build with DeterministicSourcePaths set to false, on the machine that runs the tests.");
        }

        var name = $"{TypeName(method)}.{method.Name}{ParameterText(method)}";
        if (!UsedPrefixes.TryAdd(Path.Combine(folder, name), true))
        {
            throw new InvalidOperationException($"The prefix {name} has already been used: verify once a test, and give UseParameters what tells the cases of a theory apart.");
        }

        var (receivedName, verifiedName) = ($"{name}.received.txt", $"{name}.verified.txt");
        var (receivedFile, verifiedFile) = (Path.Combine(folder, receivedName), Path.Combine(folder, verifiedName));
        var verified = File.Exists(verifiedFile) ? WithLineFeeds(await File.ReadAllTextAsync(verifiedFile, Utf8)) : null;

        // An editor may have ended the last line.
        if (verified == _text || verified == _text + '\n')
        {
            File.Delete(receivedFile);
            return;
        }

        await File.WriteAllTextAsync(receivedFile, _text, Utf8);
        throw new VerifyException($"""
            Directory: {folder}
            {(verified is null ? "New" : "NotEqual")}:
              - Received: {receivedName}
                Verified: {verifiedName}

            {(verified is null ? _text : FirstDifference(_text, verified))}
            """);
    }

    private static string TypeName(MethodInfo method) => method.ReflectedType switch
    {
        { IsNested: true } type => $"{type.DeclaringType!.Name}.{type.Name}",
        var type => type!.Name,
    };

    private string ParameterText(MethodInfo method)
    {
        var names = method.GetParameters();
        return _parameters.Length > names.Length
            ? throw new InvalidOperationException($"{_parameters.Length} values given to UseParameters for the {names.Length} parameters of {method.Name}.")
            : string.Concat(_parameters.Select((value, at) => $"_{names[at].Name}={ValueText(value)}"));
    }

    private static string ValueText(object? value) => Convert.GetTypeCode(value) switch
    {
        TypeCode.Empty => "null",
        TypeCode.Object or TypeCode.DateTime => throw new NotSupportedException($"A {value!.GetType().Name} in the name of a snapshot: give UseParameters text, numbers or enum values."),
        _ => string.Concat(Convert.ToString(value, CultureInfo.InvariantCulture)!.Select(c => c < ' ' || "\"\\<>|:*?/".Contains(c) ? '-' : c)),
    };

    private static string FirstDifference(string received, string verified)
    {
        var (ours, theirs) = (received.Split('\n'), verified.Split('\n'));
        var at = ours.Zip(theirs).TakeWhile(lines => lines.First == lines.Second).Count();
        return $"""
            First difference, in line {at + 1}:
            Received: {ours.ElementAtOrDefault(at) ?? "(no such line)"}
            Verified: {theirs.ElementAtOrDefault(at) ?? "(no such line)"}
            """;
    }

    private static string WithLineFeeds(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}

/// <summary>A text is not as its snapshot says, or has none yet.</summary>
public sealed class VerifyException(string message) : Exception(message);
