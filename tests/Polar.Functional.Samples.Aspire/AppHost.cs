using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Shop.Hosting;

/// <summary>An app host with a shop that sells through the fake.</summary>
public static class AppHost
{
    public static IResourceBuilder<ProjectResource> Describe(IDistributedApplicationBuilder builder, string project)
    {
        // example: aspire host
        var polar = builder.AddPolarFake("polar").WithSeed(7);

        var shop = builder.AddProject("shop", project)
            .WithReference(polar) // Polar:Server, Polar:AccessToken, Polar:Webhooks:Secret
            .WaitFor(polar);

        polar.WithWebhook(shop, "/webhooks/polar");
        // end
        return shop;
    }
}
