using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Execution;

/// <summary>What a fake was started with, as far as its rules need it.</summary>
/// <param name="BaseAddress">Where the fake itself answers, without a trailing slash.</param>
internal sealed record FakeSettings(string BaseAddress)
{
    /// <summary>Which domains take mail.</summary>
    public EmailDomains EmailDomains { get; init; } = EmailDomains.Usual;

    /// <summary>Charges cards.</summary>
    public IPaymentProcessor PaymentProcessor { get; init; } = CardSimulator.Instance;

    /// <summary>Knows the rates of taxes.</summary>
    public ITaxService TaxService { get; init; } = TaxRates.Instance;

    /// <summary>Where IP addresses are.</summary>
    public ICountryLookup Countries { get; init; } = CountryTable.Empty;

    /// <summary>Sends e-mails.</summary>
    public IMailSender MailSender { get; init; } = NoMail.Instance;

    /// <summary>Holds the bytes of files; null where the world does.</summary>
    public IFileStorage? FileStorage { get; init; }

    /// <summary>The schemas of requests.</summary>
    public SchemaCatalog Schemas { get; init; } = SchemaCatalog.Empty;

    /// <summary>Writes what is answered and published.</summary>
    public required IResourceRenderer Renderer { get; init; }

    /// <summary>What open event streams are told.</summary>
    public EventFeed Feed { get; init; } = EventFeed.Silent;

    /// <summary>Whether webhooks may go to other machines.</summary>
    public bool AllowExternalWebhooks { get; init; }

    /// <summary>The answers to domain questions.</summary>
    public DomainAnswers Answers { get; init; } = DomainAnswers.None;

    /// <summary>What follows from domain events.</summary>
    public DomainEventHandlers EventHandlers { get; init; } = DomainEventHandlers.None;
}
