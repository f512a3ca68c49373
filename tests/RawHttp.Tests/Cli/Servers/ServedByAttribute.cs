using System.Reflection;
using Xunit.Sdk;

namespace RawHttp.Tests.Cli.Servers;

/// <summary>A server and, one a case, the exchanges of the table it takes part in, in plain text or over TLS; skipped, and said so, where its program is missing.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ServedByAttribute : DataAttribute
{
    /// <summary>A server that needs no program.</summary>
    public ServedByAttribute(string server) => Server = server;

    public ServedByAttribute(string server, string program, string package)
        : this(server)
    {
        (Program, Package) = (program, package);
        Skip = new RequiresProgramAttribute(program, package).Skip;
    }

    public string Server { get; }

    public string? Program { get; }

    public string? Package { get; }

    public bool IsTls { get; set; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enum.GetValues<Exchange>().Where(exchange => ServerTable.Expected(Server, exchange) is not null).Select(exchange => new object[] { Server, IsTls, exchange });
}
