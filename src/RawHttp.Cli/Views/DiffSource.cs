namespace RawHttp.Cli.Views;

/// <summary>One of the two inputs of <c>diff</c>.</summary>
/// <param name="Letter">A or B.</param>
/// <param name="Kind">What it is: "file" or "target".</param>
/// <param name="Name">The file, or the URL.</param>
internal sealed record DiffSource(string Letter, string Kind, string Name)
{
    /// <summary>How many responses it has that the other one does not.</summary>
    public int Surplus { get; set; }
}
