namespace RawHttp.Tests;

/// <summary>
/// The connections in <c>fixtures/connections/</c>: the octets that the client sent, <c>NAME.requests</c>, beside those that the server
/// sent, <c>NAME.responses</c>.
/// </summary>
public static class ConnectionFixture
{
    public static string Folder { get; } = Path.Combine(Fixture.Folder, "connections");

    public static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, "*.requests").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    /// <summary>Those on which nothing is wrong, and which the server keeps open between the exchanges.</summary>
    public static IEnumerable<string> Kept =>
        Names.Where(name => name.StartsWith("pipeline-", StringComparison.Ordinal) || name == "keep-alive-http-1.1");

    public static byte[] Requests(string name) => File.ReadAllBytes(Path.Combine(Folder, $"{name}.requests"));

    public static byte[] Responses(string name) => File.ReadAllBytes(Path.Combine(Folder, $"{name}.responses"));
}
