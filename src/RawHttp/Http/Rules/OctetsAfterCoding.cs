namespace RawHttp.Http;

/// <summary>Counts the octets after the end of a coding, and remembers what they are.</summary>
internal sealed class OctetsAfterCoding
{
    private const int Quoted = 24;

    private byte[] _first = [];
    private bool _isSpace = true;
    private bool _isZeros = true;

    public long Count { get; private set; }

    public void Add(ReadOnlySpan<byte> octets)
    {
        Count += octets.Length;
        _isSpace = _isSpace && !octets.ContainsAnyExcept(" \t\r\n"u8);
        _isZeros = _isZeros && !octets.ContainsAnyExcept((byte)0);
        if (_first.Length <= Quoted && !octets.IsEmpty)
        {
            _first = [.. _first, .. octets[..Math.Min(octets.Length, Quoted + 1 - _first.Length)]];
        }
    }

    /// <summary>The beginning of a sentence that names them, such as "2 octets of zeros follow".</summary>
    public string Describe()
    {
        var what = _isZeros ? " of zeros" : $"{(_isSpace ? " of white space" : "")}, {HttpChars.Quote(_first, Quoted)},";
        return Count == 1 ? $"1 octet{what} follows" : $"{Count} octets{what} follow";
    }
}
