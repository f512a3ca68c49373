using RawHttp.Cli.CommandLine;

namespace RawHttp.Cli.Commands;

/// <summary>A file with messages as octets that is read whole: of --request and --requests, and of commands that change messages.</summary>
internal static class MessageFile
{
    public static byte[] Read(string file)
    {
        if (file.Length == 0)
        {
            throw ToolException.Usage("the name of the file to send, or of the requests, is empty");
        }

        try
        {
            return file == "-" ? ReadInput() : File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ToolException(ExitStatus.InputFailed, $"read {file}: {Output.Files.Reason(file, failure)}");
        }
        catch (OutOfMemoryException)
        {
            // A device may have no end.
            throw new ToolException(ExitStatus.InputFailed, $"read {file}: it is larger than memory holds");
        }
    }

    private static byte[] ReadInput()
    {
        using var input = Output.DescriptorStream.OpenInput();
        using var octets = new MemoryStream();
        input.CopyTo(octets);
        return octets.ToArray();
    }
}
