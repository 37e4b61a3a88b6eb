using System.Text;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.OAuth2.Authorization;
using Polar.FakeServer.OAuth2.Protocol;
using Polar.FakeServer.Organizations;
using static Polar.FakeServer.OAuth2.Pages.PageLayout;

namespace Polar.FakeServer.OAuth2.Pages;

/// <summary>What a person sees whom a client has sent: who wants what; or who could sign in; or why it goes no further.</summary>
internal static class AuthorizePage
{
    public static Reply Refusal(OAuth2Refusal refusal) => Page(refusal.Status, "This request cannot be answered", $"""
        {OwnMark}
        <h1>This request cannot be answered</h1>
        <p class="soft">The app that sent you here has made a mistake, and cannot be told of it.</p>
        <p class="note"><code>{Text(refusal.Error)}</code></p>
        <p>{Text(refusal.Description)}</p>
        """);

    /// <summary>Everybody who could sign in.</summary>
    /// <param name="world">The world.</param>
    /// <param name="query">The query of the request; each person's link adds who that is.</param>
    /// <param name="unknown">Who was asked for, and is nobody.</param>
    public static Reply SignIn(World world, string query, string? unknown)
    {
        var people = new StringBuilder();
        foreach (var user in world.Users.All.OrderBy(user => user.Email, StringComparer.Ordinal))
        {
            people.AppendLine($"""
                <a class="who" href="?{Text(query)}{(query.Length == 0 ? "" : "&amp;")}{SignedInUser.Parameter}={user.Id}"><span class="face">{Initial(user.Email)}</span><span>{Text(user.Email)}<br><span class="soft small">{Text(Roles(world, user))}</span></span></a>
                """);
        }

        return Page(200, "Sign in", $"""
            {OwnMark}
            <h1>Sign in</h1>
            <p class="soft">{(unknown is null ? "Choose who you are; a fake asks for no password." : $"There is no user “{Text(unknown)}” here; choose who you are.")}</p>
            {people}
            """);
    }

    /// <summary>Who asks, for whom, and for what.</summary>
    public static Reply Consent(World world, AuthorizationRequest request, UserRow user, IReadOnlyList<Functional.Contracts.Organization> reach, string query)
    {
        var client = request.Client.Metadata;
        var scopes = string.Concat(ScopeText.Words(request.Scope).Distinct().Select(scope => $"<li>{Text(ScopeDisplayNames.Of(scope))}</li>\n"));
        return Page(200, $"Authorize {client.ClientName}", $"""
            {MarksWith(client.ClientName)}
            <h1>{Text(client.ClientName)} wants to access your account</h1>
            {(client.ClientUri is { Length: > 0 } home ? $"""<p class="soft small">{Text(home)}</p>""" : "")}
            <div class="who"><span class="face">{Initial(user.Email)}</span><span>{Text(user.Email)}<br><span class="soft small">{Text(Roles(world, user))}</span></span><a class="small" href="?{Text(query)}{(query.Length == 0 ? "" : "&amp;")}{SignedInUser.Parameter}=">Switch</a></div>
            <form method="post">
            <input type="hidden" name="{SignedInUser.Parameter}" value="{user.Id}">
            <h2>It will be able to</h2>
            <ul>
            {scopes}</ul>
            {Organizations(request, reach)}
            <div class="actions">
            <button name="action" value="deny" formnovalidate>Deny</button>
            <button class="main" name="action" value="allow">Allow</button>
            </div>
            </form>
            <p class="soft small note">You will be sent back to <code>{Text(request.RedirectUri)}</code>.{Terms(client.TosUri, client.PolicyUri)}</p>
            """);
    }

    private static string Organizations(AuthorizationRequest request, IReadOnlyList<Functional.Contracts.Organization> reach)
    {
        if (reach.Count == 0)
        {
            return "";
        }

        var isSingle = request.RequiresSingleOrganization;
        var kind = isSingle ? "radio" : "checkbox";
        var options = string.Concat(reach.Select(organization =>
            $"""
            <label><input type="{kind}" name="organizations" value="{organization.Id}"{(isSingle ? " required" : "")}{(isSingle && reach.Count == 1 ? " checked" : "")}> {Text(organization.Name)} <span class="soft small">{Text(organization.Slug)}</span></label>

            """));
        return $"""
            <h2>{(isSingle ? "For this organization" : "Only for these organizations; for all where none is chosen")}</h2>
            <fieldset>
            {options}</fieldset>
            """;
    }

    private static string Terms(params IEnumerable<string?> addresses) => addresses.Any(address => address is not null)
        ? $" Its terms: {string.Join(", ", addresses.OfType<string>().Select(address => $"""<code>{Text(address)}</code>"""))}."
        : "";

    private static string Roles(World world, UserRow user)
    {
        var roles = user.Roles.Select(role => $"{role.Value.ToString().ToLowerInvariant()} of {world.Organizations[role.Key].Resource.Name}").ToArray();
        return roles.Length switch
        {
            0 => "in no organization",
            <= 3 => string.Join(", ", roles),
            _ => $"{string.Join(", ", roles[..3])} and {roles.Length - 3} more",
        };
    }
}
