namespace RawHttp.Cli.Views;

/// <summary>What an object says of the content itself.</summary>
/// <param name="Sha256">Its hash in hexadecimal digits; null if the system has no library for it.</param>
/// <param name="Octets">The content, if it is to be written.</param>
internal readonly record struct JsonContent(string? Sha256, ReadOnlyMemory<byte>? Octets);
