using System.Text;
using RawHttp.Cli.CommandLine;

namespace RawHttp.Cli.Commands.Help;

/// <summary>rawhttp(1), in the man(7) language.</summary>
internal static class ManualPage
{
    public static string Make(CommandPage root)
    {
        var pages = root.All().ToList();
        var page = new StringBuilder(".\\\" Made by \"rawhttp manual\" from the definitions of the options.\n.TH RAWHTTP 1\n.SH NAME\n");
        var purpose = char.ToLowerInvariant(root.Description[0]) + root.Description[1..].TrimEnd('.');
        var synopses = pages.Where(each => each.Commands.Count == 0).Select(each => $".B {Escape(each.Path)}\n{Escape(each.Synopsis)}\n");
        page.Append($"rawhttp \\- {Escape(purpose)}\n.SH SYNOPSIS\n").AppendJoin(".br\n", synopses);
        page.Append(
            """
            .SH DESCRIPTION
            Opens a raw socket, sends a request built by hand, and reads the response line by line, mending nothing. What the server
            sent goes to standard output, what the tool says to standard error.

            """);
        foreach (var each in pages)
        {
            AppendCommand(page, each);
        }

        page.Append(".SH EXIT STATUS\n");
        foreach (var (status, meaning) in ExitStatus.Meanings)
        {
            page.Append($".TP\n.B {status}\n{Escape(meaning)}\n");
        }

        return page.Append(
            """
            .SH ENVIRONMENT
            .TP
            .B NO_COLOR
            If set, there is no colour unless
            .B \-\-color always
            asks for it.
            .TP
            .B SSL_CERT_FILE\fR, \fBSSL_CERT_DIR
            The roots to trust over https in place of OpenSSL's.
            .SH SEE ALSO
            .BR curl (1),
            .BR nc (1)

            """).ToString();
    }

    private static void AppendCommand(StringBuilder page, CommandPage command)
    {
        page.Append($".SH {Escape(command.Path.ToUpperInvariant())}\n{Escape(command.Description)}\n");
        AppendEntries(page, command.Arguments);
        foreach (var (title, options) in command.Groups)
        {
            page.Append($".SS {title}\n");
            AppendEntries(page, options);
        }

        page.Append(".SS Examples\n.nf\n").AppendJoin("", command.Examples.Select(example => Escape(example) + "\n")).Append(".fi\n");
    }

    private static void AppendEntries(StringBuilder page, IEnumerable<Entry> entries)
    {
        foreach (var entry in entries)
        {
            var names = string.Join(", ", entry.Names.Select(name => $"\\fB{Escape(name)}\\fR"));
            var value = entry.Value is null ? "" : $" \\fI{Escape(entry.Value)}\\fR";
            page.Append($".TP\n{(names + value).TrimStart()}\n{Escape(entry.Description)}\n");
        }
    }

    // The formatter would take a line that begins with a dot or an apostrophe for a command.
    private static string Escape(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
