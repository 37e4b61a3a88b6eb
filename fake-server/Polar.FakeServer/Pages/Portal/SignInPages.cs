using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Portal.SignIn;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>The pages that need no session: signing in by a code, taking a seat, and confirming a new address.</summary>
internal sealed class SignInPages(PageApi api, Engine engine)
{
    private const string Root = "/v1/customer-portal/";

    private readonly OwnForms _forms = new();

    /// <summary>Answers a request for one of them; null where it is for none.</summary>
    public async Task<Reply?> AnswerAsync(PageRequest request, CustomerOrganizationData shop, string[] page)
    {
        var door = new Door(request, shop.Organization);
        if (page is not ["request" or "authenticate" or "claim" or "verify-email"])
        {
            return null;
        }

        // A foreign page could else let somebody in as a customer of its choice, or take a seat or an address for it.
        if (request.IsSubmitted && !_forms.IsOwn(request))
        {
            return door.Page(
                403,
                "That form is out of date",
                Html.Of($"<p class=\"quiet\">It comes from elsewhere, or the fake was started anew since. <a href=\"{door.Address("/request")}\">Begin again</a>.</p>"));
        }

        return (request.Method, page) switch
        {
            ("GET", ["request"]) => Ask(door, 200, PageProblems.None),
            ("POST", ["request"]) => await RequestAsync(door).ConfigureAwait(false),
            ("GET", ["authenticate"]) => AskForCode(door, 200, PageProblems.None),
            ("POST", ["authenticate"]) => await AuthenticateAsync(door).ConfigureAwait(false),
            ("GET", ["claim"]) => await InviteAsync(door, null).ConfigureAwait(false),
            ("POST", ["claim"]) => await ClaimAsync(door).ConfigureAwait(false),
            ("GET", ["verify-email"]) => await AskToVerifyAsync(door, null).ConfigureAwait(false),
            ("POST", ["verify-email"]) => await VerifyAsync(door).ConfigureAwait(false),
            _ => null,
        };
    }

    private Reply Ask(Door door, int status, PageProblems problems, Html? choice = null)
    {
        var fields = new FormControls(problems, door.Request.Form);
        var email = fields.Input(
            "email", "Email address", door.Request.Query.GetValueOrDefault("email"), "email", Html.Of($"autocomplete=\"email\" required"));
        return door.Page(
            status,
            "Sign in",
            Html.Of($"""
                <p class="quiet">Enter the address that you buy with. A code goes there that lets you in.</p>
                <form method="post" action="{door.Address("/request")}" novalidate>
                {_forms.Hidden}
                {email}
                {choice}
                {General(problems, fields)}
                <button class="pay">{(choice is null ? "Send me a code" : "Go on")}</button>
                </form>
                """));
    }

    private async Task<Reply> RequestAsync(Door door)
    {
        var email = door.Field("email");
        var answer = await CallAsync(door, "POST", Root + "customer-session/request", new JsonObject
        {
            ["email"] = email,
            ["organization_id"] = door.Organization.Id,
            ["customer_id"] = door.Field("customer_id") is { Length: > 0 } chosen ? chosen : null,
        }).ConfigureAwait(false);
        return answer.Succeeded ? PageLayout.SeeOther(door.Address("/authenticate", ("email", email)))
            : answer.Status == 409 ? Ask(door, 409, PageProblems.None, Choice(answer))
            : Ask(door, answer.Status, answer.Problems());
    }

    /// <summary>Whose purchases are meant, where several customers have the address.</summary>
    private static Html Choice(PageAnswer answer)
    {
        var customers = (answer.Json()?["customers"] as JsonArray ?? []).OfType<JsonObject>();
        return Html.Of($"""
            <fieldset>
            <legend>Several customers have this address. Which one are you?</legend>
            {customers.Select((customer, place) => Html.Of($"<label class=\"option\"><input type=\"radio\" name=\"customer_id\" value=\"{$"{customer["id"]}"}\"{Html.If(place == 0, () => Html.Of($" checked"))}> {(string?)customer["name"] ?? $"{customer["id"]}"}</label>\n"))}
            </fieldset>
            """);
    }

    private Reply AskForCode(Door door, int status, PageProblems problems)
    {
        var email = door.Request.Query.GetValueOrDefault("email");
        var fields = new FormControls(problems, door.Request.Form);
        var input = fields.Input(
            "code", "Code", null, attributes: Html.Of($"autocomplete=\"one-time-code\" autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"6\" required"));
        var code = email is null ? null : CodeFor(door.Organization.Id, email);
        return door.Page(
            status,
            "Enter your code",
            Html.Of($"""
                <p class="quiet">If {(email is null ? Html.Of($"your address") : Html.Of($"<b>{email}</b>"))} is a customer's, a code has been sent there. It is good for half an hour.</p>
                {Html.If(code is not null, () => Html.Of($"<p class=\"mail\">No mail leaves this machine. The code is <code id=\"sent-code\">{code}</code></p>"))}
                <form method="post" action="{door.Address("/authenticate", email is null ? [] : [("email", email)])}" novalidate>
                {_forms.Hidden}
                {input}
                {General(problems, fields)}
                <button class="pay">Sign in</button>
                </form>
                <p class="quiet"><a href="{door.Address("/request", email is null ? [] : [("email", email)])}">Send another code</a></p>
                """));
    }

