using System.Text;

namespace RawHttp.Http;

/// <summary>The first line of a request: method, target and version (RFC 9112 §3).</summary>
/// <param name="Method">The method as received; its case matters (RFC 9110 §9.1).</param>
/// <param name="Target">The target as received, without the white space around it.</param>
/// <param name="Version">The version as received; empty for a request of HTTP/0.9.</param>
/// <param name="MinorVersion">The digit after "HTTP/1."; 0 for HTTP/0.9, and 1 for a version that is not of the form "HTTP/1.x".</param>
/// <param name="Form">The form of the target.</param>
public readonly record struct RequestLine(
    ReadOnlyMemory<byte> Method, ReadOnlyMemory<byte> Target, ReadOnlyMemory<byte> Version, int MinorVersion, TargetForm Form)
{
    /// <summary>The line in its canonical form, its octets read as ISO-8859-1.</summary>
    /// <returns>For example "GET / HTTP/1.1".</returns>
    public override string ToString()
    {
        var line = $"{Encoding.Latin1.GetString(Method.Span)} {Encoding.Latin1.GetString(Target.Span)}";
        return Version.IsEmpty ? line : $"{line} {Encoding.Latin1.GetString(Version.Span)}";
    }
}
