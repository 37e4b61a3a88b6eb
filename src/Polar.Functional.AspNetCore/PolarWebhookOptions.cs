namespace Polar.Functional.AspNetCore;

/// <summary>How deliveries of webhooks are taken in.</summary>
public sealed class PolarWebhookOptions
{
    /// <summary>The default of <see cref="MaxBodyBytes"/>: 4 MiB.</summary>
    public const int DefaultMaxBodyBytes = 4 * 1024 * 1024;

    /// <summary>The secrets of the endpoint, one of which must have signed a delivery; two while a secret is rotated.</summary>
    /// <value>Empty by default, which stops the app as it starts.</value>
    public ICollection<string> Secrets { get; } = [];

    /// <summary>The longest body that is read; a longer one is answered with 413.</summary>
    /// <value>4 MiB by default.</value>
    public int MaxBodyBytes { get; set; } = DefaultMaxBodyBytes;

    /// <summary>The clock that the age of a delivery is measured by.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What is wrong with these options; nothing when they are fine.</summary>
    /// <returns>A sentence for each fault; none holds a secret.</returns>
    public IEnumerable<string> Validate()
    {
        if (Secrets.Count == 0)
        {
            yield return "PolarWebhookOptions.Secrets is empty; add the secret that Polar shows for the webhook endpoint.";
        }

        if (Secrets.Any(string.IsNullOrWhiteSpace))
        {
            yield return "PolarWebhookOptions.Secrets holds an empty secret; copy it again from the webhook endpoint.";
        }

        if (MaxBodyBytes < 1)
        {
            yield return $"PolarWebhookOptions.MaxBodyBytes is {MaxBodyBytes}; give 1 or more.";
        }
    }

    /// <summary>The options without the secrets.</summary>
    /// <returns>Text for a person.</returns>
    public override string ToString() => $"PolarWebhookOptions {{ Secrets = {Secrets.Count} (secret), MaxBodyBytes = {MaxBodyBytes} }}";
}
