using System.Security.Cryptography;
using System.Text;
using RawHttp.Http;

namespace RawHttp.Tests.Http;

/// <summary>What the reader made of a message.</summary>
/// <param name="Message">The reader.</param>
/// <param name="Body">The body, as far as it came.</param>
/// <param name="End">Why and where the reading ended.</param>
/// <param name="Rest">How many octets followed.</param>
internal sealed record WhatWasRead(MessageReader Message, ReadOnlyMemory<byte> Body, string End, int Rest);

/// <summary>The meaning of a response as text, as far as a ledger of it does not show it already.</summary>
internal static class Meaning
{
    /// <param name="octets">The response.</param>
    /// <param name="elements">What its lines are, in order.</param>
    /// <param name="read">What the reader made of it.</param>
    public static string BesideLedger(byte[] octets, IReadOnlyList<string> elements, WhatWasRead read)
    {
        var response = (ResponseReader)read.Message;
        var text = new StringBuilder($"lines: {Counted(elements)}\n");
        foreach (var head in response.Interim)
        {
            Describe(text, octets, "interim head", head);
        }

        if (response.Head is { } final)
        {
            Describe(text, octets, "head", final);
        }

        if (response.Framing is { } framing)
        {
            text.Append($"framing: {framing.Kind}{(framing.Length is { } length ? $" {length}" : "")}, rule {framing.Rule}\n");
            text.Append($"body: {read.Body.Length} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(read.Body.Span))[..16]}\n");
            text.Append(response.Trailers.Count > 0 ? $"trailers: {response.Trailers.Count} fields\n" : "");
            Describe(text, octets, response.Trailers);
        }

        if (response.Findings.Count > 0)
        {
            text.Append($"findings: {string.Join(", ", response.Findings.Select(finding => $"{finding.Section} at {finding.Offset}+{finding.Length}"))}\n");
        }

        var missing = response.Missing is > 0 and var count ? $", {count} missing" : "";
        return text.Append($"end: {read.End}{missing}{(read.Rest > 0 ? $", {read.Rest} bytes after it" : "")}\n").ToString();
    }

    private static void Describe(StringBuilder text, byte[] octets, string what, ResponseHead head)
    {
        var statusLine = Encoding.Latin1.GetBytes(head.StatusLine.ToString());
        var asRead = Follows(octets, head.Offset, statusLine) ? "" : $" \"{Transcript.Escape(statusLine)}\"";
        text.Append($"{what} at {head.Offset}{(head.IsComplete ? "" : ", cut off")}:{asRead} {head.Fields.Count} fields\n");
        Describe(text, octets, head.Fields);
    }

    // Only fields that are not what their row says.
    private static void Describe(StringBuilder text, byte[] octets, FieldSection section)
    {
        foreach (var field in section)
        {
            byte[] plain = [.. field.Name.Span, .. ": "u8, .. field.Value.Span];
            if (!Follows(octets.AsSpan(0, (int)field.Offset + field.Length), field.Offset, plain))
            {
                text.Append($"field at {field.Offset}, {field.Length} bytes: \"{Transcript.Escape(field.Name.Span)}\" = \"{Transcript.Escape(field.Value.Span)}\"\n");
            }
        }
    }

    // Whether this line, and nothing more, is there.
    private static bool Follows(ReadOnlySpan<byte> octets, long offset, ReadOnlySpan<byte> line)
    {
        var row = octets[(int)offset..];
        return row.StartsWith(line) && (row.Length == line.Length || row[line.Length] is (byte)'\r' or (byte)'\n');
    }

    // "status line, 4 x field line, chunk size line": the same in a row is counted.
    private static string Counted(IReadOnlyList<string> elements)
    {
        var runs = new List<(string Element, int Count)>();
        foreach (var element in elements)
        {
            if (runs.Count > 0 && runs[^1].Element == element)
            {
                runs[^1] = (element, runs[^1].Count + 1);
            }
            else
            {
                runs.Add((element, 1));
            }
        }

        return string.Join(", ", runs.Select(run => run.Count == 1 ? run.Element : $"{run.Count} x {run.Element}"));
    }
}
