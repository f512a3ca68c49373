using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using RawHttp.Tests.Cli;
using RawHttp.Tests.Echo;
using RawHttp.Tests.Http;
using RawHttp.Tests.Net;

namespace RawHttp.Tests.Docs;

/// <summary>docs/reliability.md is made from what the runs against hostile servers, the fuzzing and the soaks have recorded.</summary>
public sealed class ReliabilityPageTests
{
    private static readonly string Tests = Path.Combine(Fixture.Folder, "..", "tests");
    private static readonly string Page = Path.GetFullPath(Path.Combine(Fixture.Folder, "../docs/reliability.md"));

    [Fact]
    public async Task The_page_is_what_the_records_say()
    {
        var page = new StringBuilder(
            """
            # Reliability

            This page is made by a test from the records that the runs left. Each section names the command that makes its record anew.


            """);
        var hostile = Record("RawHttp.Tests/Cli/hostile.json");
        var fuzz = Record("RawHttp.Fuzz/record.json");
        var soaks = Record("RawHttp.Benchmarks/soak.json");
        var attack = Record("RawHttp.Attack/record.json");
        AppendSummary(page, hostile, fuzz, soaks);
        Row(page, "processes attacked", Number(attack["runs"]!));
        Row(page, "of them that failed", Number(attack["failures"]!));
        AppendHostile(page, hostile);
        AppendAttack(page, attack);
        AppendFuzzing(page, fuzz);
        AppendSoaks(page, soaks);
        AppendMended(page);

        await Docs.Page.AssertMadeAsync(Page, page.ToString());
    }

    private static void AppendSummary(StringBuilder page, JsonObject hostile, JsonObject fuzz, JsonObject soaks)
    {
        Row(page, "what", "figure");
        Row(page, "---", "---:");
        Row(page, "cases of a hostile server", Number(hostile["cases"]!));
        Row(page, "ways in which they end", hostile["casesByEnding"]!.AsObject().Count);
        Row(page, "octets that had arrived and were not delivered", Number(hostile["lostOctets"]!));
        Row(page, "most memory resident in any of them", $"{Number(hostile["peakKiB"]!["worst"]!)} KiB");
        Row(page, "hours of fuzzing", (Sum(fuzz, "minutes") / 60).ToString("0.0", CultureInfo.InvariantCulture));
        Row(page, "executions", Sum(fuzz, "executions").ToString("N0", CultureInfo.InvariantCulture));
        Row(page, "inputs that broke an invariant", Sum(fuzz, "crashes").ToString("N0", CultureInfo.InvariantCulture));
        Row(page, "of them in each target's last run", fuzz.Sum(target => (long)target.Value!["last"]!["crashes"]!));
        Row(page, "connections of the soaks", soaks.Sum(soak => (long)soak.Value!["connections"]!).ToString("N0", CultureInfo.InvariantCulture));
    }

    private static void AppendHostile(StringBuilder page, JsonObject record)
    {
        page.Append(CultureInfo.InvariantCulture,
            $"""

            ## Hostile servers

            A scripted server sends any octets in any fragments, then ends as the case says. The {((string)record["tool"]! == "native" ? "native binary" : "tool")} must end within the
            limit given, with the right exit status, deliver every octet that arrived, and keep its memory within bounds.
            A good response takes {Number(record["peakKiB"]!["good"]!)} KiB; the worst case, {record["peakKiB"]!["worstCase"]}, {Number(record["peakKiB"]!["worst"]!)} KiB.

                RAWHTTP_RECORD=1 RAWHTTP_TOOL=$PWD/out/rawhttp dotnet test --filter HostileServer


            """);
        Row(page, "ends by", "cases");
        Row(page, "---", "---:");
        foreach (var (ending, cases) in record["casesByEnding"]!.AsObject())
        {
            Row(page, ending, Number(cases!));
        }
    }

    private static void AppendAttack(StringBuilder page, JsonObject record)
    {
        page.Append(
            """

            ## Attacked processes

            Processes of the native binary with random command lines, environments, limits, streams, files and servers. A failure is a status of 70
            or one that the README does not list, a signal, a stack trace, or a process that goes on past its limits. A seed repeats a run.

                tests/RawHttp.Attack/run --record


            """);
        Row(page, "run", "seconds", "processes", "failures");
        Row(page, "---", "---:", "---:", "---:");
        Row(page, "all", Number(record["seconds"]!), Number(record["runs"]!), Number(record["failures"]!));
        var last = record["last"]!;
        Row(page, $"the last, {last["date"]}, seed {last["seed"]}", Number(last["seconds"]!), Number(last["runs"]!), Number(last["failures"]!));
    }

