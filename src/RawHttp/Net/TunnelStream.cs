using System.Buffers;
using RawHttp.Lines;

namespace RawHttp.Net;

/// <summary>What a connection to a proxy carries once the proxy forwards it: the octets after those that a reader has taken.</summary>
/// <param name="connection">The connection to the proxy; it ends with this stream.</param>
/// <param name="lines">The reader of the proxy's answer. Octets that it holds belong to the tunnel.</param>
/// <param name="socket">The stream of the connection's socket.</param>
internal sealed class TunnelStream(Connection connection, LineReader lines, ReceivingStream socket) : ReceivingStream
{
    private ConnectionEnd _end;
    private volatile bool _isStopped;

    public override bool CanWrite => true;

    public override ConnectionEnd End => _end;

    public override bool HasArrivals => connection.Received > lines.Offset || connection.HasArrivals;

    public override bool IsGone => socket.IsGone;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var octets = _isStopped ? default : await lines.ReadSomeAsync(buffer.Length, cancellationToken).ConfigureAwait(false);
        octets.CopyTo(buffer.Span);
        if (octets.IsEmpty && buffer.Length > 0 && _end == ConnectionEnd.None)
        {
            // The connection reads ahead: its end is that of the tunnel only now.
            _end = _isStopped ? ConnectionEnd.ShutDown : lines.End;
        }

        return (int)octets.Length;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        socket.WriteAsync(buffer, cancellationToken);

    public override void StopReceiving()
    {
        _isStopped = true;
        socket.StopReceiving();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ = connection.DisposeAsync().AsTask();
        }

        base.Dispose(disposing);
    }
}
