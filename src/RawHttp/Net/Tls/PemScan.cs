using System.Buffers;
using System.Buffers.Text;

namespace RawHttp.Net;

/// <summary>
/// Searches a file of certificates for one with a name from a chain, other than the certificate at the end of the chain: OpenSSL looks up
/// certificates by name only. An entry that cannot be parsed counts as found.
/// </summary>
internal sealed unsafe class PemScan
{
    private const byte Version = 0xA0;
    private const byte Universal = 0x1C;
    private const byte Bmp = 0x1E;
    private const ulong NoSketch = 0;

    // Usually enough for a subject; a multiple of four Base64 digits.
    private const int MaxBeginning = 768;

    private readonly nint _chain;
    private readonly byte[]? _last;
    private readonly HashSet<ulong> _names = [];

    /// <summary>Prepares a search.</summary>
    /// <param name="chain">A stack of certificates.</param>
    public PemScan(nint chain)
    {
        _chain = chain;
        for (var i = 0; i < OpenSsl.OPENSSL_sk_num(chain); i++)
        {
            _last = OpenSsl.DerOf(OpenSsl.OPENSSL_sk_value(chain, i));
            _ = TryFindNames(_last, out var issuer, out var subject);
            _names.UnionWith([Sketch(issuer), Sketch(subject)]);
        }
    }

    public bool MayMatter(ReadOnlySpan<byte> pem)
    {
        var begin = "-----BEGIN "u8;
        for (int at; (at = pem.IndexOf(begin)) >= 0;)
        {
            pem = pem[(at + begin.Length)..];
            var end = pem.IndexOf("-----END "u8);
            var label = pem.IndexOf("-----"u8);
            if (end < 0 || label < 0 || label > end || MayMatter(pem[(label + 5)..end], pem[..label].SequenceEqual("CERTIFICATE"u8)))
            {
                return true;
            }

            pem = pem[end..];
        }

        return false;
    }

    private bool MayMatter(ReadOnlySpan<byte> text, bool isPlain)
    {
        var beginning = Decode(text[..Math.Min(text.Length, MaxBeginning)], isWhole: text.Length <= MaxBeginning);
        if (!TryFindNames(beginning, out _, out var subject))
        {
            return true;
        }

        var sketch = Sketch(subject);
        var mayBeNamed = sketch == NoSketch || _names.Contains(sketch) || _names.Contains(NoSketch);
        return mayBeNamed && IsNamed(subject) && !(isPlain && Decode(text, isWhole: true).AsSpan().SequenceEqual(_last));
    }

    // Decodes the whole groups of an incomplete text.
    private static byte[] Decode(ReadOnlySpan<byte> text, bool isWhole)
    {
        var octets = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        var status = Base64.DecodeFromUtf8(text, octets, out _, out var count, isFinalBlock: isWhole);
        return status is OperationStatus.Done or OperationStatus.NeedMoreData ? octets[..count] : [];
    }

    // RFC 5280 §4.1: version (optional), serial number, signature, issuer, validity, subject.
    private static bool TryFindNames(ReadOnlySpan<byte> certificate, out ReadOnlySpan<byte> issuer, out ReadOnlySpan<byte> subject)
    {
        issuer = subject = default;
        return Next(ref certificate, out _, out var signed, out _)
            && Next(ref signed, out _, out var content, out _)
            && Next(ref content, out var first, out _, out _)
            && (first.IsEmpty || first[0] != Version || Next(ref content, out _, out _, out _))
            && Next(ref content, out _, out _, out _)
            && Next(ref content, out issuer, out _, out _)
            && Next(ref content, out _, out _, out _)
            && Next(ref content, out subject, out _, out var isWhole)
            && isWhole;
    }

    // A hash that is equal for names that OpenSSL treats as equal: it ignores case, white space and the string type (RFC 5280 §7.1).
    // NoSketch if the string type or the order within a set would matter.
    private static ulong Sketch(ReadOnlySpan<byte> name)
    {
        var sketch = 14695981039346656037UL;
        _ = Next(ref name, out _, out var sets, out _);
        while (Next(ref sets, out _, out var set, out _))
        {
            _ = Next(ref set, out _, out var pair, out _);
            _ = Next(ref pair, out _, out var type, out _);
            _ = Next(ref pair, out var value, out var text, out _);
            if (!set.IsEmpty || value is [Universal or Bmp, ..])
            {
                return NoSketch;
            }

            foreach (var octet in type)
            {
                sketch = (sketch ^ octet) * 1099511628211;
            }

            foreach (var octet in text)
            {
                sketch = char.IsAsciiLetterOrDigit((char)octet) ? (sketch ^ (octet | 0x20u)) * 1099511628211 : sketch;
            }
        }

        return sketch;
    }

    // Reads a value in DER, as far as its octets are present.
    private static bool Next(
        scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> encoded, out ReadOnlySpan<byte> content, out bool isWhole)
    {
        encoded = content = default;
        isWhole = false;
        if (rest.Length < 2)
        {
            return false;
        }

        var (header, length) = (2, (int)rest[1]);
        if (length >= 0x80)
        {
            header += length - 0x80;
            length = 0;
            if (header > 5 || rest.Length < header)
            {
                return false;
            }

            for (var i = 2; i < header; i++)
            {
                length = (length << 8) | rest[i];
            }
        }

        isWhole = header + length <= rest.Length;
        encoded = rest[..Math.Min(rest.Length, header + length)];
        content = encoded[header..];
        rest = rest[encoded.Length..];
        return true;
    }

    private bool IsNamed(ReadOnlySpan<byte> name)
    {
        nint read;
        fixed (byte* start = name)
        {
            var at = start;
            read = OpenSsl.d2i_X509_NAME(0, &at, name.Length);
        }

        var isNamed = read == 0;
        for (var i = 0; !isNamed && i < OpenSsl.OPENSSL_sk_num(_chain); i++)
        {
            var certificate = OpenSsl.OPENSSL_sk_value(_chain, i);
            isNamed = OpenSsl.X509_NAME_cmp(read, OpenSsl.X509_get_subject_name(certificate)) == 0
                || OpenSsl.X509_NAME_cmp(read, OpenSsl.X509_get_issuer_name(certificate)) == 0;
        }

        OpenSsl.X509_NAME_free(read);
        return isNamed;
    }
}
