using System.Security.Authentication;
using System.Security.Cryptography;
using RawHttp.Cli.CommandLine;
using RawHttp.Net;

namespace RawHttp.Cli.Commands.Get;

/// <summary>What the options say about TLS, beside trust.</summary>
internal sealed record TlsChoices
{
    /// <summary>The versions of --tls-max, as curl names them.</summary>
    public const string Versions = "1.0|1.1|1.2|1.3";

    /// <summary>The value of --cert: FILE[:PASSWORD].</summary>
    public string? Certificate { get; init; }

    /// <summary>The file of --key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The name of --servername; empty to send none.</summary>
    public string? ServerName { get; init; }

    /// <summary>The value of --tls-max.</summary>
    public string? Max { get; init; }

    /// <summary>The certificate that was loaded.</summary>
    public ClientCertificate? Loaded { get; init; }

    // Opened for the first connection with TLS.
    private readonly Lazy<Action<string>?> _secretLogged = new(KeyLogFile.Open);

    /// <summary>Loads the client's certificate, before anything is sent.</summary>
    /// <exception cref="ToolException">The certificate cannot be loaded.</exception>
    public async Task<TlsChoices> PrepareAsync(TimeSpan timeout, CancellationToken stop)
    {
        if (Certificate is null || !TlsOptions.IsSupported)
        {
            return this;
        }

        var (file, password) = Split(Certificate);
        var (source, keySource) = (From("--cert"), From("--key"));
        var certificate = await source.ReadAsync(file, stop).ConfigureAwait(false);
        var key = KeyFile is null ? [] : await keySource.ReadAsync(KeyFile, stop).ConfigureAwait(false);
        try
        {
            return this with { Loaded = ClientCertificate.Load(certificate, key, password) };
        }
        catch (CryptographicException failure)
        {
            var hint = password is null && failure.Message.Contains("encrypted", StringComparison.Ordinal)
                ? $"; --cert {file}:PASSWORD gives it"
                : "";
            var isKey = KeyFile is not null && failure.Message.Contains("key", StringComparison.Ordinal)
                && !failure.Message.Contains("of the certificate", StringComparison.Ordinal);
            var isMissing = KeyFile is null && failure.Message.StartsWith("there is no key", StringComparison.Ordinal);
            var where = isKey ? $"--key {KeyFile}" : $"--cert {file}";
            var more = isMissing ? "; --key FILE names the one that has it" : hint;
            throw new ToolException(ExitStatus.ClientCertificate, $"{where}: {failure.Message.TrimEnd('.')}{more}");
        }

        BoundedFile From(string option) => new(option, ExitStatus.ClientCertificate, timeout);
    }

    /// <summary>The options for a connection to a target.</summary>
    public TlsOptions For(Target target) => new()
    {
        ServerName = ServerName is { Length: > 0 } name ? name : target.ServerName,
        SendsServerName = ServerName != "",
        ClientCertificate = Loaded,
        SecretLogged = _secretLogged.Value,
#pragma warning disable CA5397, CS0618, SYSLIB0039 // The user asks for an old version by name.
        MaxProtocol = Max switch
        {
            "1.0" => SslProtocols.Tls,
            "1.1" => SslProtocols.Tls11,
            "1.2" => SslProtocols.Tls12,
            "1.3" => SslProtocols.Tls13,
            _ => null,
        },
#pragma warning restore CA5397, CS0618, SYSLIB0039
    };

    /// <summary>As in curl, a colon of the name of the file is written with a backslash before it.</summary>
    private static (string File, string? Password) Split(string value)
    {
        var colon = -1;
        do
        {
            colon = value.IndexOf(':', colon + 1);
        }
        while (colon > 0 && value[colon - 1] == '\\');
        var file = (colon < 0 ? value : value[..colon]).Replace("\\:", ":", StringComparison.Ordinal);
        return (file, colon < 0 ? null : value[(colon + 1)..]);
    }
}
