using System.Reflection;
using System.Text.Json.Nodes;
using RawHttp.Tests.Cli;

namespace RawHttp.Tests;

/// <summary>The soaks in small, in a process of their own: what a response or a client leaves behind fails them.</summary>
public sealed class SoakTests
{
    private static readonly string Program = Path.GetFullPath(typeof(SoakTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "BenchmarksPath").Value!);

    [Theory]
    [InlineData("soak-get", "500")]
    [InlineData("soak-echo", "0.02")]
    public async Task Nothing_stays_of_what_has_come_and_gone(string soak, string amount)
    {
        using var folder = new TemporaryFolder();

        var result = await Tool.RunAsync("dotnet", [Program, soak, amount, folder.PathOf("record")]);

        Assert.True(result.Status == 0, result.Text + result.Error);
        var record = JsonNode.Parse(folder.Read("record"))![soak]!;
        Assert.InRange((int)record["connections"]!, 100, int.MaxValue);
        Assert.InRange((int)record["descriptors"]!["after"]!, 1, (int)record["descriptors"]!["before"]!);
    }
}
