using System.Text;

namespace RawHttp.Net;

/// <summary>A <see cref="SocketFile"/> read and written as text. Lines are found as octets and decoded
/// whole, so that no character is split.</summary>
public sealed class SocketText
{
    private readonly SocketFile _file;
    private readonly Encoding _encoding;

    internal SocketText(SocketFile file, Encoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        if (!encoding.GetBytes("\n").AsSpan().SequenceEqual("\n"u8))
        {
            throw new ArgumentException($"lines in {encoding.WebName} cannot be told by the octet LF", nameof(encoding));
        }

        _file = file;
        _encoding = encoding;
    }

    /// <summary>Reads a line; see <see cref="SocketFile.ReadLineAsync"/> for its exceptions.</summary>
    /// <param name="cancellationToken">Ends the waiting; nothing is lost.</param>
    /// <returns>The line, or null at the end of the stream.</returns>
    /// <exception cref="DecoderFallbackException">The line is not valid in the encoding, and the encoding throws.</exception>
    public async ValueTask<TextLine?> ReadLineAsync(CancellationToken cancellationToken = default) =>
        await _file.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line
            ? new TextLine(_encoding.GetString(line.Content.Span), line.Ending)
            : null;

    /// <summary>Reads the rest of the stream; see <see cref="SocketFile.ReadToEndAsync"/> for its exceptions.</summary>
    /// <param name="limit">The most octets to accept.</param>
    /// <param name="cancellationToken">Ends the waiting; nothing is lost.</param>
    /// <returns>The text, its line endings unchanged.</returns>
    /// <exception cref="DecoderFallbackException">The text is not valid in the encoding, and the encoding throws.</exception>
    public async ValueTask<string> ReadToEndAsync(int limit, CancellationToken cancellationToken = default) =>
        _encoding.GetString(await _file.ReadToEndAsync(limit, cancellationToken).ConfigureAwait(false));

    /// <summary>Writes text; see <see cref="SocketFile.WriteAsync"/>.</summary>
    /// <param name="text">The text, with its line endings unchanged.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that completes when it is buffered.</returns>
    public ValueTask WriteAsync(string text, CancellationToken cancellationToken = default) =>
        _file.WriteAsync(_encoding.GetBytes(text), cancellationToken);

    /// <summary>Writes text and <see cref="SocketFile.NewLine"/> after it; see <see cref="SocketFile.WriteLineAsync"/>.</summary>
    /// <param name="content">The line without its ending.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that completes when it is buffered.</returns>
    public ValueTask WriteLineAsync(string content, CancellationToken cancellationToken = default) =>
        _file.WriteLineAsync(_encoding.GetBytes(content), cancellationToken);

    /// <summary>Sends the buffered octets; see <see cref="SocketFile.FlushAsync"/>.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>A task that completes when they are handed to the system.</returns>
    public ValueTask FlushAsync(CancellationToken cancellationToken = default) => _file.FlushAsync(cancellationToken);
}
