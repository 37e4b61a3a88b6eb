using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Polar.Functional.CSharp;

/// <summary>
/// Reads <see cref="PolarOptions"/> from configuration, key by key: what is misspelt or unreadable is a fault, because a client that passes over
/// it would call production with a token that was meant for the sandbox.
/// </summary>
internal sealed class PolarConfiguration(IConfiguration configuration)
{
    /// <summary>A section of the same place that another package reads.</summary>
    private const string WebhooksKey = "Webhooks";

    private static readonly Setting[] s_settings =
    [
        new(nameof(PolarOptions.AccessToken), "a token", value => options => options.AccessToken = value),
        new(nameof(PolarOptions.Server), "'production', 'sandbox' or an http or https address", ReadServer),
        new(nameof(PolarOptions.Timeout), "a time such as '00:00:30'", ReadTimeout),
        new(nameof(PolarOptions.MaxAttempts), "a whole number", ReadMaxAttempts),
        new(nameof(PolarOptions.OrganizationId), "a UUID", ReadOrganization),
        new(nameof(PolarOptions.MaxResponseBytes), "a whole number", ReadMaxResponseBytes),
    ];

    /// <summary>Sets what the configuration says and can be read.</summary>
    public void Apply(PolarOptions options)
    {
        foreach (var key in configuration.GetChildren())
        {
            if (Find(key.Key) is { } setting && key.Value is { } value && setting.TryRead(value, out var apply, out _))
            {
                apply(options);
            }
        }
    }

    /// <summary>A sentence for each key that is unknown or unreadable; none holds a value, which might be a secret.</summary>
    public IEnumerable<string> Validate(PolarOptions options)
    {
        var keys = configuration.GetChildren().ToArray();
        if (keys.Length == 0 && options.AccessToken is null)
        {
            yield return $"The configuration has nothing in {Name}; give it an AccessToken and a Server.";
        }

        foreach (var key in keys)
        {
            if (Find(key.Key) is not { } setting)
            {
                if (!key.Key.Equals(WebhooksKey, StringComparison.OrdinalIgnoreCase))
                {
                    yield return $"The configuration key '{key.Path}' is unknown; known are {string.Join(", ", s_settings.Select(known => known.Key))}.";
                }
            }
            else if (key.GetChildren().Any())
            {
                yield return $"The configuration key '{key.Path}' is a section; give {setting.Expected}.";
            }
            else if (key.Value is { } value && !setting.TryRead(value, out _, out var reason))
            {
                yield return $"The configuration key '{key.Path}' cannot be read; give {setting.Expected}.{reason}";
            }
        }
    }

    private string Name => configuration is IConfigurationSection section ? $"the section '{section.Path}'" : "it";

    private static Setting? Find(string key) =>
        Array.Find(s_settings, setting => setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase));

    private static Action<PolarOptions>? ReadServer(string value)
    {
        if (value.Equals("production", StringComparison.OrdinalIgnoreCase))
        {
            return options => options.Server = PolarServer.Production;
        }

        if (value.Equals("sandbox", StringComparison.OrdinalIgnoreCase))
        {
            return options => options.Server = PolarServer.Sandbox;
        }

        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return null;
        }

        var server = PolarServer.At(address);
        return options => options.Server = server;
    }

    // A bare number is refused: .NET takes 30 for thirty days.
    private static Action<PolarOptions>? ReadTimeout(string value) =>
        value.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var timeout)
            ? options => options.Timeout = timeout
            : null;

    private static Action<PolarOptions>? ReadMaxAttempts(string value) =>
        int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var attempts)
            ? options => options.MaxAttempts = attempts
            : null;

    private static Action<PolarOptions>? ReadMaxResponseBytes(string value) =>
        long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var bytes)
            ? options => options.MaxResponseBytes = bytes
            : null;

    private static Action<PolarOptions>? ReadOrganization(string value) =>
        Guid.TryParse(value, out var organization) ? options => options.OrganizationId = organization : null;

    /// <param name="Key">Its name, in whatever case.</param>
    /// <param name="Expected">What a value is.</param>
    /// <param name="Read">What a value does to the options; null for a value that is none.</param>
    private sealed record Setting(string Key, string Expected, Func<string, Action<PolarOptions>?> Read)
    {
        public bool TryRead(string value, [NotNullWhen(true)] out Action<PolarOptions>? apply, out string reason)
        {
            reason = "";
            try
            {
                apply = Read(value);
            }
            catch (ArgumentException refused)
            {
                apply = null;
                reason = " " + refused.Message;
            }

            return apply is not null;
        }
    }
}
