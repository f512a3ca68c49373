using System.Text;
using RawHttp.Client;
using RawHttp.Net;

namespace RawHttp.Cli.Views;

/// <summary>The connection in a page of --report: its addresses, what was agreed on with TLS, and the certificate.</summary>
internal static class ReportConnection
{
    // A certificate may have thousands.
    private const int MaxNames = 100;

    /// <summary>The part for an exchange, as HTML.</summary>
    public static string Of(ConnectionInfo link)
    {
        var text = new StringBuilder("<h3>The connection</h3>\n<dl>\n");
        text.Append(ReportText.Row("Remote address", link.Remote ?? "none was reached"));
        text.Append(ReportText.Row("Local address", link.Local));
        text.Append(ReportText.Row("Exchange", link.Exchange > 1 ? $"number {link.Exchange} of this connection" : null));
        foreach (var attempt in link.Attempts.Where(attempt => attempt.Failure is not null))
        {
            text.Append(ReportText.Row("Tried", $"{attempt.EndPoint}: {attempt.Failure}"));
        }

        if (link.Tls is { } tls)
        {
            AddTls(text, tls);
        }

        return text.Append("</dl>\n").ToString();
    }

    private static void AddTls(StringBuilder text, TlsDetails tls)
    {
        text.Append(ReportText.Row("TLS", tls.Protocol is { } protocol ? Summary.TlsVersion(protocol) : "not agreed on"));
        text.Append(ReportText.Row("Cipher suite", tls.CipherSuite?.ToString()));
        text.Append(ReportText.Row("ALPN", tls.Protocol is null ? null : tls.ApplicationProtocol ?? "none"));
        if (tls.Certificate is { } certificate)
        {
            var more = certificate.Names.Count > MaxNames ? $", and {certificate.Names.Count - MaxNames} more" : "";
            var names = certificate.Names.Count > 0 ? string.Join(", ", certificate.Names.Take(MaxNames)) + more : "no host";
            text.Append(ReportText.Row("Certificate of", certificate.Subject));
            text.Append(ReportText.Row("Issued by", certificate.Issuer));
            text.Append(ReportText.Row("For", names));
            text.Append(ReportText.Row("Valid", $"from {Summary.Date(certificate.NotBefore)} to {Summary.Date(certificate.NotAfter)}"));
            text.Append(ReportText.Row("SHA-256", certificate.Sha256));
            text.Append(ReportText.Row("Trusted", tls.Problems.Count == 0 ? "yes" : null));
        }

        foreach (var problem in tls.Problems)
        {
            text.Append(ReportText.Row("Not trusted", problem, "error"));
        }

        text.Append(ReportText.Row("Broken by", tls.Failure, "error"));
        text.Append(ReportText.Row("close_notify", tls.CloseNotifyReceived is { } said ? said ? "received" : "not received" : null));
    }
}
