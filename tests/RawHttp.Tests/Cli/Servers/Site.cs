namespace RawHttp.Tests.Cli.Servers;

/// <summary>What each server is to serve, and where; with a certificate over TLS, where the server is ready for it.</summary>
internal sealed record Site(TemporaryFolder Folder, int Port, string Origin, Certificate? Certificate = null)
{
    public static string Page { get; } = string.Concat(Enumerable.Range(0, 1200).Select(i => $"<p>Paragraph {i} of the page.</p>\n"));

    public static IReadOnlyList<string> Pieces { get; } = ["first, ", "second, ", "third"];

    public string Address => $"127.0.0.1:{Port}";

    public string Url => $"{(Certificate is null ? "http" : "https")}://{Address}";

    public string Root => Folder.PathOf("root");

    /// <summary>Writes the files; to a folder that a server may read after it has given up being root.</summary>
    public void Write()
    {
        File.SetUnixFileMode(Folder.PathOf(""), (UnixFileMode)0b111_101_101);
        foreach (var file in new[] { "page.html", "moved/index.html" })
        {
            var path = Path.Combine(Root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Page);
        }
    }
}

/// <summary>The files of a server's certificate and its key, in PEM.</summary>
internal sealed record Certificate(string File, string Key);
