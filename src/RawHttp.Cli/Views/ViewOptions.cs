using RawHttp.Cli.Output;
using RawHttp.Http;

namespace RawHttp.Cli.Views;

/// <summary>What to show of a response, and where; shared by <c>get</c> and <c>read</c>.</summary>
internal sealed record ViewOptions
{
    // Octets of a row of content with --wire=all; longer content is several rows.
    private const int MaxOfAll = 16 * 1024;

    /// <summary>The letters of --print.</summary>
    public string Print { get; init; } = "hb";

    public bool Raw { get; init; }

    public bool Wire { get; init; }

    /// <summary>Whether the ledger shows each octet as hex and text, too, and every chunk.</summary>
    public bool WireAll { get; init; }

    public bool Json { get; init; }

    /// <summary>Whether --json has the content.</summary>
    public bool Body { get; init; }

    /// <summary>The file of --report.</summary>
    public string? ReportFile { get; init; }

    public bool Strict { get; init; }

    /// <summary>How long the body may become without its content codings; null if it is shown with them.</summary>
    public long? MaxDecoded { get; init; }

    public Color Color { get; init; }

    public string? OutputFile { get; init; }

    public string? HeadFile { get; init; }

    /// <summary>How long to wait for a reader when writing to a pipe.</summary>
    public TimeSpan FileTimeout { get; init; } = new Net.ConnectOptions().ConnectTimeout;

    public bool Silent { get; init; }

    /// <summary>Whether reading stops at a binary body: it is not shown on a terminal, and no other output needs it.</summary>
    public bool StopsAtBinary { get; init; }

    /// <summary>What the run is about, for the title of the page: the target or the file.</summary>
    public string Subject { get; init; } = "the server";

    /// <summary>The format of -w; null for none.</summary>
    public string? WriteOut { get; init; }

    /// <summary>Whether redirections are followed: the file of -o gets the last body only.</summary>
    public bool Follows { get; init; }

    /// <summary>Whether the run has several inputs, whose number is its progress.</summary>
    public bool IsOneOfMany { get; init; }

    /// <summary>Whether a long run shows how far it is. Redrawing needs a CR, and with --color never the tool sends no control but line
    /// ends.</summary>
    public bool ShowsProgress => !Silent && Color != Color.Never && StandardError.IsTerminal;

    /// <summary>Whether there is output for an exchange that found no server, too.</summary>
    public bool WantsEachFailure => Json || WriteOut is not null || ReportFile is not null;

    public bool Shows(char letter) => Print.Contains(letter, StringComparison.Ordinal);

    /// <summary>The file of --save.</summary>
    public string? SaveFile { get; init; }

    /// <summary>Whether -L follows a response with this head (RFC 9110 §15.4).</summary>
    public static bool IsRedirection(ResponseHead head) =>
        head.StatusLine.StatusCode is 301 or 302 or 303 or 307 or 308 && head.Fields.Named("Location").Any();

    /// <summary>Refuses files that cannot be written, before anything is sent.</summary>
    /// <exception cref="OutputException">One cannot be written.</exception>
    public void CheckFiles()
    {
        foreach (var file in new[] { OutputFile, HeadFile, SaveFile, ReportFile }.OfType<string>())
        {
            AtomicFile.Check(file);
        }
    }

    /// <summary>Makes one view of all that the options choose.</summary>
    public IResponseView MakeView()
    {
        var view = MakeShownView();
        view = ShowsProgress && !IsOneOfMany && !Tty.Is(1) && OutputFile is null ? new TeeView(view, new ProgressView()) : view;
        view = WriteOut is null ? view : new TeeView(view, new WriteOutView(WriteOut));
        view = ReportFile is null ? view : new TeeView(view, MakeReport(ReportFile));
        return SaveFile is null ? view : new TeeView(view, new SaveView(SaveFile, FileTimeout));
    }

    /// <summary>The progress of a run with several inputs, of which nothing else is to be seen on the terminal.</summary>
    /// <param name="total">How many there are.</param>
    /// <param name="what">What they are, in the plural.</param>
    /// <returns>Its progress, which has begun; null if there is none to show.</returns>
    public Progress? ProgressOf(int total, string what)
    {
        if (!ShowsProgress || Tty.Is(1) || total < 2)
        {
            return null;
        }

        var progress = new Progress("", Progress.UsualDelay, unit: what);
        progress.Begin(total);
        return progress;
    }

    // What stands beside the ledger is collected before the ledger ends.
    private TeeView MakeReport(string file)
    {
        var contents = new ReportContents();
        return new TeeView(contents, new WireView(new ReportWriter(file, Subject, FileTimeout, contents)));
    }

    private IResponseView MakeShownView() =>
        Raw ? new RawView(this)
        : WireAll ? new WireView(new LedgerWriter(Color, showsAll: true), MaxOfAll)
        : Wire ? new WireView(new ChunkFold(new LedgerWriter(Color)))
        : Json ? new JsonView(this)
        : new TextView(this);
}
