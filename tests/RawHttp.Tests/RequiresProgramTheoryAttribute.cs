namespace RawHttp.Tests;

/// <summary>A theory that needs a program of Debian's; skipped, and said so, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresProgramTheoryAttribute : TheoryAttribute
{
    public RequiresProgramTheoryAttribute(string program, string package)
    {
        (Program, Package) = (program, package);
        Skip = new RequiresProgramAttribute(program, package).Skip;
    }

    public string Program { get; }

    public string Package { get; }
}
