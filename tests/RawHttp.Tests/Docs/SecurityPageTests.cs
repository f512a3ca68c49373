using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using RawHttp.Echo;
using RawHttp.Http;
using RawHttp.Net;

namespace RawHttp.Tests.Docs;

/// <summary>docs/security.md claims nothing that no test holds: each of its rows names the tests that do, and its limits are those of the code.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Fixture.Folder, "../docs/security.md"));

    [Fact]
    public void Each_row_is_held_by_tests_that_exist()
    {
        // The header of a table and the rule below it make no claim.
        var rows = Lines.Where(line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal) && !line.EndsWith("| held by |", StringComparison.Ordinal)).ToList();
        var tests = Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is not null).Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet();

        Assert.InRange(rows.Count, 50, int.MaxValue);
        Assert.All(rows, row => Assert.Matches(Row(), row));
        Assert.All(rows.SelectMany(row => Test().Matches(Row().Match(row).Groups["tests"].Value)), test => Assert.Contains(test.Groups["name"].Value, tests));
    }

    [Fact]
    public void The_limits_are_what_the_page_says()
    {
        var (connect, response, echo) = (new ConnectOptions(), new ResponseLimits(), new EchoServerOptions());
        string[] limits =
        [
            $"| connecting, TLS included | {connect.ConnectTimeout.TotalSeconds} s |",
            $"| waiting for the next octet | {connect.ReadTimeout.TotalSeconds} s |",
            $"| a line | {response.Line} bytes |",
            $"| fields of a section | {response.Fields} |",
            $"| a head, and all interim responses together | {response.Head} bytes |",
            $"| interim responses | {response.Interim} |",
            $"| a body | {(response.Body == long.MaxValue ? "no limit" : response.Body)}; ",
            $"| a client of the echo server | {echo.IdleTimeout.TotalSeconds} s for a line of {echo.MaxLine} bytes, {echo.MaxConnections} at a time, on {echo.EndPoint.Address} |",
        ];

        Assert.All(limits, limit => Assert.Contains(Lines, line => line.StartsWith(limit, StringComparison.Ordinal)));
        Assert.True(IPAddress.IsLoopback(echo.EndPoint.Address));
    }

    // What is claimed in two cells, a bar within them escaped, and one test or more.
    [GeneratedRegex(@"^\|( ([^|]|\\\|)+ \|){2} (?<tests>`\w+\.\w+`(, `\w+\.\w+`)*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>\w+\.\w+)`")]
    private static partial Regex Test();
}
