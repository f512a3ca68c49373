using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace RawHttp.Trust;

/// <summary>Values in DER (X.690), right or as wrong as they are asked for.</summary>
public static class Der
{
    public static readonly byte[] Null = [5, 0];
    public static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static byte[] Sequence(params byte[][] values) => Tagged(0x30, values);

    public static byte[] Set(params byte[][] values) => Tagged(0x31, values);

    public static byte[] Explicit(int tag, params byte[][] values) => Tagged((byte)(0xA0 | tag), values);

    public static byte[] OctetString(byte[] value) => Tagged(4, value);

    public static byte[] BitString(byte[] value, byte unused = 0) => Tagged(3, [unused], value);

    public static byte[] Boolean(bool value) => [1, 1, value ? (byte)0xFF : (byte)0];

    public static byte[] Text(string value, byte tag = 0x0C) => Tagged(tag, Encoding.UTF8.GetBytes(value));

    public static byte[] Integer(long value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteInteger(value);
        return writer.Encode();
    }

    public static byte[] Oid(string value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(value);
        return writer.Encode();
    }

    /// <summary>UTCTime to 2049, then GeneralizedTime (RFC 5280 §4.1.2.5).</summary>
    public static byte[] Time(DateTimeOffset time) => time.Year < 2050
        ? Text(time.UtcDateTime.ToString("yyMMddHHmmss'Z'", Culture), 0x17)
        : Text(time.UtcDateTime.ToString("yyyyMMddHHmmss'Z'", Culture), 0x18);

    /// <summary>A name with a common name alone.</summary>
    public static byte[] Name(string commonName, byte tag = 0x0C) => Sequence(Set(Sequence(Oid("2.5.4.3"), Text(commonName, tag))));

    public static byte[] Tagged(byte tag, params byte[][] values)
    {
        var length = values.Sum(value => value.Length);
        byte[] header = length switch
        {
            < 0x80 => [tag, (byte)length],
            <= 0xFF => [tag, 0x81, (byte)length],
            <= 0xFFFF => [tag, 0x82, (byte)(length >> 8), (byte)length],
            _ => [tag, 0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length],
        };
        return [.. header, .. values.SelectMany(value => value)];
    }
}
