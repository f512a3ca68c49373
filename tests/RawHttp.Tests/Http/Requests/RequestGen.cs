using System.Text;
using CsCheck;

namespace RawHttp.Tests.Http;

/// <summary>What a client may send: request lines and fields in any order, noise, and fixtures with something changed.</summary>
internal static class RequestGen
{
    private static readonly Gen<string> RequestLine = Gen.Frequency(
        (6, Gen.OneOf("GET / HTTP/1.1", "POST /form HTTP/1.1", "PUT /a?b HTTP/1.0", "CONNECT a:443 HTTP/1.1", "OPTIONS * HTTP/1.1", "GET http://a:80/b HTTP/1.1")),
        (3, Gen.OneOf("GET /", "get  /\t HTTP/1.1 ", " GET / HTTP/1.2", "GET /a#b c HTTP/1.1", "GET http://u@/ http/1.0", "TRACE a:b HTTP/2.0", "GET \rx\0 HTTP/1.1")),
        (1, Gen.OneOf("PRI * HTTP/2.0", "HTTP/1.1 200 OK", "GET", "HEAD /", "GET HTTP/1.1", "OPTIONS x RTSP/1.0", "*1", "\x16\x03\x01", "\x05\x01", "\xff")));

    private static readonly Gen<string> FieldLine = Gen.Frequency(
        (2, WireGen.FieldLine),
        (1, Gen.OneOf("Host: a", "Host: a:80", "Host: b", "Host:", "Host: a/b", "Host: [::1]:", "Host: ]:[", "Expect: 100-continue", "Expect: x", "TE: trailers;q=1", "TE: ;", "Upgrade: h2c", "Connection: te, upgrade, host", "User-Agent: a/", "Referer: #", "Max-Forwards: x", "If-Modified-Since: x")));

    private static readonly Gen<string> Head = Gen.Select(
        Gen.Select(RequestLine, WireGen.Ending).Select(WireGen.Join),
        Gen.Select(FieldLine, WireGen.Ending).Select(WireGen.Join).Array[0, 8],
        WireGen.Ending,
        (line, fields, blank) => line + string.Concat(fields) + blank);

    private static readonly Gen<string> Fixed = Gen.OneOf([.. Fixture.Requests.Select(name => Encoding.Latin1.GetString(Fixture.Read(name)))]);

    /// <summary>Any of it.</summary>
    public static Gen<string> Any { get; } = Gen.OneOf<string>(
        Gen.OneOf<string>(RequestLine, FieldLine, WireGen.Noise, WireGen.Ending).Array[0, 25].Select(string.Concat),
        Gen.String[Gen.Char['\0', '\xff'], 0, 60],
        Gen.Select(Head, WireGen.Body).Select(WireGen.Join),
        WireGen.Mutated(Fixed.Select(octets => ("", octets))).Select(request => request.Octets));

    /// <summary>What may be sent again and again.</summary>
    public static Gen<string> Cycle { get; } = Gen.OneOf<string>(
        Gen.Select(FieldLine, WireGen.Ending).Select(WireGen.Join), WireGen.Noise, WireGen.Ending, WireGen.Body, Any).Where(octets => octets.Length > 0);
}
