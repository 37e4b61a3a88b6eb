using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Execution;
using Polar.FakeServer.OAuth2.Authorization;
using Polar.FakeServer.OAuth2.Clients;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Webhooks;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.SampleData;

/// <summary>What software of the merchant's own has to do with the shop: an endpoint that was told of orders, an app that people sign in with.</summary>
internal static class SampleSoftware
{
    private const int Told = 3;

    /// <summary>An endpoint on a machine that is gone: it was told of some orders, at its second try of the last one, and is switched off.</summary>
    public static void Listen(Backfill history) => history.Do(transaction =>
    {
        var endpoint = WebhookRules.Add(transaction, history.Organization, new WebhookEndpointCreate
        {
            Url = "https://shop.example/webhooks/polar",
            Name = "The shop before this one",
            Format = WebhookFormat.Raw,
            Events = [WebhookEventType.OrderPaid],
        });
        PayloadArchiveJob.Ensure(transaction, transaction.Now);
        OrderRow[] orders = [.. transaction.World.Orders.Of(history.Organization).Where(order => order.Status == OrderStatus.Paid).TakeLast(Told)];
        foreach (var order in orders)
        {
            Tell(transaction, endpoint, order, order == orders[^1] ? [500, 200] : [200]);
        }

        return WebhookRules.Change(transaction, endpoint, endpoint.Resource with { Enabled = false });
    });

    /// <summary>An app with which people sign in, registered by the person who founded the shop.</summary>
    public static void SignIn(Backfill history) => history.Do(transaction => transaction.Save(new ClientRow
    {
        Id = transaction.NewId(),
        CreatedAt = transaction.Now,
        UserId = transaction.World.Table<SignedInUserRow>().Find(SignedInUserRow.OnlyId)?.UserId,
        ClientId = transaction.Random.Token("polar_ci_"),
        ClientSecret = transaction.Random.Token("polar_cs_"),
        RegistrationToken = transaction.Random.Token("polar_crt_"),
        Metadata = new ClientMetadata { ClientName = "Back office", RedirectUris = ["https://office.example/callback"] },
    }));

    private static void Tell(Transaction transaction, WebhookEndpointRow endpoint, OrderRow order, int[] answers)
    {
        var world = transaction.World;
        var published = new PublishedEvent(
            endpoint.OrganizationId,
            WebhookEventType.OrderPaid.Value,
            transaction.Now,
            writer => transaction.Settings.Renderer.Write(writer, world, ApiVersions.Current, OrderProjection.ToResource(world, order)));
        var message = transaction.Save(new WebhookMessage
        {
            Id = transaction.NewId(),
            OrganizationId = endpoint.OrganizationId,
            CreatedAt = transaction.Now,
            EndpointId = endpoint.Id,
            Type = published.Type,
            Payload = published.Body(ApiVersions.Current),
            ApiVersion = ApiVersions.Current,
            LastHttpCode = answers[^1],
            Succeeded = true,
            Attempts = answers.Length,
        });
        foreach (var answer in answers)
        {
            transaction.Save(new WebhookDeliveryRow
            {
                Id = transaction.NewId(),
                OrganizationId = endpoint.OrganizationId,
                CreatedAt = transaction.Now,
                EventId = message.Id,
                EndpointId = endpoint.Id,
                Succeeded = answer == 200,
                HttpCode = answer,
                Response = "",
                IsOfSample = true,
            });
        }
    }
}
