using System.Text.Json.Nodes;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>What a customer has: subscriptions, and the benefits of everything that was bought.</summary>
internal sealed class OverviewPage(PortalVisit visit)
{
    public const string Place = "/overview";

    /// <summary>Shows the page, or does what one of its forms asks for.</summary>
    public async Task<Reply?> AnswerAsync()
    {
        if (!visit.Request.IsSubmitted)
        {
            return await ShowAsync().ConfigureAwait(false);
        }

        var action = visit.Request.Form.GetValueOrDefault("action", "");
        if (action == "link")
        {
            return await LinkAsync().ConfigureAwait(false);
        }

        if (await BenefitActions.DoAsync(visit, action).ConfigureAwait(false) is not { } answer)
        {
            return null;
        }

        return visit.IsRefused(answer) ? await ShowAsync().ConfigureAwait(false) : visit.Done(Place, action);
    }

    /// <summary>Sends the customer to a service, to connect an account there.</summary>
    private async Task<Reply?> LinkAsync()
    {
        var platform = Uri.EscapeDataString(visit.Request.Form.GetValueOrDefault("platform", ""));
        var answer = await visit.SendAsync(
            "GET", $"oauth-accounts/authorize?platform={platform}&return_to={Uri.EscapeDataString(visit.Address(Place))}").ConfigureAwait(false);
        return visit.IsRefused(answer) ? await ShowAsync().ConfigureAwait(false) : PageLayout.SeeOther((string)answer.Json()!["url"]!);
    }

    private async Task<Reply?> ShowAsync()
    {
        var own = await visit.ListAsync<CustomerSubscription>("subscriptions/").ConfigureAwait(false);
        var claimed = await visit.ListAsync<CustomerSubscription>("seats/subscriptions").ConfigureAwait(false);
        var grants = await visit.ListAsync<CustomerBenefitGrant>("benefit-grants/").ConfigureAwait(false);
        CustomerSubscription[] shared = [.. claimed.Where(subscription => own.All(known => known.Id != subscription.Id))];
        CustomerSubscription[] current = [.. own.Where(subscription => subscription.EndedAt is null)];
        CustomerSubscription[] ended = [.. own.Where(subscription => subscription.EndedAt is not null)];
        var benefits = await new BenefitCards(visit).AllAsync(grants).ConfigureAwait(false);
        return PortalLayout.Page(visit, Place, "Overview", Html.Of($"""
            <h1>Overview</h1>
            {Html.If(visit.Request.Query.ContainsKey("error_platform"), () => Html.Of($"<p class=\"problem general\" role=\"alert\">The account could not be connected.</p>"))}
            {Subscriptions("Subscriptions", current, "You have no subscription.")}
            {Html.If(shared.Length > 0, () => Subscriptions("Seats that you have", shared, ""))}
            <section class="card" aria-labelledby="benefits">
            <h2 id="benefits">Benefits</h2>
            {(benefits.Count == 0 ? Html.Of($"<p class=\"quiet\">You have no benefits.</p>") : Html.Join(benefits))}
            </section>
            {Html.If(ended.Length > 0, () => Subscriptions("Ended subscriptions", ended, ""))}
            """));
    }

    private Html Subscriptions(string title, CustomerSubscription[] subscriptions, string none) => Html.Of($"""
        <section class="card">
        <h2>{title}</h2>
        {Html.If(subscriptions.Length == 0, () => Html.Of($"<p class=\"quiet\">{none}</p>"))}
        {subscriptions.Select(Subscription)}
        </section>
        """);

    private Html Subscription(CustomerSubscription subscription) => Html.Of($"""
        <article class="item">
        <div>
        <h3><a href="{visit.Address($"/subscriptions/{subscription.Id}")}">{subscription.Product.Name}</a> {PortalTexts.Badge(subscription.Status.Value)}</h3>
        <p class="quiet">{SubscriptionTexts.Course(subscription)}</p>
        </div>
        <p class="amount">{SubscriptionTexts.Price(subscription)}</p>
        </article>
        """);
}
