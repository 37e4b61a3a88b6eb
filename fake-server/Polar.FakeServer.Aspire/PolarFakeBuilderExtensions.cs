using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds a fake Polar to an app host.</summary>
public static class PolarFakeBuilderExtensions
{
    /// <summary>The command that a globally installed tool has.</summary>
    public const string DefaultCommand = "polar-fake";

    private const string Variables = "POLAR_FAKE_";

    // As Polar's own secrets are no shorter.
    private const int SecretLength = 40;

    /// <summary>
    /// Adds a fake Polar: the tool <c>polar-fake</c>, which must be installed (<c>dotnet tool install --global polar-fake</c>). It is healthy once it answers,
    /// and its inspector is linked from the dashboard.
    /// </summary>
    /// <param name="builder">The app host.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="port">The port that it is reached at; null for any that is free.</param>
    /// <returns>The resource, to say more about.</returns>
    public static IResourceBuilder<PolarFakeResource> AddPolarFake(this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null) =>
        builder.AddPolarFake(name, DefaultCommand, [], port);

    /// <summary>Adds a fake Polar that is started in another way: <c>dotnet tool run polar-fake</c> where the tool is a local one, or a program of one's own.</summary>
    /// <param name="builder">The app host.</param>
    /// <param name="name">The name of the resource.</param>
    /// <param name="command">What is run, <c>dotnet</c>.</param>
    /// <param name="arguments">What stands before <c>serve</c>, <c>tool run polar-fake</c>.</param>
    /// <param name="port">The port that it is reached at; null for any that is free.</param>
    /// <returns>The resource, to say more about.</returns>
    public static IResourceBuilder<PolarFakeResource> AddPolarFake(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string command, IReadOnlyList<string> arguments, int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(command);
        ArgumentNullException.ThrowIfNull(arguments);
        var token = builder.AddParameter($"{name}-access-token", "polar_oat_fake", secret: true);
        var secret = builder.AddParameter(
            $"{name}-webhook-secret", new GenerateParameterDefault { MinLength = SecretLength, Special = false }, secret: true);
        var resource = new PolarFakeResource(name, command, builder.AppHostDirectory, token.Resource, secret.Resource);
        return builder.AddResource(resource)
            .WithArgs([.. arguments, "serve"])
            .WithHttpEndpoint(port: port, name: PolarFakeResource.EndpointName, env: Variables + "PORT")
            .WithEnvironment(Variables + "TOKEN", token)
            .WithHttpHealthCheck("/_fake/health")
            .WithUrlForEndpoint(PolarFakeResource.EndpointName, url => url.DisplayText = "API")
            .WithUrlForEndpoint(PolarFakeResource.EndpointName, _ => new ResourceUrlAnnotation { Url = "/_fake", DisplayText = "Inspector" })
            .WithIconName("Payment")
            .ExcludeFromManifest();
    }

    /// <summary>What ids and sample data are made from: the same seed, the same ones.</summary>
    /// <param name="builder">The fake.</param>
    /// <param name="seed">The seed; 42 where it is not said.</param>
    /// <returns>The same.</returns>
    public static IResourceBuilder<PolarFakeResource> WithSeed(this IResourceBuilder<PolarFakeResource> builder, int seed) =>
        builder.WithArgs("--seed", seed.ToString(CultureInfo.InvariantCulture));

    /// <summary>Leaves the sample data out.</summary>
    /// <param name="builder">The fake.</param>
    /// <returns>The same.</returns>
    public static IResourceBuilder<PolarFakeResource> WithoutSampleData(this IResourceBuilder<PolarFakeResource> builder) => builder.WithArgs("--empty");

    /// <summary>Adds options of <c>polar-fake serve</c>, which its help lists.</summary>
    /// <param name="builder">The fake.</param>
    /// <param name="arguments">The options, <c>--sample</c>, <c>full</c>.</param>
    /// <returns>The same.</returns>
    public static IResourceBuilder<PolarFakeResource> WithServeArguments(this IResourceBuilder<PolarFakeResource> builder, params string[] arguments) =>
        builder.WithArgs(arguments);

    /// <summary>Has every event delivered to an app, signed with <see cref="PolarFakeResource.WebhookSecret"/>.</summary>
    /// <param name="builder">The fake.</param>
    /// <param name="app">The app.</param>
    /// <param name="path">Where its webhook endpoint is.</param>
    /// <param name="endpointName">The endpoint that it is reached at.</param>
    /// <returns>The same.</returns>
    public static IResourceBuilder<PolarFakeResource> WithWebhook<TApp>(
        this IResourceBuilder<PolarFakeResource> builder, IResourceBuilder<TApp> app, string path = "/webhooks/polar", [EndpointName] string endpointName = "http")
        where TApp : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(app);
        var address = ReferenceExpression.Create($"{app.GetEndpoint(endpointName)}{path}");
        return builder
            .WithEnvironment(Variables + "WEBHOOK", address)
            .WithEnvironment(Variables + "WEBHOOK_SECRET", builder.Resource.WebhookSecret);
    }

    /// <summary>
    /// Gives an app what it needs to call the fake: <c>Polar__Server</c>, <c>Polar__AccessToken</c> and <c>Polar__Webhooks__Secret</c>, which
    /// <c>AddPolar(configuration.GetSection("Polar"))</c> reads, and the same as <c>POLAR_SERVER</c>, <c>POLAR_ACCESS_TOKEN</c> and
    /// <c>POLAR_WEBHOOK_SECRET</c> for apps in other languages.
    /// </summary>
    /// <param name="builder">The app.</param>
    /// <param name="fake">The fake.</param>
    /// <param name="section">The section of the configuration; another one where an app calls several organizations.</param>
    /// <returns>The same.</returns>
    public static IResourceBuilder<TApp> WithReference<TApp>(this IResourceBuilder<TApp> builder, IResourceBuilder<PolarFakeResource> fake, string section = "Polar")
        where TApp : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(fake);
        ArgumentException.ThrowIfNullOrEmpty(section);
        var prefix = section.Replace(":", "__", StringComparison.Ordinal);
        var resource = fake.Resource;
        return builder
            .WithReferenceRelationship(resource)
            .WithEnvironment($"{prefix}__Server", resource.Endpoint)
            .WithEnvironment($"{prefix}__AccessToken", resource.AccessToken)
            .WithEnvironment($"{prefix}__Webhooks__Secret", resource.WebhookSecret)
            .WithEnvironment("POLAR_SERVER", resource.Endpoint)
            .WithEnvironment("POLAR_ACCESS_TOKEN", resource.AccessToken)
            .WithEnvironment("POLAR_WEBHOOK_SECRET", resource.WebhookSecret);
    }
}
