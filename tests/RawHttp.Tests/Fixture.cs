using System.Runtime.CompilerServices;

namespace RawHttp.Tests;

/// <summary>
/// The raw responses in <c>fixtures/</c>, one a file, in folders by RFC and section, and the requests in <c>fixtures/requests/</c>. The
/// name of one is its path with dashes: <c>9112/6.3/both-lengths.http</c> is 9112-6.3-both-lengths. A word in capitals before <c>.http</c>
/// is the method of the request that a response answers.
/// </summary>
public static class Fixture
{
    public static string Folder { get; } = Path.Combine(RepositoryRoot(), "fixtures");

    private static readonly SortedDictionary<string, string> Paths = new(
        Directory.EnumerateFiles(Folder, "*.http", SearchOption.AllDirectories).ToDictionary(NameOf), StringComparer.Ordinal);

    public static IEnumerable<string> Names => Paths.Keys.Where(name => !IsRequest(name));

    public static IEnumerable<string> Requests => Paths.Keys.Where(IsRequest);

    public static string PathOf(string name) => Paths[name];

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public static string MethodOf(string name) => Path.GetExtension(name).TrimStart('.') is { Length: > 0 } method && method.All(char.IsAsciiLetterUpper) ? method : "GET";

    public static bool IsRequest(string name) => name.StartsWith("requests-", StringComparison.Ordinal);

    private static string NameOf(string path) => Path.ChangeExtension(Path.GetRelativePath(Folder, path), null).Replace('/', '-');

    private static string RepositoryRoot([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
