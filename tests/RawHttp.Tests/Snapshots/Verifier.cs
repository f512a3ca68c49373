// As the library's package does for a project with implicit usings.
global using VerifyTests;
global using VerifyXunit;
using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

[assembly: UseVerify]

namespace VerifyXunit;

/// <summary>Stands in for the library Verify.Xunit, by its own names, in what these tests use of it.</summary>
public static class Verifier
{
    /// <summary>Compares a text with the file <c>Type.Method.verified.txt</c> of the running test, beside its source file.</summary>
    public static SettingsTask Verify(string? target, [CallerFilePath] string sourceFile = "") => new(target, sourceFile);
}

/// <summary>Keeps the method of the running test, which names its snapshots.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class UseVerifyAttribute : BeforeAfterTestAttribute
{
    private static readonly AsyncLocal<MethodInfo?> Running = new();

    internal static MethodInfo Method => Running.Value ?? throw new InvalidOperationException("No test is running here to name the snapshot after.");

    public override void Before(MethodInfo methodUnderTest) => Running.Value = methodUnderTest;

    public override void After(MethodInfo methodUnderTest) => Running.Value = null;
}
