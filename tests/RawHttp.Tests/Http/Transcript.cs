using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>What the reader makes of a message, as text: the lines of the wire with their offsets, then what they mean.</summary>
internal sealed class Transcript : ILineObserver
{
    private const int LongestBody = 400;
    private readonly StringBuilder _text = new("offset length ending\n");
    private readonly List<string> _elements = [];
    private int _meaning;
    private WhatWasRead? _read;

    public static async Task<string> OfAsync(PipeReader input, string method, MessageLimits? limits = null) =>
        (await ReadAsync(input, lines => new ResponseReader(lines, method, limits), isObserved: true))._text.ToString();

    public static async Task<string> OfRequestAsync(PipeReader input, MessageLimits? limits = null, CancelledWaits? waits = null) =>
        (await ReadAsync(input, lines => new RequestReader(lines, limits), isObserved: true, waits))._text.ToString();

    /// <summary>What the lines mean, without them.</summary>
    public static async Task<string> MeaningAsync(
        PipeReader input, string method, bool isObserved, MessageLimits? limits = null, CancelledWaits? waits = null)
    {
        var transcript = await ReadAsync(input, lines => new ResponseReader(lines, method, limits), isObserved, waits);
        return transcript._text.ToString()[transcript._meaning..];
    }

    /// <summary>What a ledger of the same octets does not show.</summary>
    public static async Task<string> BesideLedgerAsync(byte[] octets, string method)
    {
        var transcript = await ReadAsync(PipeReader.Create(new(octets)), lines => new ResponseReader(lines, method), isObserved: true);
        return Meaning.BesideLedger(octets, transcript._elements, transcript._read!);
    }

    private static async Task<Transcript> ReadAsync(
        PipeReader input, Func<LineReader, MessageReader> make, bool isObserved, CancelledWaits? waits = null)
    {
        ValueTask<T> Read<T>(Func<CancellationToken, ValueTask<T>> read) => waits is null ? read(default) : waits.ReadAsync(read);
        var transcript = new Transcript();
        var lines = new LineReader(input, isObserved ? transcript : null);
        var message = make(lines);
        var body = new ArrayBufferWriter<byte>();
        string end;
        string kind;
        try
        {
            await (message is ResponseReader response ? HeadAsync(response.ReadHeadAsync) : HeadAsync(((RequestReader)message).ReadHeadAsync));
            while (await Read(message.ReadBodyAsync) is { IsEmpty: false } piece)
            {
                foreach (var octets in piece)
                {
                    body.Write(octets.Span);
                }
            }

            end = kind = $"complete at {lines.Offset}";
        }
        catch (ReadException failure)
        {
            kind = $"{failure.Error} at {failure.Offset}";
            end = $"{kind}: {failure.Message}";
        }

        var at = lines.Offset;
        var rest = (await Read(token => lines.ReadToEndAsync(new ReadLimit(LineKind.Other, int.MaxValue) { Name = "rest" }, token))).ToArray();
        if (message.IsComplete && rest.Length > 0)
        {
            message.Complete(ConnectionEnd.None, rest.Length, rest);
        }

        transcript._meaning = transcript._text.Length;
        transcript._read = new WhatWasRead(message, body.WrittenMemory, kind, rest.Length);
        transcript.Describe(message, body.WrittenMemory, end);
        transcript.Add(rest.Length > 0 ? $"rest: {rest.Length} bytes \"{Escape(rest)}\"" : "rest: none");
        return transcript;

        async Task HeadAsync<T>(Func<CancellationToken, ValueTask<T>> read) => await Read(read);
    }

    public void LineRead(in Line line, LineKind kind)
    {
        var element = new ReadLimit(kind, 0).Name;
        _elements.Add(element);
        Add($"{line.Offset,6} {line.Octets.Length,6} {line.Ending,-6} {element}: {Escape(line.Content.Span)}");
    }

    public void Waiting()
    {
    }

    private void Describe(MessageReader message, ReadOnlyMemory<byte> body, string end)
    {
        foreach (var head in (message as ResponseReader)?.Interim ?? [])
        {
            Describe("interim", head);
        }

        if (message is ResponseReader { Head: { } final })
        {
            Describe("head", final);
        }

        if (message is RequestReader { Head: { } request })
        {
            Add($"head at {request.Offset}{(request.IsComplete ? "" : ", cut off")}: {Escape(Encoding.Latin1.GetBytes(request.RequestLine.ToString()))}");
            Add($"method \"{Escape(request.RequestLine.Method.Span)}\", {request.RequestLine.Form} target \"{Escape(request.RequestLine.Target.Span)}\", version \"{Escape(request.RequestLine.Version.Span)}\", minor {request.RequestLine.MinorVersion}");
            Describe("field", request.Fields);
        }

        if (message.Framing is { } framing)
        {
            Add($"framing: {framing.Kind}{(framing.Length is { } length ? $" {length}" : "")}, rule {framing.Rule}");
            Add(body.Length <= LongestBody
                ? $"body: {body.Length} bytes \"{Escape(body.Span)}\""
                : $"body: {body.Length} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(body.Span))}");
            Describe("trailer", message.Trailers);
        }

        foreach (var finding in message.Findings)
        {
            Add($"finding: {finding.Severity} {finding.Code} ({finding.Section}) at {finding.Offset}+{finding.Length}: {finding.Message}");
        }

        Add($"end: {end}{(message.Missing is > 0 and var missing ? $" (missing {missing})" : "")}");
    }

    private void Describe(string what, ResponseHead head)
    {
        Add($"{what} at {head.Offset}{(head.IsComplete ? "" : ", cut off")}: {Escape(Encoding.Latin1.GetBytes(head.StatusLine.ToString()))}");
        Describe("field", head.Fields);
    }

    private void Describe(string what, FieldSection section)
    {
        foreach (var field in section)
        {
            Add($"{what} at {field.Offset}, {field.Length} bytes, {field.Ending}: \"{Escape(field.Name.Span)}\" = \"{Escape(field.Value.Span)}\"");
        }
    }

    private void Add(string line) => _text.Append(line).Append('\n');

    internal static string Escape(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder();
        foreach (var octet in octets)
        {
            _ = octet is >= 0x20 and < 0x7f and not (byte)'\\' ? text.Append((char)octet) : text.Append("\\x").Append(octet.ToString("x2"));
        }

        return text.ToString();
    }
}
