using System.CommandLine;
using RawHttp.Cli.CommandLine;
using RawHttp.Client;

namespace RawHttp.Cli.Commands;

/// <summary>The options that say which requests saved responses answer, which decides how their content is framed.</summary>
internal sealed class AnsweredRequests
{
    private readonly Option<string?> _method = new("--method", "-X")
    {
        HelpName = "M[,M...]",
        Description = "The methods of the requests that the responses answer, in order (GET)",
    };

    private readonly Option<string?> _requests = new("--requests")
    {
        HelpName = "FILE",
        Description = "The requests that the responses answer, as bytes; what follows the last response was not asked for",
    };

    /// <summary>Both options, which exclude each other.</summary>
    public Option[] All => [_method, _requests];

    /// <summary>The file of the requests and the name of its option, for the check of all files.</summary>
    public (string Name, string? Path) File(ParseResult result) => (_requests.Name, result.GetValue(_requests));

    /// <summary>The error in the values; null if there is none.</summary>
    /// <param name="result">The values.</param>
    /// <param name="files">The files of the responses.</param>
    public string? Fault(ParseResult result, IEnumerable<string> files) =>
        result.GetValue(_method) is { } list && !list.Split(',').All(SharedOptions.IsMethod)
            ? "--method: it is empty or holds a space or a control"
        : result.GetValue(_requests)?.Length == 0 ? "--requests: the file name is empty"
        : result.GetValue(_requests) == "-" && files.Contains("-")
            ? "--requests -: standard input is what holds the responses; name a file for one of the two"
        : null;

    /// <summary>The requests; null if none is known.</summary>
    /// <exception cref="ToolException">The file cannot be read, or holds no request.</exception>
    public IEnumerable<SentRequest>? Read(ParseResult result)
    {
        if (result.GetValue(_requests) is { } file)
        {
            var octets = MessageFile.Read(file);
            return octets.AsSpan().ContainsAnyExcept("\r\n"u8)
                ? SentRequest.ParseAll(octets).ToList()
                : throw new ToolException(ExitStatus.InputFailed, $"read {file}: it holds no request");
        }

        return result.GetValue(_method) is { } methods ? SentRequest.FromMethods(methods.Split(',')) : null;
    }
}
