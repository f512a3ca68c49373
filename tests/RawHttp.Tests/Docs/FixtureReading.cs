using System.Buffers;
using System.IO.Pipelines;
using RawHttp.Http;
using RawHttp.Lines;
using RawHttp.Tests.Http;

namespace RawHttp.Tests.Docs;

/// <summary>How RawHttp reads a fixture, in the words in which the record of other readers has them.</summary>
internal sealed record FixtureReading(string Fixture, string Says, bool IsWhole, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether the tool says that something is wrong enough for --strict.</summary>
    public bool IsError => !IsWhole || Findings.Any(finding => finding.Severity == Severity.Error);

    /// <summary>The codes of the errors, each once.</summary>
    public IReadOnlyList<string> Errors =>
        [.. Findings.Where(finding => finding.Severity == Severity.Error).Select(finding => finding.Code).Distinct()];

    public bool Has(FindingKind kind) => Findings.Any(finding => finding.Code == kind.Code);

    public static async Task<FixtureReading> ReadAsync(string fixture)
    {
        var lines = new LineReader(PipeReader.Create(new(RawHttp.Tests.Fixture.Read(fixture))));
        MessageReader message = RawHttp.Tests.Fixture.IsRequest(fixture)
            ? new RequestReader(lines)
            : new ResponseReader(lines, RawHttp.Tests.Fixture.MethodOf(fixture));
        var failure = AtOnce.Read(message);
        var body = message is RequestReader { BodyLength: 0 } or { Framing.Kind: FramingKind.None } ? "no body" : $"a body of {message.BodyLength} bytes";
        var says = message is RequestReader { Head.RequestLine: var line } ? $"reads {Text(line.Method)} {Text(line.Target)} with {body}" : $"reads {body}";
        if (failure is not null)
        {
            var refuses = failure.Error is ReadError.BodyCutOff or ReadError.HeadCutOff or ReadError.Empty ? "and takes it as cut off" : $"and refuses ({failure.Error})";
            says = message.BodyLength > 0 ? $"reads {message.BodyLength} bytes {refuses}" : refuses[4..];
        }
        else if (await lines.WaitForMoreAsync())
        {
            var after = lines.TakeBuffered().ToArray();
            message.Complete(ConnectionEnd.None, after.Length, after);
        }

        return new FixtureReading(fixture, says, failure is null, [.. message.Findings]);
    }

    private static string Text(ReadOnlyMemory<byte> octets) =>
        string.Concat(octets.ToArray().Select(octet => octet is >= 0x20 and < 0x7f ? $"{(char)octet}" : $"\\x{octet:x2}"));
}
