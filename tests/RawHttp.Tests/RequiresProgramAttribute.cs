namespace RawHttp.Tests;

/// <summary>A fact that needs a program of Debian's; skipped, and said so, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresProgramAttribute : FactAttribute
{
    public RequiresProgramAttribute(string program, string package)
    {
        Program = program;
        Package = package;
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            Skip = $"needs {program}, of the Debian package {package}";
        }
    }

    public string Program { get; }

    public string Package { get; }
}
