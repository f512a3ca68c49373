namespace RawHttp.BugReports;

/// <summary>A value that a <see cref="MessageRedactor"/> replaced, or had to leave.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Where">The name of its field; empty for one that is in no field.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How many octets it has.</param>
public sealed record Secret(SecretKind Kind, string Where, int Offset, int Length);
