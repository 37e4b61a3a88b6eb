using System.Collections.Concurrent;
using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Simulation;

namespace Polar.FakeServer.SampleData;

/// <summary>
/// Worlds with sample data, made once: a world is a value, so fakes that start with equal ones may start with the same one. It is made as of the
/// beginning of the day, and what has fallen due since then is done for each fake.
/// </summary>
internal static class SampleWorlds
{
    private const int Most = 16;

    private static readonly ConcurrentDictionary<Origin, Lazy<(World World, FakeIdentity Identity)>> s_made = new();

    public static (World World, FakeIdentity Identity) At(FakePolarOptions options, DateTimeOffset now, FakeSettings settings)
    {
        var day = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);

        // Sample customers can get mail and pay, whatever a test says of the world outside.
        settings = settings with
        {
            EmailDomains = EmailDomains.Usual,
            Countries = CountryTable.Empty,
            MailSender = NoMail.Instance,
            FileStorage = null,
            PaymentProcessor = CardSimulator.Instance,
            TaxService = TaxRates.Instance,
        };
        var origin = new Origin(options.Seed, options.SampleData, options.AccessToken, options.OrganizationSlug, options.OrganizationName, day, settings);
        if (s_made.Count >= Most)
        {
            s_made.Clear();
        }

        var (world, identity) = s_made.GetOrAdd(origin, _ => new(() => WorldFactory.Found(options, day, settings))).Value;
        var since = new Transaction(world, Caller.Background, now, settings);
        new Backfill(since, identity.Organization).Finish();
        return (since.Result, identity);
    }

    /// <summary>All that a world with sample data depends on.</summary>
    private sealed record Origin(
        int Seed, FakeSampleData Kind, string AccessToken, string OrganizationSlug, string OrganizationName, DateTimeOffset Day, FakeSettings Settings);
}
