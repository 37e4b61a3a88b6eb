using System.Text;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Pages;

/// <summary>The frame of every page.</summary>
internal static class PageLayout
{
    /// <summary>The header that says what a page may load, and who may show it.</summary>
    public const string PolicyHeader = "Content-Security-Policy";

    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; ";

    /// <summary>Shows the seller's pictures wherever they are, and goes wherever the seller sends its buyers.</summary>
    private const string FrameablePolicy = Policy + "img-src * data:; frame-ancestors *";

    private const string OwnPolicy = Policy + "img-src 'self' data:; form-action 'self'; frame-ancestors 'none'";

    /// <summary>A page as an answer.</summary>
    /// <param name="status">The status.</param>
    /// <param name="title">The title.</param>
    /// <param name="body">What is in it.</param>
    /// <param name="theme">The colours that were asked for: <c>light</c>, <c>dark</c>; null for those of the system.</param>
    /// <param name="script">The script that makes it livelier; it works without. Null for none.</param>
    /// <param name="isFrameable">Whether pages of other sites may show it in a frame.</param>
    /// <param name="styles">A style sheet of its own beside the one of all pages; null for none.</param>
    public static Reply Page(
        int status, string title, Html body, string? theme = null, string? script = null, bool isFrameable = false, string? styles = null)
    {
        var page = Html.Of($"""
            <!doctype html>
            <html lang="en"{(theme is "light" or "dark" ? Html.Of($" data-theme=\"{theme}\"") : Html.None)}>
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <meta name="referrer" content="same-origin">
            <title>{title}</title>
            <link rel="icon" href="{PageAssets.Address("icon.svg")}" type="image/svg+xml">
            <link rel="stylesheet" href="{PageAssets.Address("pages.css")}">
            {(styles is null ? Html.None : Html.Of($"<link rel=\"stylesheet\" href=\"{PageAssets.Address(styles)}\">"))}
            {(script is null ? Html.None : Html.Of($"<script src=\"{PageAssets.Address(script)}\" defer></script>"))}
            </head>
            <body>
            {body}
            </body>
            </html>

            """);
        return new Reply(
            status,
            Encoding.UTF8.GetBytes(page.ToString()),
            "text/html; charset=utf-8",
            (PolicyHeader, isFrameable ? FrameablePolicy : OwnPolicy),
            ("X-Content-Type-Options", "nosniff"),

            // Where pages tell nobody where they are, browsers do not say that a form comes from one of them either.
            ("Referrer-Policy", "same-origin"),
            ("Cache-Control", "no-store"));
    }

    /// <summary>A page with a sentence on it.</summary>
    public static Reply Notice(int status, string title, string sentence, Html? more = null, string? theme = null, bool isFrameable = false) => Page(
        status,
        title,
        Html.Of($"""
            <main class="notice">
            <h1>{title}</h1>
            <p>{sentence}</p>
            {more}
            </main>
            """),
        theme,
        isFrameable: isFrameable);

    /// <summary>Sends the browser elsewhere, whatever it did to come here.</summary>
    public static Reply SeeOther(string location, params (string Name, string Value)[] headers) =>
        new(303, default, null, [("Location", location), ("Cache-Control", "no-store"), .. headers]);
}
