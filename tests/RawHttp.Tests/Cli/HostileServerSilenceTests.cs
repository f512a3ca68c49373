using RawHttp.Tests.Cli.Hostile;

namespace RawHttp.Tests.Cli;

/// <summary>A good response that stops anywhere, the connection left open: the read timeout ends it, and nothing that came is lost.</summary>
public sealed class HostileServerSilenceTests : IClassFixture<HostileRecord>
{
    public static TheoryData<string, int> Stops
    {
        get
        {
            var stops = new TheoryData<string, int>();
            foreach (var response in GoodResponse.All.Where(response => response.Name != "interim"))
            {
                foreach (var length in response.Cuts)
                {
                    stops.Add(response.Name, length);
                }
            }

            return stops;
        }
    }

    [RequiresProgramTheory("time", "time")]
    [MemberData(nameof(Stops))]
    public async Task A_response_that_stops_anywhere_is_shown_and_told(string name, int length)
    {
        var response = GoodResponse.Named(name);
        var due = response.Cut(length, Ending.Silence);

        var (run, seconds) = await HostileRun.GetSilentAsync($"{name} stopped at {length}", response.Octets[..length]);

        run.Came(due.Status, due.Printed, due.What is null ? null : $"{due.What}: nothing arrived for {seconds} s");
    }
}
