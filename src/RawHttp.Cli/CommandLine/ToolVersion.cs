using System.Reflection;

namespace RawHttp.Cli.CommandLine;

/// <summary>The version of the tool.</summary>
internal static class ToolVersion
{
    /// <summary>Without the commit it was built from.</summary>
    public static string Text { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
