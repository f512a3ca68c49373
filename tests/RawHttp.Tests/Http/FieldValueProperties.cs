using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using CsCheck;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Tests.Http;

/// <summary>What a quick look at a value takes for valid is what its definition takes for valid.</summary>
public sealed class FieldValueProperties
{
    private static readonly string[] Lines = [.. FieldSyntaxLines.All.Select(row => (string)row[0])];

    // An empty part at the end changes no meaning, and keeps a value from being taken for plain at once.
    [Theory]
    [InlineData("Set-Cookie")]
    [InlineData("Strict-Transport-Security")]
    public void A_plain_value_has_the_findings_of_one_that_is_looked_at_closely(string name)
    {
        string[] values = [.. Lines.Where(line => line.StartsWith(name + ':', StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..])];
        var mixed = Gen.OneOf<string>([.. values.SelectMany(value => value.Split(';'))]).Array[1, 5].Select(parts => string.Join(';', parts));
        WireGen.Mutated(Gen.OneOf(Gen.OneOf(values), mixed).Select(value => ("GET", value))).Where(value => !value.Octets.AsSpan().ContainsAny('\r', '\n')).Sample(
            value => Assert.Equal(Codes($"{name}:{value.Octets};"), Codes($"{name}:{value.Octets}")),
            iter: Samples.Of(5000),
            print: value => $"{name}:{Printable.Text(value.Octets)}");
    }

    [Fact]
    public void Every_octet_of_a_token_is_judged_wherever_it_stands()
    {
        const string Marks = "!#$%&'*+-.^_`|~";
        for (var octet = 0; octet <= 255; octet++)
        {
            // These have a meaning in a list, or end the line.
            if (octet is ',' or ' ' or '\t' or '\r' or '\n')
            {
                continue;
            }

            var isToken = char.IsAsciiLetterOrDigit((char)octet) || Marks.Contains((char)octet, StringComparison.Ordinal);
            for (var before = 0; before < 36; before++)
            {
                var value = $"{new string('a', before)}{(char)octet}{new string('z', before % 5)}";
                Assert.Equal(!isToken, Codes("Vary: " + value).Contains("RFC9110-12.5.5-INVALID-VARY"));
            }
        }
    }

    [Fact]
    public void A_date_is_valid_if_the_framework_writes_it_so()
    {
        var moments = Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond], seconds => new DateTime(seconds * TimeSpan.TicksPerSecond, DateTimeKind.Utc));
        Gen.Select(moments, Gen.Int[0, 28], Gen.OneOf<char>(Gen.Char[' ', '~'], Gen.Char['0', '9']), Gen.Bool).Sample(
            (moment, at, octet, isChanged) =>
            {
                var text = moment.ToString("R", CultureInfo.InvariantCulture);
                text = isChanged ? $"{text[..at]}{octet}{text[(at + 1)..]}" : text;
                var isValid = DateTime.TryParseExact(text, "R", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
                    && read.ToString("R", CultureInfo.InvariantCulture) == text;

                // A white space at the beginning belongs to the line, and the framework knows no leap second.
                if (text[0] != ' ' && !text.Contains("23:59:60", StringComparison.Ordinal))
                {
                    Assert.Equal(isValid, !Codes("Last-Modified: " + text).Exists(code => code.StartsWith("RFC9110-5.6.7", StringComparison.Ordinal)));
                }
            },
            iter: Samples.Of(10_000),
            print: sample => $"{sample.Item1:R} with {sample.Item3} at {sample.Item2}: {sample.Item4}");
    }

    private static List<string> Codes(string line)
    {
        var octets = Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\n{line}\r\nContent-Length: 0\r\n\r\n");
        var response = new ResponseReader(new LineReader(PipeReader.Create(new(octets))), "GET");
        Assert.Null(AtOnce.Read(response));
        return [.. response.Findings.Select(finding => finding.Code)];
    }
}
