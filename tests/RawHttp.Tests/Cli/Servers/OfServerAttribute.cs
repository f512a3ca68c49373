using System.Reflection;
using Xunit.Sdk;

namespace RawHttp.Tests.Cli.Servers;

/// <summary>One case about a server; skipped, and said so, where its program is missing.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OfServerAttribute : DataAttribute
{
    /// <summary>The server's name, then whatever else the test takes.</summary>
    public OfServerAttribute(string server, string program, string package, params object[] rest)
    {
        (Server, Program, Package, Rest) = (server, program, package, rest);
        Skip = new RequiresProgramAttribute(program, package).Skip;
    }

    public string Server { get; }

    public string Program { get; }

    public string Package { get; }

    public IReadOnlyList<object> Rest { get; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Server, .. Rest]];
}
