using System.Globalization;

namespace RawHttp.Tests.Cli;

/// <summary>Views of what is far larger than usual: large numbers keep their columns, and limits that were raised cost no more than what came.</summary>
public sealed class LargeInputTests
{
    // With the square of their number each of these would take minutes.
    [Theory]
    [InlineData("yes $'X:1\\r' | head -n 150000; yes $'Age:1\\r' | head -n 150000", "RFC9110-5.3-REPEATED-SINGLETON at 750024")]
    [InlineData("yes $'X:1\\r' | head -n 150000; yes $'X:\\x01\\r' | head -n 1000", "findings: 1000 warnings, and 2 not listed")]
    [InlineData("printf 'X: '; head -c 2000000 /dev/zero | tr '\\0' '\\1'; head -c 1500000 /dev/zero | tr '\\0' a; printf '\\r\\n'", "findings: 1 warning, 2 info")]
    public async Task Many_fields_and_long_lines_cost_no_more_than_they_are_long(string fields, string told)
    {
        var result = await Tool.ShellAsync($"(printf 'HTTP/1.1 200 OK\\r\\n'; {fields}; printf 'Content-Length: 0\\r\\n\\r\\n') 2> /dev/null | $TOOL read --wire --max-line 1G --max-head 1G --max-fields 10000000 | grep -a '^ *error\\|^ *warning RFC9110-5.3\\|findings'");

        Assert.Contains(told, result.Text, StringComparison.Ordinal);
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task Numbers_with_more_digits_than_their_columns_push_octets_and_carets_alike()
    {
        var result = await Tool.ShellAsync("(printf 'HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5f5e100\\r\\n'; head -c 100000000 /dev/zero; printf '\\r\\n0\\r\\nT: a\\x01b\\r\\n\\r\\n') | $TOOL read --wire");

        var rows = result.Text.Split('\n');
        var data = Array.FindIndex(rows, row => row.Contains("data", StringComparison.Ordinal));
        Assert.StartsWith("      56 100000000  data   \\x00", rows[data], StringComparison.Ordinal);
        var trailer = Array.FindIndex(rows, row => row.Contains("T: a", StringComparison.Ordinal));
        Assert.Equal("100000061         8  CRLF   T: a\\x01b", rows[trailer]);
        Assert.Equal("                                ^^^^", rows[trailer + 1]);
        Assert.Equal("           warning RFC9110-5.5-CONTROL at 100000065", rows[trailer + 2]);
        Assert.StartsWith("100000071  end: complete;", rows[^4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_larger_than_a_string_of_JSON_is_written_whole()
    {
        // The writer takes 166,666,666 characters at once.
        const string Input = "(printf 'HTTP/1.1 200 OK\\r\\nX: '; head -c 166666667 /dev/zero | tr '\\0' a; printf '\\r\\nContent-Length: 0\\r\\n\\r\\n')";
        var result = await Tool.ShellAsync($"{Input} | $TOOL read --json --max-line 1G --max-head 1G | wc -c; exit ${{PIPESTATUS[1]}}");

        Assert.InRange(int.Parse(result.Text, CultureInfo.InvariantCulture), 166666667, 166670000);
        Assert.Equal((0, ""), (result.Status, result.Error));
    }
}
