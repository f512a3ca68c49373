using System.IO.Pipelines;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

internal sealed record WrittenField(string Name, string Value, string Before = " ", string After = "");

internal sealed record WrittenHead(int MinorVersion, int Status, string Reason, WrittenField[] Fields);

internal sealed record WrittenChunk(string Data, string Zeros, bool IsUpper, string Extension);

/// <summary>A response written from its parts, an octet a character, with a line for each part that is to be read from it.</summary>
internal sealed class WrittenResponse
{
    private readonly StringBuilder _octets = new();
    private readonly List<string> _parts = [];

    public WrittenResponse(string method, FramingKind kind, WrittenHead[] interim, WrittenHead head, WrittenChunk[] chunks, WrittenChunk last, WrittenField[] trailers)
    {
        Method = method;
        Array.ForEach(interim, Write);
        var body = string.Concat(chunks.Select(chunk => chunk.Data));
        Write(kind switch
        {
            FramingKind.ContentLength => head with { Fields = [new("Content-Length", $"{body.Length}"), .. head.Fields] },
            FramingKind.Chunked => head with { Fields = [.. head.Fields, new("Transfer-Encoding", "chunked")] },
            _ => head,
        });
        _parts.Add($"{kind}");
        if (kind == FramingKind.Chunked)
        {
            foreach (var chunk in chunks.Append(last))
            {
                _octets.Append($"{chunk.Zeros}{chunk.Data.Length.ToString(chunk.IsUpper ? "X" : "x", null)}{chunk.Extension}\r\n{chunk.Data}{(chunk.Data.Length > 0 ? "\r\n" : "")}");
            }

            Write(trailers);
        }
        else if (kind != FramingKind.None)
        {
            _octets.Append(body);
        }

        _parts.Add($"body: {(kind == FramingKind.None ? "" : body)}");
        _parts.Add($"end at {_octets.Length}");
    }

    /// <summary>The method of the request that it answers.</summary>
    public string Method { get; }

    public string Text => _octets.ToString();

    public byte[] Octets => Encoding.Latin1.GetBytes(Text);

    public IEnumerable<string> Parts => _parts;

    /// <summary>The parts that the reader finds.</summary>
    public static async Task<IEnumerable<string>> PartsOfAsync(PipeReader input, string method)
    {
        var lines = new LineReader(input);
        var response = new ResponseReader(lines, method);
        await response.ReadHeadAsync();
        var body = new StringBuilder();
        while (await response.ReadBodyAsync() is { IsEmpty: false } piece)
        {
            body.Append(Encoding.Latin1.GetString(piece));
        }

        Assert.DoesNotContain(response.Findings, finding => finding.Severity == Severity.Error);
        return
        [
            .. response.Interim.Append(response.Head!).SelectMany(head => FieldsOf(head.Fields).Prepend($"{head.Offset} {head.StatusLine}")),
            $"{response.Framing!.Value.Kind}",
            .. FieldsOf(response.Trailers),
            $"body: {body}",
            $"end at {lines.Offset}",
        ];
    }

    private static IEnumerable<string> FieldsOf(FieldSection section) => section.Select(field => $"{field.Offset} {field} {field.Length} {field.Ending}");

    private void Write(WrittenHead head)
    {
        var line = $"HTTP/1.{head.MinorVersion} {head.Status} {head.Reason}";
        _parts.Add($"{_octets.Length} {line}");
        _octets.Append(line).Append("\r\n");
        Write(head.Fields);
    }

    private void Write(WrittenField[] fields)
    {
        foreach (var field in fields)
        {
            var line = $"{field.Name}:{field.Before}{field.Value}{field.After}\r\n";
            _parts.Add($"{_octets.Length} {field.Name}: {field.Value} {line.Length} {LineEnding.CrLf}");
            _octets.Append(line);
        }

        _octets.Append("\r\n");
    }
}