    private static void AppendFuzzing(StringBuilder page, JsonObject record)
    {
        page.Append(
            """

            ## Fuzzing

            Guided by coverage (AFL++ and SharpFuzz), each target checks invariants and compares with a plain, slow reading of the same octets.
            What reaches the most of the code is kept in `tests/RawHttp.Fuzz/corpus`, and is a test.

                tests/RawHttp.Fuzz/run


            """);
        Row(page, "target", "minutes", "executions", "broke an invariant", "in the last run", "hung");
        Row(page, "---", "---:", "---:", "---:", "---:", "---:");
        foreach (var (target, run) in record)
        {
            Row(page, target, run!["minutes"]!, Number(run["executions"]!), run["crashes"]!, run["last"]!["crashes"]!, run["hangs"]!);
        }
    }

    private static void AppendSoaks(StringBuilder page, JsonObject record)
    {
        page.Append(
            """

            ## Soak

            Responses whole, cut, reset, broken and silent, read one after another in one process; an echo server whose clients connect,
            say a few lines, and leave or reset.

                dotnet run -c Release --project tests/RawHttp.Benchmarks -- soak-get
                dotnet run -c Release --project tests/RawHttp.Benchmarks -- soak-echo


            """);
        Row(page, "run", "connections", "lines", "descriptors", "managed heap, bytes", "threads", "timers", "most memory resident");
        Row(page, "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        foreach (var (name, run) in record)
        {
            Row(page, name, Number(run!["connections"]!), Number(run["lines"]!), Change(run["descriptors"]!), Change(run["heapBytes"]!), Change(run["threads"]!), Change(run["timers"]!), $"{Number(run["peakResidentKiB"]!)} KiB");
        }
    }

    private static void AppendMended(StringBuilder page)
    {
        page.Append(
            """

            ## Found and mended

            What these runs and the attempts to break the tool found, and what holds it now. Most inputs counted
            above led to the same few defects; the others showed that the plain reading they are compared with took an empty Content-Length for a number.


            """);
        Row(page, "defect", "held by");
        Row(page, "---", "---");
        Row(page, "NULs after the number of `set time` were taken as part of it", Input("echo/found-708ce964146eb175"));
        Row(page, "a stop cut off the farewell of a session that had ended", Input("echo/found-9ea3b941837b6fe3"));
        Row(page, "a good TLS record before a broken one was lost", Test<TlsTests>(nameof(TlsTests.A_record_that_is_none_breaks_the_connection_and_loses_nothing)));
        Row(page, "two empty TLS records in place of a handshake crashed", Test<TlsTests>(nameof(TlsTests.Empty_records_are_no_handshake)));
        Row(page, "an echo client that never reads kept its place while it had but a notice to be sent", Test<EchoServerTests>(nameof(EchoServerTests.Who_never_reads_is_shut_down_though_it_is_sent_notices_only)));
        Row(page, "a reset that only the sending was told of passed for an orderly end", Test<ConnectionTests>(nameof(ConnectionTests.A_reset_that_only_the_sending_was_told_of_is_no_orderly_end)));
        Row(page, "what had arrived when the read timeout struck was lost", Test<ConnectionTests>(nameof(ConnectionTests.What_arrived_before_the_timeout_struck_is_delivered)));
        Row(page, "the first error after a thousand smaller findings was not told", Test<HostileServerTests>(nameof(HostileServerTests.A_thousand_trifles_hide_no_error)));
        Row(page, "a pipe that nothing writes to was waited for without an end, as --cacert", Test<TrustTests>(nameof(TrustTests.A_pipe_that_nothing_writes_certificates_to_is_waited_for_as_long_as_a_connection)));
        Row(page, "a file named as another one's FILE.part could be replaced", Test<NamedFilesTests>(nameof(NamedFilesTests.The_name_of_a_partial_file_is_not_that_of_another)));
        Row(page, "heads of interim responses were bounded each, not together", Test<ResponseReaderTests>(nameof(ResponseReaderTests.Interim_responses_are_bounded_together)));
    }

    private static string Input(string name)
    {
        Assert.True(File.Exists(Path.Combine(Tests, "RawHttp.Fuzz", "corpus", name)), $"no input {name}");
        return $"`corpus/{name}`";
    }

    private static string Test<T>(string name) => $"`{typeof(T).Name}.{name}`";

    private static JsonObject Record(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(Tests, name)))!.AsObject();

    private static double Sum(JsonObject record, string figure) => record.Sum(target => (double)target.Value![figure]!);

    private static string Number(JsonNode number) => ((long)number).ToString("N0", CultureInfo.InvariantCulture);

    private static string Change(JsonNode figure) => $"{Number(figure["before"]!)} to {Number(figure["after"]!)}";

    private static void Row(StringBuilder page, params object[] cells) => page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |\n");
}
