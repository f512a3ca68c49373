using System.IO.Pipelines;
using RawHttp.Cli.Exchanges;
using RawHttp.Cli.Views;
using RawHttp.Http;
using RawHttp.Lines;

namespace RawHttp.Cli.Commands;

/// <summary>Reads one response off a connection or a file and shows it to a view as it comes.</summary>
internal sealed class ExchangeReader
{
    private readonly IResponseView _view;
    private bool _leavesBody;

    public ExchangeReader(PipeReader input, IResponseView view, string method, ResponseLimits limits, int requestMinorVersion)
    {
        _view = view;
        Lines = new LineReader(input, view);
        Response = new ResponseReader(Lines, method, limits) { RequestMinorVersion = requestMinorVersion };
    }

    public LineReader Lines { get; }

    public ResponseReader Response { get; }

    /// <summary>What stopped the reading; null if that was the end of the message, or the caller.</summary>
    public ReadException? Failure { get; private set; }

    /// <summary>Whether what cannot be read on belongs to a head or a body, and not to what frames chunks.</summary>
    public bool IsRestBody => !Response.IsComplete && Response.Framing?.Kind != FramingKind.Chunked;

    /// <summary>When the head was whole, as a timestamp of the system's clock; 0 before.</summary>
    public long HeadRead { get; private set; }

    /// <summary>Whether the rest of the body was left where it is: the view had no use for it.</summary>
    public bool LeftBody => _leavesBody && Failure is null && !Response.IsComplete;

    /// <summary>Where what failed begins; what came from there on is not understood.</summary>
    public long Understood => Failure?.Offset ?? Lines.Offset;

    /// <summary>How the message ended, as far as that is not for the connection to say.</summary>
    public MessageEnd? End => Failure?.Error switch
    {
        null => Response.IsComplete && Response.Framing?.Kind != FramingKind.UntilClose ? MessageEnd.Complete : null,
        ReadError.LineLimit or ReadError.HeadLimit or ReadError.FieldLimit or ReadError.InterimLimit or ReadError.BodyLimit => MessageEnd.Limit,
        ReadError.Empty or ReadError.HeadCutOff or ReadError.BodyCutOff => null,
        _ => MessageEnd.Shutdown,
    };

    /// <summary>Whether octets came that frame chunks, and so are not shown as a body.</summary>
    public bool HidesRest(long received, ViewOptions view) =>
        Failure is { Error: not ReadError.BodyLimit } failure && Response.Framing?.Kind == FramingKind.Chunked && received > failure.Offset && view is { Raw: false, Wire: false };

    /// <summary>The sending of the request that is answered; null if it was sent by another.</summary>
    public RequestSending? Sending { get; init; }

    /// <summary>Reads and shows everything. Being told to stop is for the caller to see.</summary>
    public async Task ReadAsync(CancellationToken stop)
    {
        try
        {
            await Response.ReadHeadAsync(stop).ConfigureAwait(false);
            HeadRead = TimeProvider.System.GetTimestamp();
            NoteEarly();
            _view.HeadRead(Response);
            var wait = stop;
            while (await Response.ReadBodyAsync(wait).ConfigureAwait(false) is { IsEmpty: false } piece)
            {
                _view.Body(piece, Lines.Offset - piece.Length);

                // What is in hand may hold the end of the message; nothing more is waited for.
                _leavesBody = !_view.WantsBody;
                wait = _leavesBody ? new CancellationToken(canceled: true) : stop;
            }

            return;
        }
        catch (ReadException stopped)
        {
            Failure = stopped;
        }
        catch (OperationCanceledException)
        {
        }

        if (HeadRead == 0)
        {
            NoteEarly();
        }

        if (Response is { Head.IsComplete: true, Framing: null })
        {
            _view.HeadRead(Response);
        }

        // What had arrived is shown, understood or not; but a body's limit is there to be kept.
        if (Failure?.Error != ReadError.BodyLimit)
        {
            var offset = Lines.Offset;
            _view.Rest(Lines.TakeBuffered(), offset, IsRestBody);
        }
    }

    private void NoteEarly()
    {
        if (Sending is { Early: > 0 } sending)
        {
            Response.NoteEarly(sending.Early, sending.IsUnasked);
        }
    }
}
