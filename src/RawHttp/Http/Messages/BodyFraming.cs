namespace RawHttp.Http;

/// <summary>The framing of a message, and the rule of RFC 9112 §6.3 that decided it.</summary>
/// <param name="Kind">Where the body ends.</param>
/// <param name="Rule">The number of the rule, 1 to 8.</param>
/// <param name="Length">The length in octets where it is known beforehand.</param>
public readonly record struct BodyFraming(FramingKind Kind, int Rule, long? Length = null);
