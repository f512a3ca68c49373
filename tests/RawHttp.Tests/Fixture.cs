using System.Runtime.CompilerServices;

namespace RawHttp.Tests;

/// <summary>The raw responses in <c>fixtures/</c>, one a file. A word in capitals before <c>.http</c> is the method of the request.</summary>
public static class Fixture
{
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.http").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public static string Folder { get; } = Path.Combine(RepositoryRoot(), "fixtures");

    public static string PathOf(string name) => Path.Combine(Folder, name + ".http");

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public static string MethodOf(string name) => Path.GetExtension(name).TrimStart('.') is { Length: > 0 } method && method.All(char.IsAsciiLetterUpper) ? method : "GET";

    private static string RepositoryRoot([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
