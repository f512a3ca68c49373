namespace RawHttp.Net;

/// <summary>Makes files over connections.</summary>
public static class ConnectionFiles
{
    /// <summary>Makes a file over a connection, as another holder of it (Python's <c>makefile</c>).</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="access">Whether the file can be read, written, or both.</param>
    /// <param name="maxLine">The most octets of a line read, its ending included.</param>
    /// <returns>The file.</returns>
    /// <exception cref="ObjectDisposedException">The connection was released.</exception>
    public static SocketFile MakeFile(
        this Connection connection, FileAccess access = FileAccess.ReadWrite, int maxLine = SocketFile.DefaultMaxLine)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.Hold();
        return new SocketFile(connection, access, maxLine);
    }
}
