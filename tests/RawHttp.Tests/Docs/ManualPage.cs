using System.Text;

namespace RawHttp.Tests.Docs;

/// <summary>Makes rawhttp(1) from what --help says and from the README's table of exit statuses.</summary>
internal static class ManualPage
{
    public static string Make(IReadOnlyList<HelpText> commands, IEnumerable<(string Status, string Meaning)> statuses)
    {
        var page = new StringBuilder($".\\\" Made from --help by a test.\n.TH RAWHTTP 1\n.SH NAME\nrawhttp \\- {Escape(Lower(commands[0].Description.TrimEnd('.')))}\n.SH SYNOPSIS\n");
        page.AppendJoin(".br\n", commands.Where(command => command.Commands.Count == 0).Select(command => $".B {Escape(command.Command)}\n{Escape(command.Usage[command.Command.Length..].Trim())}\n"));
        page.Append(
            """
            .SH DESCRIPTION
            Opens a raw socket, sends a request built by hand, and reads the response line by line, mending nothing. What the server
            sent goes to standard output, what the tool says to standard error.

            """);
        foreach (var command in commands)
        {
            page.Append($".SH {Escape(command.Command.ToUpperInvariant())}\n{Escape(command.Description)}\n");
            Append(page, command.Arguments, command.Options);
            page.Append($".PP\nFor example:\n.PP\n.nf\n.RS\n{string.Concat(command.Examples.Select(example => Escape(example) + "\n"))}.RE\n.fi\n");
        }

        page.Append(".SH EXIT STATUS\n");
        foreach (var (status, meaning) in statuses)
        {
            page.Append($".TP\n.B {status}\n{Escape(meaning.Replace("`", "", StringComparison.Ordinal))}\n");
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

    private static void Append(StringBuilder page, params IReadOnlyList<HelpText.Entry>[] entries)
    {
        foreach (var entry in entries.SelectMany(entry => entry))
        {
            var names = string.Join(", ", entry.Names.Select(name => $"\\fB{Escape(name)}\\fR"));
            var value = entry.Value is null ? "" : $" \\fI{Escape(entry.Value)}\\fR";
            page.Append($".TP\n{(names + value).TrimStart()}\n{Escape(entry.Description)}\n");
        }
    }

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    // A line that begins with a dot or an apostrophe would be a command of the formatter.
    private static string Escape(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
