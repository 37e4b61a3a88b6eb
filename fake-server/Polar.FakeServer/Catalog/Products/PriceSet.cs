using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>The prices that a product is to have: which of its present ones stay, which are new, and what is wrong with them.</summary>
internal sealed class PriceSet
{
    private readonly List<ProductPrice> _kept = [];
    private readonly List<ProductPriceCreate> _added = [];
    private readonly List<RequestError> _faults = [];
    private readonly IReadOnlyList<ProductPriceUpdate> _given;
    private readonly object[] _place;

    private PriceSet(IReadOnlyList<ProductPriceUpdate> given, object[] place)
    {
        _given = given;
        _place = place;
    }

    /// <summary>The present prices that stay.</summary>
    public IReadOnlyList<ProductPrice> Kept => _kept;

    /// <summary>The new ones, in the order in which they were sent.</summary>
    public IReadOnlyList<ProductPriceCreate> Added => _added;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<RequestError> Faults => _faults;

    /// <summary>Reads the prices that were sent for a product.</summary>
    /// <param name="world">The world.</param>
    /// <param name="organization">The organization that owns the product.</param>
    /// <param name="recurring">Whether the product is a recurring one.</param>
    /// <param name="given">What was sent.</param>
    /// <param name="present">The product's prices so far.</param>
    /// <param name="place">Where in the body they are.</param>
    public static PriceSet Read(
        World world,
        OrganizationRow organization,
        bool recurring,
        IReadOnlyList<ProductPriceUpdate> given,
        IEnumerable<ProductPrice> present,
        params object[] place)
    {
        var set = new PriceSet(given, place);
        var lines = set.Classify(world, organization, recurring, present.ToDictionary(price => price.Id));
        if (lines.Count == 0)
        {
            set.Fault("At least one price is required.", type: "too_short");
        }

        foreach (var currency in lines.GroupBy(line => line.Currency))
        {
            set.CheckCurrency([.. currency]);
        }

        if (lines.GroupBy(line => line.Currency).Select(currency => Structure([.. currency])).Distinct().Count() > 1)
        {
            set.Fault("All price currencies must define the same set of price types.");
        }

        if (lines.All(line => line.Currency != organization.Resource.DefaultPresentmentCurrency))
        {
            set.Fault("The organization's default presentment currency must be present in the prices.");
        }

        return set;
    }

    private static (bool Fixed, bool Seat, bool Unit, bool Custom, int Metered) Structure(Line[] lines) => (
        lines.Any(line => line.Kind == "fixed"),
        lines.Any(line => line.Kind == "seat_based"),
        lines.Any(line => line.Kind == "unit_based"),
        lines.Any(line => line.Kind == "custom"),
        lines.Select(line => line.Meter).OfType<Guid>().Distinct().Count());

    private static JsonValue Text(Guid id) => JsonValue.Create(id.ToString());

    private List<Line> Classify(World world, OrganizationRow organization, bool recurring, Dictionary<Guid, ProductPrice> present)
    {
        var lines = new List<Line>();
        for (var index = 0; index < _given.Count; index++)
        {
            switch (_given[index])
            {
                case ExistingProductPrice existing when present.TryGetValue(existing.Id, out var price):
                    _kept.Add(price);
                    lines.Add(new Line(index, price.PriceCurrency, price.AmountType, price.TaxBehavior, PriceKinds.Meter(price)));
                    break;
                case ExistingProductPrice existing:
                    _faults.Add(RequestError.Value("Price does not exist.", Text(existing.Id), [.. _place, index]));
                    break;
                case ProductPriceCreate create when KindFault(world, organization, recurring, create, index) is { } fault:
                    _faults.Add(fault);
                    break;
                case ProductPriceCreate create:
                    _added.Add(create);
                    lines.Add(new Line(index, PriceForms.Currency(create), create.AmountType, create.TaxBehavior, PriceForms.Meter(create)));
                    break;
            }
        }

        return lines;
    }

    /// <summary>A price that cannot be of this product at all; it then does not count for the rules about the set.</summary>
    private RequestError? KindFault(World world, OrganizationRow organization, bool recurring, ProductPriceCreate price, int index)
    {
        var meter = PriceForms.Meter(price);
        if (!recurring && (meter is not null || price is ProductPriceUnitBasedCreate))
        {
            var kind = meter is null ? "Unit-based" : "Metered";
            return RequestError.Value($"{kind} pricing is not supported on one-time products.", PriceForms.Given(price), [.. _place, index]);
        }

        return meter is { } id && world.Meters.Find(id)?.OrganizationId != organization.Id
            ? RequestError.Value("Meter does not exist.", Text(id), [.. _place, index, "meter_id"])
            : null;
    }

    private void CheckCurrency(Line[] lines)
    {
        int Count(string kind) => lines.Count(line => line.Kind == kind);
        (string Kind, string Name)[] single =
            [("fixed", "fixed"), ("seat_based", "seat-based"), ("custom", "custom"), ("unit_based", "unit-based")];
        foreach (var (kind, name) in single)
        {
            if (Count(kind) > 1)
            {
                Fault($"Only one {name} price is allowed.");
            }
        }

        if (Count("seat_based") > 0 && Count("unit_based") > 0)
        {
            Fault("A seat-based price cannot be combined with a unit-based price.");
        }

        if (Count("custom") > 0 && Count("fixed") + Count("seat_based") + Count("unit_based") > 0)
        {
            Fault("A custom price cannot be combined with a fixed, seat-based or unit-based price.");
        }

        var meters = new HashSet<Guid>();
        foreach (var line in lines)
        {
            if (line.Meter is { } meter && !meters.Add(meter))
            {
                _faults.Add(RequestError.Value("Meter is already used for another price.", Text(meter), [.. _place, line.Index, "meter_id"]));
            }
        }

        if (lines.Select(line => line.TaxBehavior).Distinct().Count() > 1)
        {
            Fault("All prices for the same currency must have the same tax behavior.");
        }
    }

    private void Fault(string message, string type = "value_error") =>
        _faults.Add(new RequestError(type, ["body", .. _place], message, new JsonArray([.. _given.Select(PriceForms.Given)])));

    private readonly record struct Line(int Index, string Currency, string Kind, TaxBehaviorOption? TaxBehavior, Guid? Meter);
}
