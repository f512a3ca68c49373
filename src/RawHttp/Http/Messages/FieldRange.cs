namespace RawHttp.Http;

/// <summary>Where one field line of a head without faults is, in octets from the start of the head.</summary>
internal record struct FieldRange
{
    /// <summary>Where the line and its name begin.</summary>
    public int Start { get; set; }

    /// <summary>How long the name is.</summary>
    public int NameLength { get; set; }

    /// <summary>Where the value begins, after white space.</summary>
    public int ValueStart { get; set; }

    /// <summary>How long the value is, without white space after it.</summary>
    public int ValueLength { get; set; }

    /// <summary>How long the line is, its ending included.</summary>
    public int Length { get; set; }
}
