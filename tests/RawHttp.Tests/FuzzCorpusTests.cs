using RawHttp.Fuzz;

namespace RawHttp.Tests;

/// <summary>What fuzzing has found worth keeping holds every invariant of its target.</summary>
public sealed class FuzzCorpusTests
{
    private static string Folder { get; } = Path.Combine(Fixture.Folder, "..", "tests", "RawHttp.Fuzz", "corpus");

    public static TheoryData<string, string> Inputs
    {
        get
        {
            var inputs = new TheoryData<string, string>();
            foreach (var target in Targets.Names)
            {
                foreach (var path in Directory.EnumerateFiles(Path.Combine(Folder, target)).Order(StringComparer.Ordinal))
                {
                    inputs.Add(target, Path.GetFileName(path));
                }
            }

            return inputs;
        }
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Holds(string target, string input)
    {
        Targets.Run(target, File.ReadAllBytes(Path.Combine(Folder, target, input)));
    }
}
