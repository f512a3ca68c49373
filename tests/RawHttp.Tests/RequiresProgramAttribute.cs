using System.Runtime.CompilerServices;

namespace RawHttp.Tests;

/// <summary>A fact that needs a program of Debian's; skipped, and said so, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresProgramAttribute : FactAttribute
{
    private readonly string _test;

    public RequiresProgramAttribute(string program, string package, [CallerMemberName] string test = "")
    {
        _test = test;
        Program = program;
        Package = package;
        Require(program, package);
    }

    public string Program { get; }

    public string Package { get; }

    /// <summary>A second program, of the package of the same name.</summary>
    public string? And
    {
        get;
        set
        {
            field = value;
            Require(value!, value!);
        }
    }

    /// <summary>Whether the program does its work for root only.</summary>
    public bool AsRoot
    {
        get;
        set
        {
            field = value;
            Refuse(value && !Environment.IsPrivilegedProcess, $"needs to be run as root, for {Program}");
        }
    }

    private void Require(string program, string package)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];
        Refuse(!folders.Any(folder => File.Exists(Path.Combine(folder, program))), $"needs {program}, of the Debian package {package}");
    }

    // The name of a test that is skipped is all that dotnet test prints of it.
    private void Refuse(bool isMissing, string reason)
    {
        if (isMissing && Skip is null)
        {
            Skip = reason;
            DisplayName = $"{_test} {reason}";
        }
    }
}
