using System.Runtime.CompilerServices;

namespace RawHttp.Tests;

/// <summary>A theory that needs a program of Debian's; skipped, and said so, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresProgramTheoryAttribute : TheoryAttribute
{
    public RequiresProgramTheoryAttribute(string program, string package, [CallerMemberName] string test = "")
    {
        (Program, Package) = (program, package);
        var needed = new RequiresProgramAttribute(program, package, test);
        (Skip, DisplayName) = (needed.Skip, needed.DisplayName);
    }

    public string Program { get; }

    public string Package { get; }
}
