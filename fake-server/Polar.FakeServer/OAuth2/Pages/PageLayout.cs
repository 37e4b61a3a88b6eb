using System.Net;
using System.Text;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.OAuth2.Pages;

/// <summary>The frame of the fake's own pages: plain HTML that needs nothing from elsewhere.</summary>
internal static class PageLayout
{
    private const string Style = """
        :root { color-scheme: light dark; --page: #f4f4f5; --card: #fff; --line: #e4e4e7; --text: #18181b; --soft: #71717a; --accent: #0062ff; --on-accent: #fff; }
        @media (prefers-color-scheme: dark) { :root { --page: #09090b; --card: #18181b; --line: #2e2e33; --text: #f4f4f5; --soft: #a1a1aa; --accent: #3b82f6; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 1.25rem; padding: 2rem 1rem; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main { width: 100%; max-width: 27rem; background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 2rem; box-shadow: 0 1px 2px rgb(0 0 0 / 4%), 0 12px 32px rgb(0 0 0 / 6%); }
        h1 { margin: 1.25rem 0 .25rem; font-size: 1.3rem; line-height: 1.3; letter-spacing: -.01em; overflow-wrap: anywhere; }
        p { margin: 0; } .soft { color: var(--soft); } .small { font-size: .85rem; }
        .marks { display: flex; align-items: center; gap: .75rem; }
        .mark { display: grid; place-items: center; width: 3rem; height: 3rem; border-radius: .8rem; background: var(--page); border: 1px solid var(--line); font-weight: 600; font-size: 1.2rem; }
        .mark svg { width: 1.6rem; height: 1.6rem; } .dots { color: var(--soft); letter-spacing: .15em; }
        .who { display: flex; align-items: center; gap: .75rem; margin: 1.25rem 0; padding: .6rem .75rem; border: 1px solid var(--line); border-radius: .75rem; color: inherit; text-decoration: none; }
        a.who:hover, a.who:focus-visible { border-color: var(--accent); outline: none; } .who + .who { margin-top: -.75rem; } main > .who:last-child { margin-bottom: 0; }
        .who > span:nth-child(2) { flex: 1; min-width: 0; overflow-wrap: anywhere; }
        .face { display: grid; place-items: center; flex: none; width: 2rem; height: 2rem; border-radius: 50%; background: var(--accent); color: var(--on-accent); font-size: .85rem; font-weight: 600; }
        a { color: var(--accent); }
        h2 { margin: 1.25rem 0 .5rem; font-size: .85rem; font-weight: 600; }
        ul { list-style: none; margin: 0; padding: .25rem 0; border: 1px solid var(--line); border-radius: .75rem; max-height: 22rem; overflow: auto; }
        li { display: flex; gap: .6rem; padding: .35rem .75rem; } li::before { content: "✓"; color: var(--accent); font-weight: 600; }
        fieldset { margin: 0; padding: .25rem 0; border: 1px solid var(--line); border-radius: .75rem; }
        fieldset label { display: flex; gap: .6rem; align-items: center; padding: .35rem .75rem; cursor: pointer; } input { accent-color: var(--accent); margin: 0; }
        .actions { display: flex; gap: .75rem; margin-top: 1.5rem; }
        button { flex: 1; padding: .65rem 1rem; border-radius: .75rem; border: 1px solid var(--line); background: transparent; color: inherit; font: inherit; font-weight: 500; cursor: pointer; }
        button.main { background: var(--accent); border-color: var(--accent); color: var(--on-accent); } button:hover { filter: brightness(1.08); }
        button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .note { margin-top: 1.25rem; } code { font: .85em ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere; }
        footer { color: var(--soft); font-size: .8rem; text-align: center; }
        """;

    private const string Mark =
        """<span class="mark"><svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"><path d="M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9M9.5 4.5 12 7l2.5-2.5M9.5 19.5 12 17l2.5 2.5"/></svg></span>""";

    /// <summary>The fake's own mark.</summary>
    public static string OwnMark => $"""<div class="marks">{Mark}</div>""";

    /// <summary>A client's mark beside the fake's own.</summary>
    public static string MarksWith(string client) =>
        $"""<div class="marks"><span class="mark">{Initial(client)}</span><span class="dots">•••</span>{Mark}</div>""";

    /// <summary>A page.</summary>
    /// <param name="status">The status.</param>
    /// <param name="title">What the browser calls it.</param>
    /// <param name="content">What is on it, as HTML.</param>
    public static Reply Page(int status, string title, string content)
    {
        var html = $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(title)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            {content}
            </main>
            <footer>A fake of Polar, for development. Nothing here reaches the real service.</footer>
            </body>
            </html>
            """;
        return new Reply(
            status,
            Encoding.UTF8.GetBytes(html),
            "text/html; charset=utf-8",
            ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"),
            ("Referrer-Policy", "no-referrer"));
    }

    /// <summary>A text that is no HTML.</summary>
    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    /// <summary>A person, or an app, by the first letter.</summary>
    public static string Initial(string name)
    {
        var runes = name.Trim().EnumerateRunes();
        return runes.MoveNext() ? Text(Rune.ToUpperInvariant(runes.Current).ToString()) : "?";
    }
}
