using System.Text;

namespace RawHttp.Tests;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rawhttp-");

    public IEnumerable<string> Names => _folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal);

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Read(string name) => Encoding.Latin1.GetString(File.ReadAllBytes(PathOf(name)));

    public void Write(string name, string content) => File.WriteAllBytes(PathOf(name), Encoding.Latin1.GetBytes(content));

    public void Dispose() => _folder.Delete(recursive: true);
}
