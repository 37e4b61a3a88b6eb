using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Discounts;

/// <summary>When a discount holds, and what it comes to.</summary>
internal static class DiscountRules
{
    private const double BasisPointsOfWhole = 10_000;

    /// <summary>The organization's discount with this code, in whatever case; deleted ones give their codes back.</summary>
    public static DiscountRow? ByCode(World world, Guid organization, string code) =>
        world.Discounts.Find(organization, DiscountRow.ByCode, code);

    /// <summary>Whether one more may use it now.</summary>
    public static bool IsRedeemable(DiscountRow row, DateTimeOffset now) =>
        !(row.StartsAt > now) && !(row.EndsAt < now) && !(row.RedemptionsCount >= row.MaxRedemptions);

    /// <summary>Notes one use, by a checkout or by a subscription that was there before.</summary>
    public static void Redeem(Transaction transaction, DiscountRow row, Guid? checkout, Guid? subscription)
    {
        transaction.Save(row with { RedemptionsCount = row.RedemptionsCount + 1 });
        transaction.Save(new RedemptionRow
        {
            Id = transaction.NewId(),
            OrganizationId = row.OrganizationId,
            CreatedAt = transaction.Now,
            DiscountId = row.Id,
            CheckoutId = checkout,
            SubscriptionId = subscription,
        });
    }

    /// <summary>Whether it is for this product.</summary>
    public static bool Covers(DiscountRow row, Guid product) => row.Products.IsEmpty || row.Products.Contains(product);

    /// <summary>Whether it says what it takes off in this currency.</summary>
    public static bool Covers(DiscountRow row, string currency) => !row.IsFixed || row.Amounts.ContainsKey(currency);

    /// <summary>What is taken off an amount. Percentages are taken in double precision, as Polar does.</summary>
    public static long Amount(DiscountRow row, long amount, string currency) => row.IsFixed
        ? Math.Min(row.Amounts.GetValueOrDefault(currency), amount)
        : (long)Math.Round(amount * (row.BasisPoints / BasisPointsOfWhole), MidpointRounding.AwayFromZero);

    /// <summary>
    /// What is taken off each of several amounts. A fixed discount is shared in proportion, what rounding down leaves going to the largest
    /// remainders, so that the parts sum up to the whole.
    /// </summary>
    public static long[] Amounts(DiscountRow row, IReadOnlyList<long> amounts, string currency)
    {
        var total = amounts.Sum();
        if (!row.IsFixed || total == 0)
        {
            return [.. amounts.Select(amount => row.IsFixed ? 0 : Amount(row, amount, currency))];
        }

        var discount = Amount(row, total, currency);
        var weighted = amounts.Select(amount => (Int128)discount * amount).ToArray();
        var shares = weighted.Select(weight => (long)(weight / total)).ToArray();
        var left = (int)(discount - shares.Sum());
        foreach (var (index, _) in weighted.Index().OrderByDescending(entry => entry.Item % total).Take(left))
        {
            shares[index]++;
        }

        return shares;
    }

    /// <summary>Whether it no longer holds for a period, by the calendar since it was first applied.</summary>
    public static bool IsExpired(DiscountRow row, DateTimeOffset appliedAt, DateTimeOffset periodStart) => row.Duration.Value switch
    {
        DiscountDuration.Values.Once => periodStart > appliedAt,
        DiscountDuration.Values.Repeating when row.DurationInMonths is { } months => periodStart > appliedAt.AddMonths((int)months - 1),
        _ => false,
    };

    /// <summary>What is wrong with a code: another discount has it.</summary>
    public static RequestError? CodeFault(World world, Guid organization, string? code, Guid? self = null) =>
        code is not null && ByCode(world, organization, code) is { } other && other.Id != self
            ? RequestError.Value("Discount with this code already exists.", JsonValue.Create(code), "code")
            : null;

    /// <summary>The first of the products that there is not; archived ones do.</summary>
    public static RequestError? ProductFault(World world, Guid organization, ValueList<Guid>? products)
    {
        for (var index = 0; index < products?.Count; index++)
        {
            if (world.Products.Find(products[index]) is not { IsDeleted: false } row || row.OrganizationId != organization)
            {
                return RequestError.Value("Product not found.", JsonValue.Create(products[index].ToString()), "products", index);
            }
        }

        return null;
    }
}