    /// <summary>The code that was sent to an address last and still lets somebody in.</summary>
    private string? CodeFor(Guid organization, string email) =>
        engine.World.SessionCodes.Of(organization, SessionCodeRow.ByEmail, email) is [.., var latest] && latest.ExpiresAt > engine.Clock.GetUtcNow()
            ? latest.Code
            : null;

    private async Task<Reply> AuthenticateAsync(Door door)
    {
        var answer = await CallAsync(
            door, "POST", Root + "customer-session/authenticate", new JsonObject { ["code"] = door.Field("code").Trim().ToUpperInvariant() }).ConfigureAwait(false);
        return answer.Succeeded
            ? door.Enter((string)answer.Json()!["token"]!, OverviewPage.Place)
            : AskForCode(door, answer.Status, Of("code", answer));
    }

    private async Task<Reply> InviteAsync(Door door, PageAnswer? refusal)
    {
        var token = door.Field("token");
        var answer = await CallAsync(door, "GET", $"/v1/customer-seats/claim/{Uri.EscapeDataString(token)}").ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            return door.Page(answer.Status, "This invitation is not valid", Html.Of($"<p class=\"quiet\">{(refusal ?? answer).Problems().General}</p>"));
        }

        var seat = answer.Read<SeatClaimInfo>();
        var problems = refusal?.Problems() ?? PageProblems.None;
        return door.Page(
            refusal?.Status ?? 200,
            $"Your seat in {seat.ProductName}",
            Html.Of($"""
                <p class="quiet">{seat.OrganizationName} has a seat for <b>{seat.CustomerEmail}</b>.</p>
                <form method="post" action="{door.Address("/claim")}">
                {_forms.Hidden}
                <input type="hidden" name="token" value="{token}">
                {General(problems, new FormControls(problems, door.Request.Form))}
                <button class="pay">Take the seat</button>
                </form>
                """));
    }

    private async Task<Reply> ClaimAsync(Door door)
    {
        var answer = await CallAsync(door, "POST", "/v1/customer-seats/claim", new JsonObject { ["invitation_token"] = door.Field("token") }).ConfigureAwait(false);
        return answer.Succeeded
            ? door.Enter(answer.Read<CustomerSeatClaimResponse>().CustomerSessionToken, OverviewPage.Place, ("done", "claim"))
            : await InviteAsync(door, answer).ConfigureAwait(false);
    }

    private async Task<Reply> AskToVerifyAsync(Door door, PageAnswer? refusal)
    {
        var token = door.Field("token");
        var answer = refusal ?? await CallAsync(
            door, "GET", $"{Root}customers/me/email-update/check?token={Uri.EscapeDataString(token)}").ConfigureAwait(false);
        return answer.Succeeded
            ? door.Page(
                200,
                "Confirm your new address",
                Html.Of($"""
                    <p class="quiet">From now on, what you buy from {door.Organization.Name} belongs to the address that this link was sent to.</p>
                    <form method="post" action="{door.Address("/verify-email")}">
                    {_forms.Hidden}
                    <input type="hidden" name="token" value="{token}">
                    <button class="pay">Use the new address</button>
                    </form>
                    """))
            : door.Page(
                answer.Status,
                "This address cannot be confirmed",
                Html.Of($"<p class=\"problem\" role=\"alert\">{answer.Problems().General ?? answer.Problems().Of("token")}</p>"));
    }

    private async Task<Reply> VerifyAsync(Door door)
    {
        var answer = await CallAsync(door, "POST", Root + "customers/me/email-update/verify", new JsonObject { ["token"] = door.Field("token") }).ConfigureAwait(false);
        return answer.Succeeded
            ? door.Enter(answer.Read<CustomerEmailUpdateVerifyResponse>().Token, SettingsPage.Place, ("done", "email_changed"))
            : await AskToVerifyAsync(door, answer).ConfigureAwait(false);
    }

    /// <summary>A refusal that is about the only field of a form.</summary>
    private static PageProblems Of(string field, PageAnswer answer) => answer.Problems() is { General: { } general }
        ? new PageProblems(new Dictionary<string, string> { [field] = general }, null)
        : answer.Problems();

    private static Html General(PageProblems problems, FormControls fields)
    {
        string[] messages = [.. problems.General is { } general ? new[] { general } : [], .. problems.Besides(fields.Shown)];
        return Html.If(messages.Length > 0, () => Html.Of($"<div class=\"problem general\" role=\"alert\">{messages.Select(message => Html.Of($"<p>{message}</p>"))}</div>"));
    }

    private Task<PageAnswer> CallAsync(Door door, string method, string target, JsonObject? body = null) =>
        api(new PageCall(method, target, body, Address: door.Request.Address));

    /// <summary>Somebody in front of a portal.</summary>
    private sealed record Door(PageRequest Request, CustomerOrganization Organization)
    {
        /// <summary>What a form, or else the address, says.</summary>
        public string Field(string name) => Request.Form.GetValueOrDefault(name) ?? Request.Query.GetValueOrDefault(name, "");

        public string Address(string page, params (string Name, string Value)[] query) => PortalVisit.Address(Organization.Slug, Request, page, query);

        public Reply Page(int status, string title, Html content) => PortalLayout.Door(Request, Organization, status, title, content);

        /// <summary>Begins a session.</summary>
        public Reply Enter(string token, string page, params (string Name, string Value)[] query) =>
            PageLayout.SeeOther(Address(page, query), PortalCookie.Keep(PortalAddress.Root(Organization.Slug), token));
    }
}
