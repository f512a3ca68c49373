using RawHttp.Trust;
using RawHttp.Trust.Cases;

namespace RawHttp.Tests.Tls;

/// <summary>Where there is no OpenSSL the runtime speaks TLS; here it is told to. Nothing else of the suite runs meanwhile.</summary>
[Collection(nameof(RuntimeTlsTests))]
[CollectionDefinition(nameof(RuntimeTlsTests), DisableParallelization = true)]
public sealed class RuntimeTlsTests : IDisposable
{
    private const string Switch = "RawHttp.Net.UseSslStream";

    public RuntimeTlsTests() => AppContext.SetSwitch(Switch, isEnabled: true);

    public void Dispose() => AppContext.SetSwitch(Switch, isEnabled: false);

    [Fact]
    public async Task A_good_chain_is_trusted()
    {
        var (verdict, _) = await JudgeAsync(new Chain().Case("", ""));

        Assert.Equal(Verdict.Trusted, verdict);
    }

    [Theory]
    [InlineData("a key that is too short: RSA", "too weak: RSA of")]
    [InlineData("a digest that is too weak", "digest that is too weak")]
    public async Task What_is_too_weak_is_refused(string group, string reason)
    {
        var cases = KeyCases.All().Where(what => what.Group == group).ToList();

        foreach (var what in cases)
        {
            var (verdict, words) = await JudgeAsync(what);
            Assert.Equal(Verdict.Refused, verdict);
            Assert.True(words.Contains(reason, StringComparison.Ordinal) || words.Contains("TLS handshake", StringComparison.Ordinal), $"{what}: {words}");
        }
    }

    [Fact]
    public async Task Names_dates_and_uses_are_looked_at()
    {
        // A dot at a name's end means nothing to the runtime, nor to curl; Netscape's type of a certificate is OpenSSL's alone.
        var cases = DateCases.All().Concat(NameCases.All()).Concat(UsageCases.All())
            .Where(what => what.Group is "dates that are not these" or "names that are another's" or "uses that leave a server's out" && what.Name is not ("\"www.example.test.\"" or "Netscape's type of a client"));

        foreach (var what in cases)
        {
            var (verdict, words) = await JudgeAsync(what);
            Assert.True(verdict == Verdict.Refused, $"{what}: {words}");
        }
    }

    [Fact]
    public async Task Nothing_that_was_changed_by_chance_is_a_defect_or_trusted_by_it_alone()
    {
        var results = await Mutations.RunAsync(Mutations.Make(60, seed: 7));

        Assert.All(results, result => Assert.True(result.Ours is not null && (result.Ours == Verdict.Refused || result.OpenSsl == Verdict.Trusted), $"{result.Case}: {result.Words}"));
    }

    private static async Task<(Verdict Verdict, string Words)> JudgeAsync(TrustCase what)
    {
        using var server = OpenSslServer.TryStart(what)!;
        return await Verdicts.OursAsync(server.Port, what);
    }
}
