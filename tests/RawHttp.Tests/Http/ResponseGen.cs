using CsCheck;
using RawHttp.Http;

namespace RawHttp.Tests.Http;

/// <summary>Responses of valid parts only, with what is to be read from them.</summary>
internal static class ResponseGen
{
    private const string TokenCharacters = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // What frames the message is written on purpose only, and a trailer section is no place for some.
    private static readonly string[] Special = ["content-length", "transfer-encoding", "te", "age", "host", "vary", "date"];

    private static readonly Gen<string> Token = Gen.String[Gen.Char[TokenCharacters], 1, 12];

    private static readonly Gen<char> TextCharacter = Gen.Frequency((8, Gen.Char['!', '~']), (1, Gen.OneOf(' ', '\t')), (1, Gen.Char['\x80', '\xff']));

    private static readonly Gen<string> Text = Gen.String[TextCharacter, 0, 20];

    private static readonly Gen<string> Whitespace = Gen.Frequency((4, Gen.Const(" ")), (1, Gen.String[Gen.OneOf(' ', '\t'), 0, 3]));

    private static readonly Gen<WrittenField> Field = Gen.OneOf<WrittenField>(
        Gen.Select(Token.Where(name => !Special.Contains(name.ToLowerInvariant())), Text.Select(value => value.Trim(' ', '\t')), Whitespace, Whitespace, (name, value, before, after) => new WrittenField(name, value, before, after)),
        Gen.OneOf(new WrittenField("ETag", "\"x\""), new WrittenField("Accept-Ranges", "bytes"), new WrittenField("Link", "</a>; rel=preload"), new WrittenField("X-Empty", "")));

    private static readonly Gen<WrittenField[]> Fields = Field.Array[0, 6];

    private static readonly Gen<WrittenHead> Interim = Gen.Select(Gen.OneOf<int>(Gen.Int[102, 199], Gen.Const(100)), Text, Fields, (status, reason, fields) => new WrittenHead(1, status, reason, fields));

    private static readonly Gen<string> Data = Gen.String[Gen.Char['\0', '\xff'], 1, 30];

    private static readonly Gen<string> Extension = Gen.Select(Token, Gen.OneOf<string>(Gen.Const(""), Token.Select(value => "=" + value), Gen.String[Gen.Char[TokenCharacters + " ;,\t"], 0, 8].Select(value => $"=\"{value}\"")), (name, value) => $";{name}{value}");

    private static readonly Gen<WrittenChunk> Chunk = Gen.Select(Data, Gen.Int[0, 8], Gen.Bool, Extension.Array[0, 2], (data, zeros, upper, extensions) => new WrittenChunk(data, new string('0', zeros), upper, string.Concat(extensions)));

    private static readonly Gen<(FramingKind Kind, string Method, int Status)> Framing = Gen.OneOf<(FramingKind, string, int)>(
        Final.Select(status => (FramingKind.ContentLength, "GET", status)),
        Final.Select(status => (FramingKind.Chunked, "GET", status)),
        Final.Select(status => (FramingKind.UntilClose, "GET", status)),
        Final.Select(status => (FramingKind.None, "HEAD", status)),
        Gen.OneOf((FramingKind.None, "GET", 101), (FramingKind.None, "GET", 204), (FramingKind.None, "GET", 304), (FramingKind.None, "CONNECT", 200)));

    public static Gen<WrittenResponse> Valid { get; } = Gen.Select(Framing, Interim.Array[0, 2], Gen.Int[0, 1], Text, Fields, Chunk.Array[0, 5], Chunk, Fields, (framing, interim, minor, reason, fields, chunks, last, trailers) =>
        new WrittenResponse(framing.Method, framing.Kind, interim, new WrittenHead(framing.Kind == FramingKind.Chunked ? 1 : minor, framing.Status, reason, fields), chunks, last with { Data = "" }, trailers));

    private static Gen<int> Final => Gen.Int[200, 599].Where(status => status is not (204 or 304));
}
