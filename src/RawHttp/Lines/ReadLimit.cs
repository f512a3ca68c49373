namespace RawHttp.Lines;

/// <summary>How much may be read at once, and what it is called when there is more.</summary>
/// <param name="Element">What is being read, as an error shall name it: "status line", "field line".</param>
/// <param name="Octets">The most octets it may have, a line's ending included.</param>
public readonly record struct ReadLimit(string Element, int Octets);
