using System.Globalization;
using Polar.FakeServer.Control;
using Polar.FakeServer.Persistence;

namespace Polar.FakeServer.Composition;

/// <summary>What a world was made from, and the options that say so.</summary>
internal static class WorldOrigins
{
    /// <summary>What a world is made from that is made now.</summary>
    public static WorldOrigin Of(FakePolarOptions options, FakeIdentity identity, DateTimeOffset now) => new()
    {
        Seed = options.Seed,
        IsEmpty = options.Empty,
        SampleData = options.SampleData.ToString(),
        AccessToken = options.AccessToken,
        OrganizationSlug = options.OrganizationSlug,
        OrganizationName = options.OrganizationName,
        MadeAt = now,
        StartTime = options.StartTime,
        WebhookUrl = options.WebhookUrl?.AbsoluteUri,
        WebhookSecret = options.WebhookSecret,
        WebhookEvents = options.WebhookEvents is { } events ? [.. events] : default,
        OrganizationId = identity.Organization,
        FounderId = identity.OrganizationProvisioning,
    };

    /// <summary>Options that make the same world again.</summary>
    public static FakePolarOptions ToOptions(WorldOrigin origin, int keptEvents) => new()
    {
        Seed = origin.Seed,
        Empty = origin.IsEmpty,
        SampleData = Enum.Parse<FakeSampleData>(origin.SampleData),
        AccessToken = origin.AccessToken,
        OrganizationSlug = origin.OrganizationSlug,
        OrganizationName = origin.OrganizationName,
        WebhookUrl = origin.WebhookUrl is { } url ? new Uri(url) : null,
        WebhookSecret = origin.WebhookSecret,
        WebhookEvents = origin.WebhookEvents.IsDefault ? null : origin.WebhookEvents,
        KeptEvents = keptEvents,
    };

    /// <summary>The organization and the user that the world begins with.</summary>
    public static FakeIdentity IdentityOf(WorldOrigin origin) => new(origin.OrganizationId, origin.FounderId, origin.OrganizationSlug, origin.AccessToken);

    /// <summary>Refuses a file whose world is not what was asked for. What is left at its default has not been asked for.</summary>
    /// <exception cref="FakeDataException">It is another world.</exception>
    public static void Require(FakePolarOptions options, KeptWorld kept, string path)
    {
        var (usual, origin) = (new FakePolarOptions(), kept.Origin);
        Require(path, "seed", options.Seed, origin.Seed, usual.Seed);
        Require(path, "access token", options.AccessToken, origin.AccessToken, usual.AccessToken, isSecret: true);
        Require(path, "organization", options.OrganizationSlug, origin.OrganizationSlug, usual.OrganizationSlug);
        Require(path, "organization's name", options.OrganizationName, origin.OrganizationName, usual.OrganizationName);
        Require(path, "sample data", options.SampleData.ToString(), origin.SampleData, usual.SampleData.ToString());
        Require(path, "start of the clock", options.StartTime, origin.StartTime ?? origin.MadeAt, usual.StartTime);
        if (options.Empty && !origin.IsEmpty)
        {
            throw new FakeDataException($"The data file {path} began with sample data: take another file for a world without.");
        }

        if (options.FreezeClock && !kept.Clock.IsFrozen)
        {
            throw new FakeDataException($"The clock of the data file {path} runs: take another file for one that stands still.");
        }
    }

    private static void Require<T>(string path, string what, T asked, T kept, T usual, bool isSecret = false)
    {
        if (!EqualityComparer<T>.Default.Equals(asked, usual) && !EqualityComparer<T>.Default.Equals(asked, kept))
        {
            throw new FakeDataException(isSecret
                ? $"The data file {path} was made with another {what}: leave it out, or take another file."
                : $"The data file {path} was made with the {what} {Text(kept)}, and not {Text(asked)}: leave it out, or take another file.");
        }
    }

    private static string Text<T>(T value) => value is DateTimeOffset time
        ? ControlText.Of(time)
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
