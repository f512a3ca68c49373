using System.Text;
using RawHttp.Http;

namespace RawHttp.Tests.Http;

public sealed class RequestBuilderTests
{
    [Fact]
    public void The_head_is_sent_as_given()
    {
        var head = new RequestBuilder("GET", "/a?b") { Fields = [("Host", "example.org"), ("X-Empty", ""), ("Connection", "close")] };

        Assert.Equal("GET /a?b HTTP/1.1\r\nHost: example.org\r\nX-Empty:\r\nConnection: close\r\n\r\n", Encoding.Latin1.GetString(head.ToOctets()));
    }

    [Theory]
    [InlineData("GE\rT", "/", "a", "b", "method")]
    [InlineData("GET", "/\n", "a", "b", "target")]
    [InlineData("GET", "/", "a\0", "b", "field name")]
    [InlineData("GET", "/", "a", "b\r\nc: d", "field value")]
    public void A_line_end_or_nul_makes_no_second_field(string method, string target, string name, string value, string part)
    {
        var head = new RequestBuilder(method, target) { Fields = [(name, value)] };

        Assert.Equal($"the {part} holds CR, LF or NUL", Assert.Throws<FormatException>(head.ToOctets).Message);
    }

    [Theory]
    [InlineData(" a")]
    [InlineData("\ta")]
    [InlineData(" ")]
    public void A_field_is_not_folded_into_the_one_before(string name)
    {
        var head = new RequestBuilder("GET", "/") { Fields = [("Host", "a"), (name, "b")] };

        Assert.Equal("the field name begins with white space, which folds it into the field before", Assert.Throws<FormatException>(head.ToOctets).Message);
    }
}
