using RawHttp.Tests.Cli.Hostile;

namespace RawHttp.Tests.Cli;

/// <summary>A good response cut anywhere, by a close and by a reset: what came is shown and saved, and where it was cut is told.</summary>
public sealed class HostileServerCutTests : IClassFixture<HostileRecord>
{
    public static TheoryData<string, int, Ending> Cuts
    {
        get
        {
            var cuts = new TheoryData<string, int, Ending>();
            foreach (var response in GoodResponse.All)
            {
                foreach (var length in response.Cuts)
                {
                    cuts.Add(response.Name, length, Ending.Fin);
                    cuts.Add(response.Name, length, Ending.Reset);
                }
            }

            return cuts;
        }
    }

    [RequiresProgramTheory("time", "time")]
    [MemberData(nameof(Cuts))]
    public async Task A_response_cut_anywhere_is_shown_and_told(string name, int length, Ending ending)
    {
        var response = GoodResponse.Named(name);
        var due = response.Cut(length, ending);
        var sent = response.Octets[..length];
        await using var server = ScriptedServer.Sending(sent, ending);

        var run = await HostileRun.GetAsync($"{name} cut at {length}", ending == Ending.Fin ? "fin" : "reset", server, arrived: sent);

        run.Came(due.Status, due.Printed, due.What is null ? null : $"{due.What}: {(ending == Ending.Fin ? "the server closed the connection" : "the connection was reset")}");
    }
}
