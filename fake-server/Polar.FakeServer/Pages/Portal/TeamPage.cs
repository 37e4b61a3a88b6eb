using System.Text.Json.Nodes;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>The members of a team.</summary>
internal sealed class TeamPage(PortalVisit visit)
{
    public const string Place = "/team";

    private static readonly (string Value, string Text)[] s_roles =
    [
        (MemberRole.Values.Member, "Member"),
        (MemberRole.Values.BillingManager, "Billing manager"),
    ];

    /// <summary>Shows the page, or does what one of its forms asks for.</summary>
    public async Task<Reply?> AnswerAsync()
    {
        if (!visit.Request.IsSubmitted)
        {
            return await ShowAsync().ConfigureAwait(false);
        }

        var action = visit.Request.Form.GetValueOrDefault("action", "");
        if (await DoAsync(action).ConfigureAwait(false) is not { } answer)
        {
            return null;
        }

        return visit.IsRefused(answer) ? await ShowAsync().ConfigureAwait(false) : visit.Done(Place, action);
    }

    private async Task<PageAnswer?> DoAsync(string action)
    {
        var form = visit.Request.Form;
        if (action == "add_member")
        {
            return await visit.SendAsync("POST", "members", new JsonObject
            {
                ["email"] = form.GetValueOrDefault("email"),
                ["name"] = PortalInput.Text(form.GetValueOrDefault("name")),
                ["role"] = form.GetValueOrDefault("role"),
            }).ConfigureAwait(false);
        }

        var asked = !Guid.TryParse(form.GetValueOrDefault("target"), out var member) ? null : action switch
        {
            "change_member" => visit.SendAsync("PATCH", $"members/{member}", new JsonObject { ["role"] = form.GetValueOrDefault("role") }),
            "remove_member" => visit.SendAsync("DELETE", $"members/{member}"),
            _ => null,
        };
        return asked is null ? null : await asked.ConfigureAwait(false);
    }

    private async Task<Reply?> ShowAsync()
    {
        if (!visit.ManagesTeam)
        {
            return null;
        }

        var members = await visit.ListAsync<CustomerPortalMember>("members").ConfigureAwait(false);
        var form = visit.Form(Place, "add_member");
        var fields = Html.Of($"""
            {form.Fields.Input("email", "Email address", null, "email", Html.Of($"autocomplete=\"off\""))}
            {form.Fields.Input("name", "Name (optional)", null, attributes: Html.Of($"autocomplete=\"off\""))}
            {form.Fields.Select("role", "Role", MemberRole.Values.Member, s_roles, isOptional: false)}
            """);
        return PortalLayout.Page(visit, Place, "Team", Html.Of($"""
            <h1>Team</h1>
            <section class="card">
            <table class="list">
            <thead><tr><th scope="col">Member</th><th scope="col">Role</th><th scope="col"><span class="unseen">Actions</span></th></tr></thead>
            <tbody>{members.Select(Member)}</tbody>
            </table>
            </section>
            <section class="card" aria-labelledby="add">
            <h2 id="add">Add a member</h2>
            {form.With(fields, "Add member", "main")}
            </section>
            """));
    }

    private Html Member(CustomerPortalMember member)
    {
        var isFixed = member.Id == visit.Member || member.Role == MemberRole.Owner;
        var form = visit.Form(Place, "change_member", $"{member.Id}");
        return Html.Of($"""
            <tr>
            <th scope="row">{member.Name ?? member.Email}<br><span class="quiet">{member.Email}</span></th>
            <td>{(isFixed
                ? PortalTexts.Badge(member.Role.Value)
                : form.With(form.Fields.Select("role", $"Role of {member.Email}", member.Role.Value, s_roles, isOptional: false), "Change role", "plain", member.Email))}</td>
            <td class="do">{Html.If(!isFixed, () => visit.Form(Place, "remove_member", $"{member.Id}").Button("Remove", "plain", member.Email))}</td>
            </tr>
            """);
    }
}
