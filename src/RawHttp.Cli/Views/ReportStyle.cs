namespace RawHttp.Cli.Views;

/// <summary>The beginning of the page of --report: its style for dark, light, narrow screens and paper, and its filter, made with radio
/// buttons and without scripts.</summary>
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
          color-scheme: light; --back: #fff; --text: #1b1f24; --faint: #57606a; --line: #d0d7de; --shade: #eef1f4;
          --error: #b3261e; --warning: #8a5a00; --info: #0b5cad; --mark: #ffe29a; }
        @media screen and (prefers-color-scheme: dark) { :root {
          color-scheme: dark; --back: #14171c; --text: #e6e9ee; --faint: #a0a8b4; --line: #333a44; --shade: #1f242c;
          --error: #ff8a80; --warning: #f2c14e; --info: #7cb7ff; --mark: #6b4d00; } }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; padding: 1rem; max-width: 75rem; background: var(--back); color: var(--text);
          font: 1rem/1.5 system-ui, sans-serif; }
        h1, h2, dd, p, li, figcaption { overflow-wrap: anywhere; } h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; }
        h2 { margin: 1.5rem 0 .5rem; font-size: 1.375rem; } h3 { margin: 1.25rem 0 .25rem; font-size: 1.0625rem; }
        code, td, thead th, pre { font: .875rem/1.5 ui-monospace, monospace; } code { white-space: pre-wrap; }
        table { border-collapse: collapse; width: 100%; } th { text-align: left; color: var(--faint); } td { vertical-align: top; }
        th, td { padding: .15rem .75rem .15rem 0; border-top: 1px solid var(--line); }
        .ledger:not(:has(td)) { display: none; } thead th { white-space: nowrap; } td:last-child { width: 100%; overflow-wrap: anywhere; }
        tr > td:not(:last-child) { white-space: nowrap; color: var(--faint); }
        mark { background: var(--mark); color: var(--text); border-radius: 2px; } a { color: var(--info); } i { color: var(--faint); }
        .finding { margin: .25rem 0 .25rem .5rem; padding-left: .75rem; border-left: .25rem solid; font: 1rem/1.5 system-ui, sans-serif; }
        p.error { border-color: var(--error); } .error b, dd.error, dd.error a, a.error { color: var(--error); }
        p.warning { border-color: var(--warning); } .warning b, dd.warning a, a.warning { color: var(--warning); }
        p.info { border-color: var(--info); } .info b { color: var(--info); }
        :target { outline: 2px solid var(--line); outline-offset: 2px; }
        :focus-visible { outline: 3px solid var(--info); outline-offset: 2px; }
        .time { width: 100%; } .time td:last-child { min-width: 6rem; }
        .time span { display: block; min-width: 2px; height: 1rem; margin-top: .15rem; background: var(--info); }
        #run { margin: 0; color: var(--faint); } .verdict { margin: 1rem 0; }
        dl { margin: .25rem 0; } dt { color: var(--faint); } dd { margin: 0 0 .25rem; } dd.error { font-weight: bold; }
        @media (min-width: 40rem) { dl { display: grid; grid-template-columns: 8.5rem 1fr; column-gap: 1rem; } }
        fieldset { display: inline-block; margin: 0 0 .5rem; border: 1px solid var(--line); border-radius: 4px; }
        fieldset label { display: inline-block; padding: .25rem .5rem .25rem 0; }
        main:has(#found:checked) .ledger .clean, main:has(#errors:checked) .ledger tbody tr:not(.error) { display: none; }
        summary { padding: .25rem 0; cursor: pointer; } details { margin: .25rem 0; } details p { margin: .25rem 0; color: var(--faint); }
        pre {
          max-height: 32rem; margin: 0; padding: .5rem; overflow: auto; background: var(--shade); border: 1px solid var(--line); }
        pre.text { white-space: pre-wrap; overflow-wrap: anywhere; }
        figure { margin: .25rem 0; } figcaption { color: var(--faint); }
        svg { display: block; width: calc(100% - 2px); height: 84px; overflow: visible; }
        svg text { fill: var(--faint); font: 12px system-ui, sans-serif; }
        svg .middle { text-anchor: middle; } svg .last { text-anchor: end; }
        svg line { stroke: var(--faint); } svg .end { stroke: var(--error); stroke-dasharray: 4 3; }
        .read { fill: var(--info); } .chunk { fill: var(--warning); } .pause { fill: var(--line); opacity: .6; }
        @media (max-width: 40rem) {
          .ledger, .ledger tbody { display: block; }
          .ledger thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .ledger tr { display: flex; flex-wrap: wrap; border-top: 1px solid var(--line); } .ledger td { border: 0; }
          .ledger td:last-child { padding-bottom: .5rem; }
          .ledger td:first-child::before { content: "offset "; content: "offset " / ""; }
          .timed td:nth-last-child(4):not(:empty)::before { content: "ms "; content: "ms " / ""; }
          .ledger td:nth-last-child(3)::before { content: "length "; content: "length " / ""; }
          .ledger td:nth-last-child(2)::before { content: "end "; content: "end " / ""; } }
        @page { margin: 1.5cm; }
        @media print {
          body { max-width: none; padding: 0; font-size: .875rem; } pre { max-height: none; overflow: visible; white-space: pre-wrap; }
          .brief::details-content { content-visibility: visible; height: auto; }
          details:not([open], .brief) summary::after { content: " (open it before printing to have it on paper)"; }
          tr, figure, .finding { break-inside: avoid; } h2, h3, summary { break-after: avoid; }
          mark, .time span { print-color-adjust: exact; } }
        </style>
        """;

    /// <summary>The place of what is marked as belonging on top: it is known last, but shown, read out and reached by keys first.</summary>
    public const string TopFirst = """<template shadowrootmode="open"><slot name="top"></slot><slot></slot></template>""";

    public const string Controls =
        """
        <p>A row for each line: where it begins, when the read that brought it came, how long it is, how it ended.
        <a href="#end">How it ended</a></p>
        <fieldset><legend>Rows to show</legend>
        <label><input type="radio" name="show" id="all" checked> all</label>
        <label><input type="radio" name="show" id="found"> with findings</label>
        <label><input type="radio" name="show" id="errors"> with errors</label></fieldset>

        """;
}
