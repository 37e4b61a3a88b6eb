using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>Rules that hold for products, whoever changes them.</summary>
internal static class ProductRules
{
    /// <summary>Keeps a changed product and tells of it; its newest prices show as they were sent, and are kept as they will be read.</summary>
    public static Product Change(Transaction transaction, ProductRow row)
    {
        var kept = row with { Prices = [.. row.Prices.Select(PriceForms.Kept)] };
        transaction.Save(kept);
        var shown = ProductProjection.ToResource(transaction.World, row);
        transaction.Publish(row.OrganizationId, "product.updated", _ => shown);
        return shown;
    }

    /// <summary>Notes that somebody has, or had, the product: it cannot be deleted any more.</summary>
    public static void MarkSold(Transaction transaction, Guid product)
    {
        if (transaction.World.Products[product] is { IsSold: false } row)
        {
            transaction.Save(row with { IsSold = true });
        }
    }

    /// <summary>Prices that are not named any more are archived, new ones are added; none is ever changed in place.</summary>
    public static ImmutableList<ProductPrice> Replaced(Transaction transaction, ProductRow row, PriceSet set)
    {
        var present = row.Prices.Select(price =>
            price.IsArchived || set.Kept.Contains(price) ? price : price with { IsArchived = true, ModifiedAt = transaction.Now });
        var added = set.Added.Select(price => PriceForms.Make(transaction, row.Id, price, ProductPriceSource.Catalog));
        return [.. present, .. added];
    }

    /// <summary>Only some organizations may settle use in cycles of its own.</summary>
    public static IEnumerable<RequestError> MeterCycleFaults(OrganizationRow organization, RecurringInterval? interval) =>
        interval is { } asked && organization.Resource.FeatureSettings?.MeterCyclingEnabled != true
            ? [RequestError.Value("Separate meter cycling is not enabled for this organization.", JsonValue.Create(asked.Value), "meter_interval")]
            : [];

    /// <summary>What is wrong with a changed interval or trial. An interval without its count reads as one with another count.</summary>
    public static IEnumerable<RequestError> IntervalFaults(ProductRow row, ProductUpdate body)
    {
        if (body.RecurringInterval.Value is { } interval
            && (interval != row.Resource.RecurringInterval || body.RecurringIntervalCount.Value != row.Resource.RecurringIntervalCount))
        {
            yield return RequestError.Value("Recurring interval cannot be changed.", JsonValue.Create(interval.Value), "recurring_interval");
        }

        const string NoTrial = "Trial configuration is only supported on recurring products.";
        if (row.Resource.RecurringInterval is null && (body.TrialInterval.Value is not null || body.TrialIntervalCount.Value is not null))
        {
            yield return RequestError.Value(NoTrial, JsonValue.Create(body.TrialInterval.Value?.Value), "trial_interval");
            yield return RequestError.Value(NoTrial, JsonValue.Create(body.TrialIntervalCount.Value), "trial_interval_count");
        }
    }

    /// <summary>The first thing that is wrong with the benefits that a product is to have.</summary>
    public static RequestError? BenefitFault(Transaction transaction, ProductRow row, ValueList<Guid> benefits)
    {
        for (var index = 0; index < benefits.Count; index++)
        {
            var id = benefits[index];
            var benefit = transaction.World.Benefits.Visible(transaction, id);
            var message = benefit is null || benefit.Resource.IsDeleted ? "Benefit does not exist."
                : benefit.OrganizationId != row.OrganizationId ? "Benefit must be on the same organization as the product."
                : !benefit.Resource.Selectable && !row.Benefits.Contains(id) ? NotSelectable
                : null;
            if (message is not null)
            {
                return RequestError.Value(message, JsonValue.Create(id.ToString()), "benefits", index);
            }
        }

        return row.Benefits.Except(benefits).Select(transaction.World.Benefits.Find).FirstOrDefault(benefit => benefit is { Resource.Selectable: false })
            is { } fixture
                ? RequestError.Value(NotSelectable, JsonValue.Create(fixture.Id.ToString()), "benefits")
                : null;
    }

    private const string NotSelectable = "Benefit is not selectable.";
}
