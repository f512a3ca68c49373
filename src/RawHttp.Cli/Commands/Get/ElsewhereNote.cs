using RawHttp.Cli.Output;

namespace RawHttp.Cli.Commands.Get;

/// <summary>-v: names settings of curl that are not read here: variables that name proxies, and its file of options.</summary>
internal static class ElsewhereNote
{
    // As curl reads them: HTTP_PROXY is what a server of CGI makes of a request's field Proxy.
    private static readonly string[] Variables = ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

    /// <summary>Prints a note for those that are there.</summary>
    public static void Say(GetOptions options)
    {
        if (!options.Verbose)
        {
            return;
        }

        var variables = Variables.Where(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }).ToList();
        if (variables.Count > 0 && options.Proxy is null)
        {
            StandardError.Note($"{string.Join(", ", variables)}: not read; -x URL goes through a proxy");
        }

        if (ConfigurationFile() is { } file)
        {
            StandardError.Note($"{file}: not read; options are given on the command line");
        }
    }

    private static string? ConfigurationFile()
    {
        (string Variable, string Name)[] places = [("CURL_HOME", ".curlrc"), ("XDG_CONFIG_HOME", "curlrc"), ("HOME", ".curlrc")];
        return places.Select(place => (Folder: Environment.GetEnvironmentVariable(place.Variable), place.Name))
            .Where(place => !string.IsNullOrEmpty(place.Folder))
            .Select(place => Path.Combine(place.Folder!, place.Name))
            .FirstOrDefault(File.Exists);
    }
}
