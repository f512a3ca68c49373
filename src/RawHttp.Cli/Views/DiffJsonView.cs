using System.Text;
using System.Text.Json;
using RawHttp.Cli.CommandLine;
using RawHttp.Cli.Comparison;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Views;

/// <summary>diff --json: one object on one line, described by docs/diff.schema.json.</summary>
internal sealed class DiffJsonView : IDiffView
{
    private readonly StandardOutput _output;
    private readonly Utf8JsonWriter _json;
    private (DiffSource A, DiffSource B) _sources;

    public DiffJsonView(Color color)
    {
        _output = new StandardOutput(color == Color.Always ? Color.Auto : Color.Never);

        // The output is ASCII only, and JSON escapes everything that controls a terminal.
        _json = new Utf8JsonWriter(new JsonOutput(_output));
    }

    public void Begin(DiffSource a, DiffSource b)
    {
        _sources = (a, b);
        _json.WriteStartObject();
        _json.WriteNumber("schema", 1);
        _json.WriteString("tool", $"rawhttp {ToolVersion.Text}");
        WriteSource("a", a);
        WriteSource("b", b);
        _json.WriteStartArray("responses");
    }

    public void Write(DiffPair pair)
    {
        _json.WriteStartObject();
        WriteResponse("a", pair.A);
        WriteResponse("b", pair.B);
        _json.WriteBoolean("alike", pair.Comparison.IsAlike);
        _json.WriteStartArray("differences");
        foreach (var one in pair.Comparison.Differences)
        {
            Write(one);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    public void Complete(bool isAlike, ExitVerdict? failure)
    {
        _json.WriteEndArray();
        _json.WriteStartObject("surplus");
        _json.WriteNumber("a", _sources.A.Surplus);
        _json.WriteNumber("b", _sources.B.Surplus);
        _json.WriteEndObject();
        _json.WriteBoolean("alike", isAlike);
        if (failure is null)
        {
            _json.WriteNull("error");
        }
        else
        {
            _json.WriteStartObject("error");
            _json.WriteNumber("exit", failure.Status);
            _json.WriteString("message", failure.Message);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.Flush();
        _output.WriteOwn("\n");
        _output.Finish();
    }

    public void Dispose()
    {
        _json.Dispose();
        _output.Dispose();
    }

    private void WriteSource(string name, DiffSource source)
    {
        _json.WriteStartObject(name);
        _json.WriteString("kind", source.Kind);
        _json.WriteString("name", source.Name);
        _json.WriteEndObject();
    }

    private void WriteResponse(string name, Outcome outcome)
    {
        var exchange = outcome.Exchange;
        _json.WriteStartObject(name);
        _json.WriteNumber("start", exchange.Start);
        _json.WriteNumber("length", exchange.Received - exchange.Start);
        WriteNumber("status", exchange.Head?.StatusLine.StatusCode);
        _json.WriteNumber("content", exchange.BodyLength);
        _json.WriteBoolean("complete", outcome.IsWhole);
        _json.WriteString("end", outcome.Words);
        _json.WriteEndObject();
    }

    private void Write(Difference one)
    {
        _json.WriteStartObject();
        _json.WriteString("part", one.Part == DifferencePart.StatusLine ? "status-line" : Word(one.Part));
        _json.WriteString("kind", Word(one.Kind));
        _json.WriteString("subject", one.Subject);
        WriteNumber("interim", one.Interim);
        _json.WriteBoolean("ignored", one.IsIgnored);
        _json.WriteString("remark", one.Remark);
        WriteSide("a", one.A);
        WriteSide("b", one.B);
        _json.WriteEndObject();
    }

    private void WriteSide(string name, DifferenceSide? side)
    {
        if (side is null)
        {
            _json.WriteNull(name);
            return;
        }

        _json.WriteStartObject(name);
        WriteNumber("offset", side.Offset);
        WriteNumber("length", side.Length);
        if (side.Octets is { } octets)
        {
            WriteNumber("index", side.Index);
            _json.WriteString("text", Encoding.Latin1.GetString(octets.Span));
            _json.WriteString("hex", Convert.ToHexStringLower(octets.Span));
            _json.WriteNumber("from", side.DifferentFrom);
            _json.WriteNumber("to", side.DifferentTo);
        }
        else
        {
            _json.WriteString("words", side.Words);
        }

        _json.WriteEndObject();
    }

    private void WriteNumber(string name, long? number)
    {
        if (number is { } known)
        {
            _json.WriteNumber(name, known);
        }
        else
        {
            _json.WriteNull(name);
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
