using System.Text;
using RawHttp.Cli.Output;

namespace RawHttp.Cli.Views;

/// <summary>
/// The file of --report. Text is written as it comes, once there is more than an ordinary page has: up to there it is held, so that the
/// title in its head can say how the exchange ended, which is known last.
/// </summary>
/// <param name="path">The name of the file.</param>
/// <param name="openTimeout">How long to wait for a reader if it is a pipe.</param>
internal sealed class ReportPage(string path, TimeSpan openTimeout) : IDisposable
{
    private const int MaxHeld = 256 * 1024;
    private const int AtOnce = 32 * 1024;

    private readonly LazyFile _file = new(path, "the page", openTimeout);
    private readonly StringBuilder _text = new();
    private int _titleAt = -1;
    private long _written;

    /// <summary>The title, as text; it counts when writing begins.</summary>
    public string Title { get; set; } = "";

    /// <summary>How many characters the page has so far.</summary>
    public long Length => _written + _text.Length;

    /// <summary>Whether the page has its end.</summary>
    public bool IsWhole => _file.IsWhole;

    /// <summary>Notes that the title belongs here.</summary>
    public void PlaceTitle() => _titleAt = _text.Length;

    /// <summary>Adds HTML.</summary>
    public void Add(string html)
    {
        _text.Append(html);
        if (_text.Length > (_titleAt < 0 ? AtOnce : MaxHeld))
        {
            Spill();
        }
    }

    /// <summary>Ends the page.</summary>
    public void End()
    {
        Spill();
        _file.IsWhole = true;
    }

    /// <summary>Gives the file its name, if there is a page.</summary>
    /// <exception cref="OutputException">The file could not be written.</exception>
    public void Finish() => _file.Finish();

    public void Dispose() => _file.Dispose();

    private void Spill()
    {
        if (_titleAt >= 0)
        {
            _text.Insert(_titleAt, $"<title>{ReportText.Html(Title)}</title>");
            _titleAt = -1;
        }

        _written += _text.Length;
        _file.Write(Encoding.UTF8.GetBytes(_text.ToString()));
        _text.Clear();
    }
}
