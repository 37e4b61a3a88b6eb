using System.Globalization;
using Polar.FakeServer.Http;
using Polar.FakeServer.Mail;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>The e-mails that would have been sent, the latest first, with the codes and links that are in them.</summary>
internal static class MailsPage
{
    private const int PageLength = 50;

    public static Reply Show(InspectorView view)
    {
        var emails = view.World.Emails;
        var place = long.TryParse(view.Parameter("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? Math.Min(given, emails.NextPlace)
            : emails.NextPlace;
        var lines = new List<Html>();
        while (place > 0 && lines.Count < PageLength)
        {
            if (emails.FindAt(--place) is { } email)
            {
                lines.Add(Line(view, email));
            }
        }

        return InspectorLayout.Page(
            view,
            200,
            "inspect/mails",
            "E-mails",
            Html.Of($"""
                <p class="quiet">Nothing leaves this machine; this is what would have been sent.</p>
                <div id="mails" data-live>
                {(lines.Count == 0 ? Html.Of($"<p class=\"quiet\">Nothing was sent.</p>") : Html.Of($"<ol class=\"log\">{lines}</ol>"))}
                {Html.If(place > 0, () => Html.Of($"<p class=\"next\"><a href=\"{InspectorPages.Root}/mails?before={place}\">Older</a></p>"))}
                </div>
                """),
            Html.Of($"<span class=\"quiet\" id=\"count\" data-live>{InspectorText.Count(emails.Count)} in all</span>"));
    }

    private static Html Line(InspectorView view, EmailRow email)
    {
        var draft = email.Draft;
        return Html.Of($"""
            <li><div><strong>{draft.Subject}</strong> <span class="quiet">to {draft.To}</span></div><div class="aside"><a href="{InspectorPages.Root}/emails/{email.Id}">{draft.Kind}</a> {InspectorText.Time(email.CreatedAt)}</div>{Secret(view, draft)}</li>

            """);
    }

    /// <summary>What its reader acts with: the link, named by its code where there is one.</summary>
    private static Html Secret(InspectorView view, EmailDraft draft)
    {
        var leadsHere = draft.Link is { } link && Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            && link.StartsWith(view.Services.Engine.Settings.BaseAddress + "/", StringComparison.Ordinal);
        return (draft.Token, draft.Link) switch
        {
            ({ } token, { } target) when leadsHere => Html.Of($"<p class=\"body\"><a href=\"{target}\"><code>{token}</code></a></p>"),
            (null, { } target) when leadsHere => Html.Of($"<p class=\"body\"><a href=\"{target}\">{target}</a></p>"),
            ({ } token, { } target) => Html.Of($"<p class=\"body\"><code>{token}</code> <span class=\"quiet\">{target}</span></p>"),
            ({ } token, null) => Html.Of($"<p class=\"body\"><code>{token}</code></p>"),
            (null, { } target) => Html.Of($"<p class=\"body quiet\">{target}</p>"),
            _ => Html.None,
        };
    }
}
