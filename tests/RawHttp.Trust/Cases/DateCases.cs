namespace RawHttp.Trust.Cases;

/// <summary>From when and until when a certificate is valid (RFC 5280 §4.1.2.5).</summary>
public static class DateCases
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private static readonly (string Name, Func<Certificate, Certificate> Change)[] Wrong =
    [
        ("expired", usual => usual with { NotAfter = Der.Time(Now.AddDays(-1)) }),
        ("expired a moment ago", usual => usual with { NotAfter = Der.Time(Now.AddSeconds(-5)) }),
        ("not valid yet", usual => usual with { NotBefore = Der.Time(Now.AddDays(1)) }),
        ("ends before it begins", usual => usual with { NotBefore = Der.Time(Now.AddDays(-1)), NotAfter = Der.Time(Now.AddDays(-2)) }),
    ];

    private static readonly (string Name, Func<Certificate, Certificate> Change)[] Malformed =
    [
        ("without a Z", usual => usual with { NotAfter = Der.Text("301231235959", 0x17) }),
        ("without seconds", usual => usual with { NotAfter = Der.Text("3012312359Z", 0x17) }),
        ("with an offset", usual => usual with { NotAfter = Der.Text("301231235959+0100", 0x17) }),
        ("with a fraction", usual => usual with { NotAfter = Der.Text("20701231235959.5Z", 0x18) }),
        ("in letters", usual => usual with { NotAfter = Der.Text("tomorrow", 0x17) }),
        ("empty", usual => usual with { NotAfter = Der.Text("", 0x17) }),
        ("month 13", usual => usual with { NotAfter = Der.Text("301331235959Z", 0x17) }),
        ("day 0", usual => usual with { NotBefore = Der.Text("200100000000Z", 0x17) }),
        ("hour 24", usual => usual with { NotBefore = Der.Text("200101240000Z", 0x17) }),
        ("30 February", usual => usual with { NotBefore = Der.Text("200230000000Z", 0x17) }),
        ("second 60", usual => usual with { NotBefore = Der.Text("200101000060Z", 0x17) }),
        ("an integer", usual => usual with { NotAfter = Der.Integer(2_000_000_000) }),
    ];

    private static readonly (string Name, Func<Certificate, Certificate> Change)[] Right =
    [
        ("until 9999", usual => usual with { NotAfter = Der.Text("99991231235959Z", 0x18) }),
        ("from 0000 on", usual => usual with { NotBefore = Der.Text("00000101000000Z", 0x18) }),
        ("from 1950 on", usual => usual with { NotBefore = Der.Text("500101000000Z", 0x17) }),
        ("until 2049", usual => usual with { NotAfter = Der.Text("491231235959Z", 0x17) }),
        ("GeneralizedTime before 2050", usual => usual with { NotBefore = Der.Text("20200101000000Z", 0x18) }),
        ("a leap day", usual => usual with { NotBefore = Der.Text("200229000000Z", 0x17) }),
    ];

    public static IEnumerable<TrustCase> All()
    {
        foreach (var (name, change) in Wrong)
        {
            yield return new Chain(leaf: change).Case("dates that are not these", $"server's, {name}");
            yield return new Chain(intermediate: change).Case("dates that are not these", $"intermediate's, {name}");
            yield return new Chain(root: change).Case("dates that are not these", $"root's, {name}");
        }

        foreach (var (name, change) in Malformed)
        {
            yield return new Chain(leaf: change).Case("dates that are none", name);
        }

        foreach (var (name, change) in Right)
        {
            yield return new Chain(leaf: change).Case("dates that are unusual", name);
        }

        yield return new Chain(intermediate: Malformed[0].Change).Case("dates that are none", "intermediate's");
        yield return new Chain(root: Malformed[0].Change).Case("dates that are none", "root's");
    }
}
