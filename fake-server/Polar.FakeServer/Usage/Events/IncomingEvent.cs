using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Events;

/// <summary>An event as it was sent, in the form that its schema asks for.</summary>
internal sealed record IncomingEvent
{
    public required string Name { get; init; }

    public required EventMetadata Metadata { get; init; }

    /// <summary>When it happened; null for now.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>The customer by Polar's id; null where it is by the merchant's.</summary>
    public Guid? CustomerId { get; init; }

    public string? ExternalCustomerId { get; init; }

    public Guid? MemberId { get; init; }

    public string? ExternalMemberId { get; init; }

    public Guid? OrganizationId { get; init; }

    public string? ExternalId { get; init; }

    public string? ParentName { get; init; }

    /// <summary>The event of a request's body.</summary>
    public static IncomingEvent Of(EventCreate body)
    {
        var common = new IncomingEvent
        {
            Name = EventTexts.Text(body.Name),
            Metadata = Of(body.Metadata),
            Timestamp = body.Timestamp,
            OrganizationId = body.OrganizationId,
            ExternalId = body.ExternalId,
            ParentName = body.ParentId,
        };
        return body switch
        {
            EventCreateCustomer customer => common with { CustomerId = customer.CustomerId, MemberId = customer.MemberId },
            EventCreateExternalCustomer customer => common with
            {
                ExternalCustomerId = customer.ExternalCustomerId,
                ExternalMemberId = customer.ExternalMemberId,
            },
            _ => throw new InvalidOperationException("An event has a form that its schema does not know."),
        };
    }

    /// <summary>An amount as it is kept, as a float: without zeros at its end, and always with a point.</summary>
    public static decimal AsFloat(decimal amount)
    {
        var plain = amount / 1.0000000000000000000000000000m;
        return plain.Scale == 0 ? plain * 1.0m : plain;
    }

    private static EventMetadata Of(EventMetadataInput? body)
    {
        if (body is null or { Cost: null, Llm: null, Additional.Count: 0 })
        {
            return EventMetadata.Empty;
        }

        var entries = new List<(string, EventValue)>();
        if (body.Cost is { } cost)
        {
            entries.Add(("_cost", EventMetadata.Of(("amount", AsFloat(cost.Amount)), ("currency", cost.Currency))));
        }

        if (body.Llm is { } llm)
        {
            entries.Add((
                "_llm",
                EventMetadata.Of(
                    ("vendor", llm.Vendor),
                    ("model", llm.Model),
                    ("prompt", llm.Prompt),
                    ("response", llm.Response),
                    ("input_tokens", llm.InputTokens),
                    ("cached_input_tokens", llm.CachedInputTokens),
                    ("output_tokens", llm.OutputTokens),
                    ("total_tokens", llm.TotalTokens))));
        }

        foreach (var (name, value) in body.Additional)
        {
            entries.Add((name, EventValue.Of(value)));
        }

        return EventMetadata.Of([.. entries]);
    }
}
