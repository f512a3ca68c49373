using System.Globalization;
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
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Fixture.Folder, "../docs/security.md"));

    // The table that a run writes makes no claims of its own.
    private static readonly string[] Lines = [.. Page.TakeWhile(line => !IsOfTheRun(line)), .. Page.Reverse().TakeWhile(line => !IsOfTheRun(line)).Reverse()];

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
        var (connect, response, echo) = (new ConnectOptions(), new MessageLimits(), new EchoServerOptions());
        string[] limits =
        [
            $"| connecting, TLS included | {connect.ConnectTimeout.TotalSeconds} s |",
            $"| waiting for the next octet | {connect.ReadTimeout.TotalSeconds} s |",
            $"| a line | {response.Line} bytes |",
            $"| fields of a section | {response.Fields} |",
            $"| a head, and all interim responses together | {response.Head} bytes |",
            $"| interim responses | {response.Interim} |",
            $"| a body | {(response.Body == long.MaxValue ? "no limit" : response.Body)}; ",
            $"| a client of the echo server | {echo.IdleTimeout.TotalSeconds} s for a line of {echo.MaxLine} bytes, {echo.MaxConnections} at a time, {echo.MaxMemory / 1024 / 1024} MiB for all, on {echo.EndPoint.Address} |",
        ];

        Assert.All(limits, limit => Assert.Contains(Lines, line => line.StartsWith(limit, StringComparison.Ordinal)));
        Assert.True(IPAddress.IsLoopback(echo.EndPoint.Address));
    }

    [Fact]
    public void No_row_of_the_certificates_is_trusted_by_rawhttp_alone()
    {
        var rows = Page.Except(Lines).Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();

        Assert.InRange(rows.Count, 40, int.MaxValue);
        Assert.InRange(rows.Sum(row => int.Parse(row[2], CultureInfo.InvariantCulture)), 229 + 42 + 2000, int.MaxValue);
        Assert.All(rows, row => Assert.True(Trusted(row[3]) <= Math.Max(Trusted(row[4]), Trusted(row[5])), row[1]));

        static int Trusted(string cell) => cell switch { "trusted" => int.MaxValue, "" or "refused" => 0, _ => int.Parse(cell.Split(' ', ',')[1], CultureInfo.InvariantCulture) };
    }

    private static bool IsOfTheRun(string line) => line.Contains("tests/RawHttp.Trust/run. -->", StringComparison.Ordinal);

    // What is claimed in two cells, a bar within them escaped, and one test or more.
    [GeneratedRegex(@"^\|( ([^|]|\\\|)+ \|){2} (?<tests>`\w+\.\w+`(, `\w+\.\w+`)*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>\w+\.\w+)`")]
    private static partial Regex Test();
}
