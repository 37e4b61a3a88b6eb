namespace Aspire.Hosting.ApplicationModel;

/// <summary>A fake Polar that runs beside the projects of an app host: <c>polar-fake serve</c>.</summary>
/// <param name="name">The name of the resource.</param>
/// <param name="command">What is run.</param>
/// <param name="workingDirectory">The folder that it runs in.</param>
/// <param name="accessToken">The organization's access token.</param>
/// <param name="webhookSecret">What webhooks are signed with.</param>
public sealed class PolarFakeResource(string name, string command, string workingDirectory, ParameterResource accessToken, ParameterResource webhookSecret)
    : ExecutableResource(name, command, workingDirectory)
{
    /// <summary>The name of the endpoint that the API answers at.</summary>
    public const string EndpointName = "http";

    /// <summary>Where the API answers.</summary>
    public EndpointReference Endpoint => field ??= new EndpointReference(this, EndpointName);

    /// <summary>The organization's access token.</summary>
    public ParameterResource AccessToken { get; } = accessToken;

    /// <summary>What webhooks are signed with.</summary>
    public ParameterResource WebhookSecret { get; } = webhookSecret;
}
