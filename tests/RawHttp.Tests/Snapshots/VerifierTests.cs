using System.Runtime.CompilerServices;
using System.Text;

namespace RawHttp.Tests.Snapshots;

/// <summary>The seam itself. Each test has a folder of its own, as a prefix can be used once only.</summary>
public sealed class VerifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("snapshots-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("one\ntwo", "one\ntwo")]
    [InlineData("one\ntwo", "one\ntwo\n")]
    [InlineData("one\ntwo\n", "one\ntwo\n")]
    [InlineData("one\r\ntwo\rthree", "one\ntwo\nthree")]
    [InlineData("one\ntwo\nthree", "one\r\ntwo\rthree")]
    [InlineData("\uFEFFone", "one")]
    [InlineData("one", "\uFEFFone")]
    [InlineData("one\f\u0085\u2028two", "one\f\u0085\u2028two")]
    [InlineData("", "emptyString")]
    [InlineData(null, "null")]
    public async Task Accepts(string? text, string verified)
    {
        Write("verified", verified);

        await Verify(text).DisableScrubbers();

        Assert.False(File.Exists(FileOf("received")));
    }

    [Theory]
    [InlineData("one\ntwo", "one\n2")]
    [InlineData("one", "one\n\n")]
    [InlineData("one\n", "one")]
    [InlineData("one", "One")]
    [InlineData("one", "")]
    public async Task Rejects(string text, string verified)
    {
        Write("verified", verified);

        await Assert.ThrowsAsync<VerifyException>(Verify(text).DisableScrubbers().ToTask);

        Assert.Equal(text, File.ReadAllText(FileOf("received")));
        Assert.Equal(verified, File.ReadAllText(FileOf("verified")));
    }

    [Fact]
    public async Task A_mismatch_names_both_files_and_the_first_difference()
    {
        Write("verified", "one\n2\nthree");

        var mismatch = await Assert.ThrowsAsync<VerifyException>(Verify("one\ntwo\nthree").DisableScrubbers().ToTask);

        Assert.Equal(
            $"""
            Directory: {_folder}
            NotEqual:
              - Received: {Path.GetFileName(FileOf("received"))}
                Verified: {Path.GetFileName(FileOf("verified"))}

            First difference, in line 2:
            Received: two
            Verified: 2
            """,
            mismatch.Message);
    }

    [Fact]
    public async Task A_text_without_a_snapshot_is_received_and_shown()
    {
        var missing = await Assert.ThrowsAsync<VerifyException>(Verify("one\r\ntwo é").DisableScrubbers().ToTask);

        Assert.Equal(Encoding.UTF8.GetBytes("one\ntwo é"), File.ReadAllBytes(FileOf("received")));
        Assert.False(File.Exists(FileOf("verified")));
        Assert.Contains(Path.GetFileName(FileOf("received")), missing.Message, StringComparison.Ordinal);
        Assert.Contains(Path.GetFileName(FileOf("verified")), missing.Message, StringComparison.Ordinal);
        Assert.EndsWith("one\ntwo é", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_match_removes_what_was_received_before()
    {
        Write("verified", "one");
        Write("received", "two");

        await Verify("one").DisableScrubbers();

        Assert.False(File.Exists(FileOf("received")));
    }

    [Theory]
    [InlineData("a.b", 1, "_text=a.b_number=1")]
    [InlineData("a/b:c*\t", -2, "_text=a-b-c--_number=-2")]
    [InlineData("", null, "_text=_number=null")]
    [InlineData("é", DayOfWeek.Friday, "_text=é_number=Friday")]
    [InlineData("x", true, "_text=x_number=True")]
    [InlineData("x", 1.5, "_text=x_number=1.5")]
    public async Task Parameters_are_in_the_name(string text, object? number, string suffix)
    {
        Write("verified", "one", suffix);

        await Verify("one").UseParameters(text, number).DisableScrubbers();
    }

    [Theory]
    [InlineData(1, 2)]
    public async Task Parameters_may_be_the_first_few_only(int first, int second)
    {
        Write("verified", $"{first + second}", "_first=1");

        await Verify("3").UseParameters(first).DisableScrubbers();
    }

    [Fact]
    public Task More_values_than_parameters_are_an_error() => FailsAsync<InvalidOperationException>("UseParameters", Verify("one").UseParameters(1).DisableScrubbers());

    [Theory]
    [InlineData(1)]
    public Task A_value_the_library_writes_in_its_own_way_is_an_error(int day) => FailsAsync<NotSupportedException>("DateOnly", Verify("one").UseParameters(DateOnly.FromDayNumber(day)).DisableScrubbers());

    [Fact]
    public async Task A_prefix_used_twice_is_an_error()
    {
        Write("verified", "one");
        await Verify("one").DisableScrubbers();

        await FailsAsync<InvalidOperationException>("has already been used", Verify("one").DisableScrubbers());
    }

    [Fact]
    public async Task Awaited_twice_it_compares_once()
    {
        Write("verified", "one");
        var task = Verify("one").DisableScrubbers();

        await task;
        await task;
    }

    [Fact]
    public Task A_missing_folder_is_an_error() => FailsAsync<DirectoryNotFoundException>("DeterministicSourcePaths", Verifier.Verify("one", sourceFile: Path.Combine(_folder, "none", "Tests.cs")).DisableScrubbers());

    [Fact]
    public Task Scrubbers_left_enabled_are_an_error() => FailsAsync<InvalidOperationException>("DisableScrubbers", Verify("one"));

    public sealed class Nested : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("snapshots-").FullName;

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        [Fact]
        public async Task Is_named_after_both_classes()
        {
            File.WriteAllText(Path.Combine(_folder, "VerifierTests.Nested.Is_named_after_both_classes.verified.txt"), "one");

            await Verifier.Verify("one", sourceFile: Path.Combine(_folder, "Tests.cs")).DisableScrubbers();
        }
    }

    private static async Task FailsAsync<TException>(string saying, SettingsTask task)
        where TException : Exception
    {
        var failure = await Assert.ThrowsAsync<TException>(task.ToTask);
        Assert.Contains(saying, failure.Message, StringComparison.Ordinal);
    }

    private SettingsTask Verify(string? text) => Verifier.Verify(text, sourceFile: Path.Combine(_folder, "Tests.cs"));

    private void Write(string kind, string text, string suffix = "", [CallerMemberName] string test = "") => File.WriteAllText(FileOf(kind, suffix, test), text);

    private string FileOf(string kind, string suffix = "", [CallerMemberName] string test = "") => Path.Combine(_folder, $"{nameof(VerifierTests)}.{test}{suffix}.{kind}.txt");
}
