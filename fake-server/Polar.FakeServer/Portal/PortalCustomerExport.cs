using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Time;

namespace Polar.FakeServer.Portal;

/// <summary>Everything that there is of a customer, as a file: a page of the portal offers it; the API description leaves it out.</summary>
internal static class PortalCustomerExport
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n", Encoder = PythonJsonEncoder.Instance };

    public static Route Route { get; } = new()
    {
        Id = "customer_portal:customers:export",
        Method = "GET",
        Template = "/v1/customer-portal/customers/me/export",
        Status = 200,
        Scopes = ["customer_portal:read", "customer_portal:write"],
        Subjects = [nameof(SubjectKind.Customer), nameof(SubjectKind.Member)],
        Path = [],
        Query = [],
        Handle = static (_, transaction, _) =>
        {
            var customer = PortalCustomers.Of(transaction);
            transaction.SavedAs = $"polar-customer-export-{customer.Id}.json";
            return Reply.Json(200, Write(transaction.World, customer).ToJsonString(s_indented));
        },
    };

    private static JsonObject Write(World world, CustomerRow row)
    {
        var (organization, id) = (row.OrganizationId, row.Id);
        return new JsonObject
        {
            ["customer"] = Customer(row),
            ["subscriptions"] = All(world.Subscriptions.OfCustomer(organization, id), subscription => Subscription(world, subscription)),
            ["orders"] = All(world.Orders.OfCustomer(organization, id), order => Order(world, order)),
            ["payment_methods"] = All(world.PaymentMethods.OfCustomer(organization, id), Method),
            ["benefit_grants"] = All(world.BenefitGrants.OfCustomer(organization, id), grant => Grant(world, grant)),
        };
    }

    private static JsonArray All<TRow>(IReadOnlyList<TRow> rows, Func<TRow, JsonObject> write)
        where TRow : class, IRow => new([.. rows.Select(write)]);

    private static JsonObject Customer(CustomerRow row)
    {
        var customer = row.Resource;
        return new JsonObject
        {
            ["id"] = customer.Id,
            ["email"] = row.Email,
            ["name"] = customer.Name,
            ["billing_name"] = customer.BillingName,
            ["billing_address"] = customer.BillingAddress is { } address
                ? new JsonObject
                {
                    ["line1"] = address.Line1,
                    ["line2"] = address.Line2,
                    ["postal_code"] = address.PostalCode,
                    ["city"] = address.City,
                    ["state"] = address.State,
                    ["country"] = address.Country.Value,
                }
                : null,
            ["tax_id"] = customer.TaxId is { } taxId ? new JsonArray([.. taxId.Select(part => JsonValue.Create(part))]) : null,
            ["external_id"] = customer.ExternalId,
            ["created_at"] = IsoInstant.Of(customer.CreatedAt),
            ["modified_at"] = Instant(customer.ModifiedAt),
        };
    }

    private static JsonObject Subscription(World world, SubscriptionRow row) => new()
    {
        ["id"] = row.Id,
        ["status"] = row.Status.Value,
        ["product_id"] = row.ProductId,
        ["product_name"] = world.Products[row.ProductId].Resource.Name,
        ["amount"] = SubscriptionProjection.Amount(world, row),
        ["currency"] = row.Currency,
        ["recurring_interval"] = row.Interval.Value,
        ["started_at"] = IsoInstant.Of(row.CreatedAt),
        ["ended_at"] = Instant(row.EndedAt),
        ["current_period_start"] = IsoInstant.Of(row.PeriodStart),
        ["current_period_end"] = IsoInstant.Of(row.PeriodEnd),
        ["cancel_at_period_end"] = row.CancelAtPeriodEnd,
        ["canceled_at"] = Instant(row.CanceledAt),
        ["created_at"] = IsoInstant.Of(row.CreatedAt),
        ["modified_at"] = Instant(row.ModifiedAt),
    };

    private static JsonObject Order(World world, OrderRow row) => new()
    {
        ["id"] = row.Id,
        ["status"] = row.Status.Value,
        ["invoice_number"] = row.InvoiceNumber,

        // An order of no product says so in a word.
        ["product_id"] = row.ProductId?.ToString() ?? "None",
        ["product_name"] = row.ProductId is { } product ? world.Products[product].Resource.Name : null,
        ["subtotal_amount"] = row.Subtotal,
        ["discount_amount"] = row.Discount,
        ["net_amount"] = row.Net,
        ["tax_amount"] = row.Tax,
        ["total_amount"] = row.Total,
        ["currency"] = row.Currency,
        ["billing_reason"] = row.IsAfterTrial ? "subscription_cycle_after_trial" : row.IsFinal ? "subscription_cancel" : row.BillingReason.Value,
        ["created_at"] = IsoInstant.Of(row.CreatedAt),
        ["modified_at"] = Instant(row.ModifiedAt),
    };

    private static JsonObject Method(PaymentMethodRow row) => new()
    {
        ["id"] = row.Id,
        ["type"] = "card",
        ["method_metadata"] = JsonNodes.Of(PaymentMethodRules.Card),
        ["created_at"] = IsoInstant.Of(row.CreatedAt),
        ["modified_at"] = Instant(row.ModifiedAt),
    };

    private static JsonObject Grant(World world, BenefitGrantRow row)
    {
        var benefit = world.Benefits[row.BenefitId].Resource;
        return new JsonObject
        {
            ["id"] = row.Id,
            ["benefit_id"] = row.BenefitId,
            ["benefit_type"] = benefit.Type,
            ["benefit_description"] = benefit.Description,
            ["is_granted"] = row.IsGranted,
            ["is_revoked"] = row.IsRevoked,
            ["granted_at"] = Instant(row.GrantedAt),
            ["revoked_at"] = Instant(row.RevokedAt),
            ["subscription_id"] = row.SubscriptionId,
            ["order_id"] = row.OrderId,
            ["created_at"] = IsoInstant.Of(row.CreatedAt),
        };
    }

    private static string? Instant(DateTimeOffset? moment) => moment is { } known ? IsoInstant.Of(known) : null;
}
