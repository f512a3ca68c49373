using System.Collections.Concurrent;
using RawHttp.Trust.Cases;

namespace RawHttp.Trust;

/// <summary>What three clients made of a case.</summary>
/// <param name="Group">What it is a case of.</param>
/// <param name="Name">Which case.</param>
/// <param name="Ours">The library's verdict.</param>
/// <param name="OpenSsl">openssl's.</param>
/// <param name="Curl">curl's.</param>
/// <param name="Words">The library's reasons.</param>
/// <param name="IsStricter">Whether the library refuses on purpose what the others trust.</param>
public sealed record Row(string Group, string Name, Verdict Ours, Verdict OpenSsl, Verdict Curl, string Words = "", bool IsStricter = false)
{
    /// <summary>What is wrong with the library's verdict; null if nothing is.</summary>
    public string? Fault => Ours == Verdict.Trusted
        ? OpenSsl == Verdict.Trusted || Curl == Verdict.Trusted ? null : "rawhttp alone trusts"
        : OpenSsl == Verdict.Trusted && Curl == Verdict.Trusted && !IsStricter ? "rawhttp alone refuses" : null;
}

/// <summary>Every case, shaken hands on with the library, openssl and curl.</summary>
public static class Matrix
{
    /// <summary>Every case there is.</summary>
    public static IReadOnlyList<TrustCase> All() =>
        [.. KeyCases.All(), .. DateCases.All(), .. NameCases.All(), .. UsageCases.All(), .. ChainCases.All()];

    /// <summary>Has cases judged.</summary>
    /// <param name="cases">Which.</param>
    /// <param name="asksCurl">Whether by curl, too; if not, it is taken to agree with openssl.</param>
    public static async Task<IReadOnlyList<Row>> RunAsync(IReadOnlyList<TrustCase> cases, bool asksCurl = true)
    {
        var rows = new ConcurrentDictionary<int, Row>();
        await Parallel.ForAsync(0, cases.Count, async (i, _) => rows[i] = await RunAsync(cases[i], asksCurl));
        return [.. rows.OrderBy(row => row.Key).Select(row => row.Value)];
    }

    private static async Task<Row> RunAsync(TrustCase what, bool asksCurl)
    {
        using var server = OpenSslServer.TryStart(what);
        if (server is null)
        {
            using var flight = new FlightServer([what.Leaf, .. what.Sent]);
            var (refused, why) = await Verdicts.OursAsync(flight.Port, what);
            return new Row(what.Group, what.Name, refused, Verdict.Refused, Verdict.Refused, why);
        }

        var folder = Directory.CreateTempSubdirectory("rawhttp-trust-").FullName;
        try
        {
            var (ours, words) = await Verdicts.OursAsync(server.Port, what);
            var openSsl = Verdicts.OpenSsl(server.Port, what, folder);
            var curl = asksCurl ? Verdicts.Curl(server.Port, what, folder) : openSsl;
            return new Row(what.Group, what.Name, ours, openSsl, curl, words, what.Group == NameCases.SubjectAlone);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
