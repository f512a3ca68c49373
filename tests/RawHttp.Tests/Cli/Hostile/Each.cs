namespace RawHttp.Tests.Cli.Hostile;

/// <summary>Cases of a theory: each of these with each of those.</summary>
internal static class Each
{
    public static TheoryData<TFirst, TSecond> With<TFirst, TSecond>(IEnumerable<TFirst> first, params TSecond[] second)
    {
        var cases = new TheoryData<TFirst, TSecond>();
        foreach (var one in first)
        {
            Array.ForEach(second, other => cases.Add(one, other));
        }

        return cases;
    }
}
