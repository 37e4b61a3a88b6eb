using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Events;

/// <summary>Which events a list is asked for.</summary>
internal static class EventSearch
{
    private const int ShortestQuery = 3;

    /// <summary>Values that are found by their whole path; all other metadata is found by its own name.</summary>
    private static readonly string[] s_paths =
        ["_cost.amount", "_cost.currency", "_llm.vendor", "_llm.model", "_llm.input_tokens", "_llm.output_tokens"];

    /// <summary>The events of a request; or what is wrong with it.</summary>
    public static Outcome<EventSelection> Of(Transaction transaction, EventsListQuery query)
    {
        EventFilter? filter = null;
        if (query.Filter is { } text)
        {
            var (parsed, faults) = EventFilterText.Parse(transaction, text);
            if (faults is not null)
            {
                return Failure.Malformed(faults);
            }

            filter = parsed;
        }

        if (query.Query is { } sought && QueryFault(query, sought) is { } fault)
        {
            return Failure.Malformed([fault]);
        }

        var world = transaction.World;
        var organizations = query.OrganizationId is { } asked ? [.. transaction.Organizations.Where(asked.Contains)] : transaction.Organizations;
        MeterRow? meter = null;
        if (query.MeterId is { } meterId && organizations.Count > 0)
        {
            meter = world.Table<MeterRow>().Find(meterId) is { } found && organizations.Contains(found.OrganizationId) ? found : null;
            if (meter is null)
            {
                return Failure.Invalid(new RequestError("meter_id", ["query", "meter_id"], "Meter not found.", JsonValue.Create(meterId.ToString())));
            }
        }

        var selection = new EventSelection(world, organizations);
        if (query.ParentId is { } parent)
        {
            selection.Below(parent, (int)(query.Depth ?? 1));
        }
        else if (query.Depth is { } depth)
        {
            selection.Where(row => world.UsageEvents.IsWithin(row, depth));
        }

        selection.OfCustomers(EventCustomers.Of(world, organizations, query.CustomerId, query.ExternalCustomerId));
        if (query.Name is { Count: > 0 } || query.Source is { Count: > 0 })
        {
            selection.OfKinds(kind => (query.Name is not { Count: > 0 } names || names.Contains(kind.Name))
                && (query.Source is not { Count: > 0 } sources || sources.Contains(kind.Source)));
        }

        selection.Between(query.StartTimestamp, query.EndTimestamp);
        Filter(selection, filter, meter);
        Search(selection, world, organizations, query);
        return selection;
    }

    /// <summary>A parameter that the API description hides: the type of the events.</summary>
    public static void OfType(EventSelection selection, World world, Guid type)
    {
        var row = world.Table<EventTypes.EventTypeRow>().Find(type);
        selection.OfKinds(kind => row is not null && !kind.IsSystem && kind.Name == row.Resource.Name && kind.OrganizationId == row.OrganizationId);
    }

    private static RequestError? QueryFault(EventsListQuery query, string sought) =>
        query.OrganizationId is null
            ? new RequestError(
                "value_error", ["query", "query"], "Query is only supported when organization_id is provided.", JsonValue.Create(sought))
            : sought.EnumerateRunes().Count() < ShortestQuery
                ? new RequestError("query", ["query", "query"], "Query must be at least 3 characters.", JsonValue.Create(sought))
                : null;

    private static void Filter(EventSelection selection, EventFilter? filter, MeterRow? meter)
    {
        if (filter is not null)
        {
            selection.Where(filter.Matches);
        }

        if (meter is null)
        {
            return;
        }

        selection.Where(EventFilter.Of(meter.Resource.Filter).Matches);
        if (meter.Resource.Aggregation is PropertyAggregation { Property: var property } && property is not ("name" or "source" or "timestamp"))
        {
            var path = new EventPath(property);
            selection.Where(row => path.Find(row.Metadata).Kind == EventValueKind.Number);
        }
    }

    private static void Search(EventSelection selection, World world, IReadOnlyList<Guid> organizations, EventsListQuery query)
    {
        foreach (var (name, values) in query.Metadata ?? [])
        {
            selection.Where(row => values.Contains(TextAt(row.Metadata, name)));
        }

        if (query.Query is not { } sought)
        {
            return;
        }

        // Whoever looks for a customer finds the customer's events.
        var customers = organizations.SelectMany(organization => world.Customers.Of(organization)).Where(customer => IsFound(customer, sought)).ToArray();
        HashSet<Guid> ids = [.. customers.Select(customer => customer.Id)];
        HashSet<string> externalIds = [.. customers.Select(customer => customer.Resource.ExternalId).OfType<string>()];
        selection.Where(row => row.Name.Contains(sought, StringComparison.OrdinalIgnoreCase)
            || row.Kind.Source.Value.Contains(sought, StringComparison.OrdinalIgnoreCase)
            || (row.Subject.CustomerId is { } id && ids.Contains(id))
            || (row.Subject.ExternalCustomerId is { } externalId && externalIds.Contains(externalId))
            || row.Metadata.ToPythonJson().Contains(sought, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsFound(CustomerRow customer, string sought) =>
        new[] { customer.Id.ToString(), customer.Resource.ExternalId, customer.Resource.Name, customer.OwnBillingName, customer.Email }
            .Any(text => text?.Contains(sought, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>The text of a name; nothing where there is none, or no text.</summary>
    private static string TextAt(EventMetadata metadata, string name) => s_paths.Contains(name)
        ? new EventPath(name).Find(metadata).Shown ?? ""
        : metadata.Find(name).Text ?? "";
}
