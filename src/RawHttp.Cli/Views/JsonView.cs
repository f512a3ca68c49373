using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using RawHttp.Cli.Output;
using RawHttp.Net;

namespace RawHttp.Cli.Views;

/// <summary>--json: one object on one line. Names and values are octets decoded as ISO-8859-1, so that no information is lost.</summary>
internal sealed class JsonView(ViewOptions options) : IResponseView
{
    private readonly StandardOutput _output = new(options.Color == Color.Always ? Color.Auto : Color.Never);

    // On Linux the hash is computed by the library that provides TLS.
    private readonly IncrementalHash? _hash = TlsOptions.IsSupported ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;

    // The content of --body. It is held until its object is written; --max-body bounds it.
    private readonly ArrayBufferWriter<byte>? _content = options.Body ? new ArrayBufferWriter<byte>() : null;

    public bool TakesLinesTogether => true;

    public void Body(ReadOnlySequence<byte> piece, long offset)
    {
        foreach (var octets in piece)
        {
            _hash?.AppendData(octets.Span);
            _content?.Write(octets.Span);
        }
    }

    public void Finish(Outcome outcome)
    {
        // The output is ASCII only, and JSON escapes everything that controls a terminal, so it needs no further escaping.
        using (var json = new Utf8JsonWriter(new JsonOutput(_output)))
        {
            var hash = _hash is null ? null : Convert.ToHexStringLower(_hash.GetHashAndReset());
            ExchangeJson.Write(json, outcome, new JsonContent(hash, _content?.WrittenMemory));
            _content?.ResetWrittenCount();
        }

        _output.WriteOwn("\n");
        _output.Finish();
    }

    public void Dispose()
    {
        _hash?.Dispose();
        _output.Dispose();
    }
}
