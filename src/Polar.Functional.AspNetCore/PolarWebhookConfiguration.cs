using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Polar.Functional.AspNetCore;

/// <summary>Reads <see cref="PolarWebhookOptions"/> from configuration, key by key; what is unknown or unreadable is a fault.</summary>
internal sealed class PolarWebhookConfiguration(IConfiguration configuration)
{
    private const string SecretKey = "Secret";
    private const string SecretsKey = nameof(PolarWebhookOptions.Secrets);
    private const string MaxBodyBytesKey = nameof(PolarWebhookOptions.MaxBodyBytes);

    public void Apply(PolarWebhookOptions options)
    {
        foreach (var key in configuration.GetChildren())
        {
            if (Is(key, SecretKey) && key.Value is { } secret)
            {
                options.Secrets.Add(secret);
            }
            else if (Is(key, SecretsKey))
            {
                foreach (var one in key.GetChildren().Select(item => item.Value).OfType<string>())
                {
                    options.Secrets.Add(one);
                }
            }
            else if (Is(key, MaxBodyBytesKey) && TryReadNumber(key, out var longest))
            {
                options.MaxBodyBytes = longest;
            }
        }
    }

    public IEnumerable<string> Validate()
    {
        foreach (var key in configuration.GetChildren())
        {
            if (Is(key, SecretKey))
            {
                if (key.GetChildren().Any())
                {
                    yield return $"The configuration key '{key.Path}' is a section; give one secret, or a list under '{SecretsKey}'.";
                }
            }
            else if (Is(key, SecretsKey))
            {
                if (key.Value is not null || key.GetChildren().Any(item => item.Value is null))
                {
                    yield return $"The configuration key '{key.Path}' cannot be read; give a list of secrets, or one under '{SecretKey}'.";
                }
            }
            else if (Is(key, MaxBodyBytesKey))
            {
                if (!TryReadNumber(key, out _))
                {
                    yield return $"The configuration key '{key.Path}' cannot be read; give a whole number.";
                }
            }
            else
            {
                yield return $"The configuration key '{key.Path}' is unknown; known are {SecretKey}, {SecretsKey}, {MaxBodyBytesKey}.";
            }
        }
    }

    private static bool Is(IConfigurationSection key, string name) => key.Key.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool TryReadNumber(IConfigurationSection key, out int number) =>
        int.TryParse(key.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out number);
}
