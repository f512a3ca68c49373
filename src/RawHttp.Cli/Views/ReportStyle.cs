namespace RawHttp.Cli.Views;

/// <summary>The beginning of the page of --report: its style for dark, light and narrow screens, and its filter, made with radio buttons
/// and without scripts.</summary>
internal static class ReportStyle
{
    public const string Beginning =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <style>
        :root {
          color-scheme: light dark; --back: #fff; --text: #1b1f24; --faint: #57606a; --line: #d0d7de;
          --error: #b3261e; --warning: #8a5a00; --info: #0b5cad; --mark: #ffe29a; }
        @media (prefers-color-scheme: dark) { :root {
          --back: #14171c; --text: #e6e9ee; --faint: #a0a8b4; --line: #333a44;
          --error: #ff8a80; --warning: #f2c14e; --info: #7cb7ff; --mark: #6b4d00; } }
        body {
          margin: 0 auto; padding: 1rem; max-width: 75rem; background: var(--back); color: var(--text);
          font: 1rem/1.5 system-ui, sans-serif; }
        code, td, thead th { font: .875rem/1.5 ui-monospace, monospace; }
        td { vertical-align: top; } td:last-child { width: 100%; overflow-wrap: anywhere; }
        table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--faint); }
        th, td { padding: .15rem .75rem .15rem 0; border-top: 1px solid var(--line); }
        tr > td:not(:last-child) { white-space: nowrap; color: var(--faint); } code { white-space: pre-wrap; }
        mark { background: var(--mark); color: inherit; border-radius: 2px; } a { color: var(--info); } i { color: var(--faint); }
        .finding { margin: .25rem 0 .25rem .5rem; padding-left: .75rem; border-left: .25rem solid; font: 1rem/1.5 system-ui, sans-serif; }
        p.error { border-color: var(--error); } .error b { color: var(--error); }
        p.warning { border-color: var(--warning); } .warning b { color: var(--warning); }
        p.info { border-color: var(--info); } .info b { color: var(--info); }
        .time td:last-child { min-width: 8rem; } .time span { display: block; min-width: 2px; height: 1rem; background: var(--info); }
        :focus-visible { outline: 3px solid var(--info); outline-offset: 2px; }
        fieldset { display: inline-block; margin: 0 0 1rem; border: 1px solid var(--line); }
        main:has(#found:checked) .ledger .clean, main:has(#errors:checked) .ledger tbody tr:not(.error) { display: none; }
        main { display: flex; flex-direction: column; } main > * { order: 1; } h1, #run { order: -2; } nav, #verdict { order: -1; }
        fieldset { align-self: flex-start; } h1 { overflow-wrap: anywhere; margin-bottom: 0; } #verdict { margin: 0 0 1rem; }
        dt { color: var(--faint); } dd { margin: 0 0 .25rem; overflow-wrap: anywhere; } dd.error { font-weight: bold; }
        @media (min-width: 40rem) { dl { display: grid; grid-template-columns: max-content 1fr; column-gap: 1rem; } }
        @media (max-width: 40rem) {
          .ledger thead { display: none; } .ledger tr { display: flex; flex-wrap: wrap; border-top: 1px solid var(--line); }
          .ledger td { border: 0; } .ledger td:last-child { padding-bottom: .5rem; } }
        </style>
        """;

    public const string Controls =
        """
        <p>A row for each line: where it begins, when the read that brought it came, how long it is, how it ended.
        <a href="#end">How it ended</a></p>
        <fieldset><legend>Show</legend>
        <label><input type="radio" name="show" id="all" checked> all</label>
        <label><input type="radio" name="show" id="found"> with findings</label>
        <label><input type="radio" name="show" id="errors"> with errors</label></fieldset>

        """;
}
