using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary>How an event is caused.</summary>
/// <param name="Summary">In a line.</param>
/// <param name="RunAsync">Makes the calls.</param>
internal sealed record TriggerRecipe(string Summary, Func<TriggerCalls, Task> RunAsync);

/// <summary>What causes each event: the same calls that an app or a merchant makes, and the clock where time does.</summary>
internal static class TriggerRecipes
{
    private const string Confirmation =
        """{"confirmation_token_id":"tok_visa","customer_billing_name":"Ada Lovelace","customer_billing_address":{"country":"SE"}}""";

    /// <summary>All of them, in the order of the API description.</summary>
    public static OrderedDictionary<string, TriggerRecipe> All { get; } = new()
    {
        ["checkout.created"] = new("creates a checkout session", CreateCheckoutAsync),
        ["checkout.updated"] = new("creates a checkout session and changes it", UpdateCheckoutAsync),
        ["checkout.expired"] = new("creates a checkout session and moves the clock behind its end", ExpireCheckoutAsync),
        ["customer.created"] = new("creates a customer", CreateCustomerAsync),
        ["customer.updated"] = new("creates a customer and changes it", UpdateCustomerAsync),
        ["customer.deleted"] = new("creates a customer and deletes it", DeleteCustomerAsync),
        ["customer.state_changed"] = new("creates a customer", CreateCustomerAsync),
        ["customer_seat.assigned"] = new("buys seats and invites somebody to one", AssignSeatAsync),
        ["customer_seat.claimed"] = new("buys seats and gives one away at once", ClaimSeatAsync),
        ["customer_seat.revoked"] = new("buys seats, gives one away and takes it back", RevokeSeatAsync),
        ["member.created"] = new("creates a customer, who gets a member as owner", CreateCustomerAsync),
        ["member.updated"] = new("creates a customer and changes its owner", UpdateMemberAsync),
        ["member.deleted"] = new("creates a customer and deletes it, owner and all", DeleteCustomerAsync),
        ["order.created"] = new("buys something once", BuyOnceAsync),
        ["order.updated"] = new("buys something once and changes the order's billing name", UpdateOrderAsync),
        ["order.paid"] = new("buys something once", BuyOnceAsync),
        ["order.refunded"] = new("buys something once and refunds a part of it", RefundAsync),
        ["subscription.created"] = new("buys a subscription", SubscribeAsync),
        ["subscription.updated"] = new("buys a subscription and changes its metadata", UpdateSubscriptionAsync),
        ["subscription.active"] = new("buys a subscription", SubscribeAsync),
        ["subscription.canceled"] = new("buys a subscription and cancels it at the end of its period", CancelAsync),
        ["subscription.uncanceled"] = new("buys a subscription, cancels it and takes that back", UncancelAsync),
        ["subscription.cycled"] = new("buys a subscription and moves the clock by a month", CycleAsync),
        ["subscription.revoked"] = new("buys a subscription and ends it at once", RevokeAsync),
        ["subscription.past_due"] = new("buys a subscription with a card that fails at the renewal and moves the clock by a month", FailRenewalAsync),
        ["subscription.paused"] = new("buys a subscription, has it pause and moves the clock by a month", PauseAsync),
        ["subscription.resumed"] = new("pauses a subscription and resumes it", ResumeAsync),
        ["refund.created"] = new("buys something once and refunds a part of it", RefundAsync),
        ["refund.updated"] = new("buys something once, refunds a part of it and has the bank refuse the refund", UpdateRefundAsync),
        ["product.created"] = new("creates a product", CreateProductAsync),
        ["product.updated"] = new("creates a product and changes it", UpdateProductAsync),
        ["discount.created"] = new("creates a discount", CreateDiscountAsync),
        ["discount.updated"] = new("creates a discount and changes it", UpdateDiscountAsync),
        ["discount.deleted"] = new("creates a discount and deletes it", DeleteDiscountAsync),
        ["benefit.created"] = new("creates a benefit", CreateBenefitAsync),
        ["benefit.updated"] = new("creates a benefit and changes it", UpdateBenefitAsync),
        ["benefit_grant.created"] = new("buys a subscription with a benefit", GrantAsync),
        ["benefit_grant.cycled"] = new("buys a subscription with a benefit and moves the clock by a month", CycleGrantAsync),
        ["benefit_grant.updated"] = new("buys a subscription with license keys and changes their limit", UpdateGrantAsync),
        ["benefit_grant.revoked"] = new("buys a subscription with a benefit and ends it at once", RevokeGrantAsync),
        ["organization.updated"] = new("changes the organization", UpdateOrganizationAsync),
        ["subscription.migrated"] = new("buys a subscription and says that it came over from another provider", MigrateAsync),
    };

    private static string Id(JsonObject resource) => resource["id"]!.ToString();

    private static async Task<string> ProductAsync(TriggerCalls calls, string members = "", string price = """{"amount_type":"fixed","price_amount":1900}""") =>
        Id(await calls.PrepareAsync("POST", "/v1/products/", $$"""{"name":"Triggered","prices":[{{price}}]{{members}}}""").ConfigureAwait(false));

    private static Task<string> MonthlyAsync(TriggerCalls calls) => ProductAsync(calls, ""","recurring_interval":"month" """);

    private static Task<JsonObject> CreateProductAsync(TriggerCalls calls) =>
        calls.CauseAsync("POST", "/v1/products/", """{"name":"Triggered","prices":[{"amount_type":"fixed","price_amount":1900}]}""");

    private static async Task UpdateProductAsync(TriggerCalls calls) =>
        await calls.CauseAsync("PATCH", $"/v1/products/{await ProductAsync(calls).ConfigureAwait(false)}", """{"name":"Triggered again"}""").ConfigureAwait(false);

    private static async Task<string> CheckoutAsync(TriggerCalls calls, string product, string members = "") =>
        Id(await calls.PrepareAsync("POST", "/v1/checkouts/", $$"""{"products":["{{product}}"],"customer_email":"{{TriggerCalls.Email}}"{{members}}}""").ConfigureAwait(false));

    private static async Task CreateCheckoutAsync(TriggerCalls calls) => await calls.CauseAsync(
        "POST", "/v1/checkouts/", $$"""{"products":["{{await ProductAsync(calls).ConfigureAwait(false)}}"]}""").ConfigureAwait(false);

    private static async Task UpdateCheckoutAsync(TriggerCalls calls)
    {
        var checkout = await CheckoutAsync(calls, await ProductAsync(calls).ConfigureAwait(false)).ConfigureAwait(false);
        await calls.CauseAsync("PATCH", $"/v1/checkouts/{checkout}", """{"metadata":{"triggered":true}}""").ConfigureAwait(false);
    }

    private static async Task ExpireCheckoutAsync(TriggerCalls calls)
    {
        await CreateCheckoutAsync(calls).ConfigureAwait(false);
        await calls.AdvanceAsync("P2D").ConfigureAwait(false);
    }

    private static Task<JsonObject> CreateCustomerAsync(TriggerCalls calls) =>
        calls.CauseAsync("POST", "/v1/customers/", $$"""{"email":"{{TriggerCalls.Email}}","name":"Ada Lovelace"}""");

    private static async Task<string> CustomerAsync(TriggerCalls calls) =>
        Id(await calls.PrepareAsync("POST", "/v1/customers/", $$"""{"email":"{{TriggerCalls.Email}}","name":"Ada Lovelace"}""").ConfigureAwait(false));

    private static async Task UpdateCustomerAsync(TriggerCalls calls) =>
        await calls.CauseAsync("PATCH", $"/v1/customers/{await CustomerAsync(calls).ConfigureAwait(false)}", """{"name":"Ada King"}""").ConfigureAwait(false);

    private static async Task DeleteCustomerAsync(TriggerCalls calls)
    {
        var customer = Id(await calls.CauseAsync("POST", "/v1/customers/", $$"""{"email":"{{TriggerCalls.Email}}"}""").ConfigureAwait(false));
        await calls.PrepareAsync("DELETE", $"/v1/customers/{customer}").ConfigureAwait(false);
    }

    private static async Task UpdateMemberAsync(TriggerCalls calls)
    {
        var customer = await CustomerAsync(calls).ConfigureAwait(false);
        var owner = await calls.FindAsync($"/v1/customers/{customer}/members").ConfigureAwait(false);
        await calls.CauseAsync("PATCH", $"/v1/customers/{customer}/members/{Id(owner)}", """{"name":"Ada King"}""").ConfigureAwait(false);
    }

    /// <summary>Has somebody buy a product; what was given goes into the checkout.</summary>
    private static async Task BuyAsync(TriggerCalls calls, string product, string members = "", string confirmation = Confirmation)
    {
        var checkout = await calls.CauseAsync(
            "POST", "/v1/checkouts/", $$"""{"products":["{{product}}"],"customer_email":"{{TriggerCalls.Email}}"{{members}}}""").ConfigureAwait(false);
        await calls.PrepareAsync("POST", $"/v1/checkouts/client/{checkout["client_secret"]}/confirm", confirmation).ConfigureAwait(false);
    }

    private static async Task BuyOnceAsync(TriggerCalls calls) => await BuyAsync(calls, await ProductAsync(calls).ConfigureAwait(false)).ConfigureAwait(false);

    private static async Task<string> OrderAsync(TriggerCalls calls)
    {
        var product = await ProductAsync(calls).ConfigureAwait(false);
        var checkout = await calls.PrepareAsync(
            "POST", "/v1/checkouts/", $$"""{"products":["{{product}}"],"customer_email":"{{TriggerCalls.Email}}"}""").ConfigureAwait(false);
        await calls.PrepareAsync("POST", $"/v1/checkouts/client/{checkout["client_secret"]}/confirm", Confirmation).ConfigureAwait(false);
        return Id(await calls.FindAsync($"/v1/orders/?checkout_id={Id(checkout)}").ConfigureAwait(false));
    }

    private static async Task UpdateOrderAsync(TriggerCalls calls) => await calls.CauseAsync(
        "PATCH", $"/v1/orders/{await OrderAsync(calls).ConfigureAwait(false)}", """{"billing_name":"Ada King"}""").ConfigureAwait(false);

    private static async Task<string> RefundedAsync(TriggerCalls calls) => Id(await calls.CauseAsync(
        "POST", "/v1/refunds/", $$"""{"order_id":"{{await OrderAsync(calls).ConfigureAwait(false)}}","reason":"other","amount":100}""").ConfigureAwait(false));

    private static Task<string> RefundAsync(TriggerCalls calls) => RefundedAsync(calls);

    private static async Task UpdateRefundAsync(TriggerCalls calls)
    {
        var refund = await RefundedAsync(calls).ConfigureAwait(false);
        await calls.PrepareAsync("PATCH", $"/_fake/refunds/{refund}", """{"status":"failed"}""").ConfigureAwait(false);
    }

    private static async Task SubscribeAsync(TriggerCalls calls) => await BuyAsync(calls, await MonthlyAsync(calls).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>A subscription that was bought without what was given.</summary>
    private static async Task<string> SubscriptionAsync(TriggerCalls calls, string product, string members = "")
    {
        var checkout = await calls.PrepareAsync(
            "POST", "/v1/checkouts/", $$"""{"products":["{{product}}"],"customer_email":"{{TriggerCalls.Email}}"{{members}}}""").ConfigureAwait(false);
        await calls.PrepareAsync("POST", $"/v1/checkouts/client/{checkout["client_secret"]}/confirm", Confirmation).ConfigureAwait(false);
        return Id(await calls.FindAsync($"/v1/subscriptions/?product_id={product}").ConfigureAwait(false));
    }

    private static async Task<string> SubscriptionAsync(TriggerCalls calls) =>
        await SubscriptionAsync(calls, await MonthlyAsync(calls).ConfigureAwait(false)).ConfigureAwait(false);

    private static async Task ChangeSubscriptionAsync(TriggerCalls calls, string body) => await calls.CauseAsync(
        "PATCH", $"/v1/subscriptions/{await SubscriptionAsync(calls).ConfigureAwait(false)}", body).ConfigureAwait(false);

    private static Task UpdateSubscriptionAsync(TriggerCalls calls) => ChangeSubscriptionAsync(calls, """{"metadata":{"triggered":true}}""");

    private static Task CancelAsync(TriggerCalls calls) => ChangeSubscriptionAsync(calls, """{"cancel_at_period_end":true}""");

    private static Task RevokeAsync(TriggerCalls calls) => ChangeSubscriptionAsync(calls, """{"revoke":true}""");

    private static async Task UncancelAsync(TriggerCalls calls)
    {
        var subscription = await SubscriptionAsync(calls).ConfigureAwait(false);
        await calls.PrepareAsync("PATCH", $"/v1/subscriptions/{subscription}", """{"cancel_at_period_end":true}""").ConfigureAwait(false);
        await calls.CauseAsync("PATCH", $"/v1/subscriptions/{subscription}", """{"cancel_at_period_end":false}""").ConfigureAwait(false);
    }

    private static async Task CycleAsync(TriggerCalls calls)
    {
        await SubscribeAsync(calls).ConfigureAwait(false);
        await calls.AdvanceAsync("P1M").ConfigureAwait(false);
    }

    private static async Task FailRenewalAsync(TriggerCalls calls)
    {
        var product = await MonthlyAsync(calls).ConfigureAwait(false);
        await BuyAsync(calls, product, confirmation: Confirmation.Replace("tok_visa", "ctoken_decline_renewal", StringComparison.Ordinal)).ConfigureAwait(false);
        await calls.AdvanceAsync("P1M").ConfigureAwait(false);
    }

    private static async Task PauseAsync(TriggerCalls calls)
    {
        await ChangeSubscriptionAsync(calls, """{"pause_at_period_end":true}""").ConfigureAwait(false);
        await calls.AdvanceAsync("P1M").ConfigureAwait(false);
    }

    private static async Task ResumeAsync(TriggerCalls calls)
    {
        var subscription = await SubscriptionAsync(calls).ConfigureAwait(false);
        await calls.PrepareAsync("PATCH", $"/v1/subscriptions/{subscription}", """{"pause_at_period_end":true}""").ConfigureAwait(false);
        await calls.AdvanceAsync("P1M").ConfigureAwait(false);
        await calls.CauseAsync("PATCH", $"/v1/subscriptions/{subscription}", """{"resume":true}""").ConfigureAwait(false);
    }

    private static async Task MigrateAsync(TriggerCalls calls) => await calls.CauseAsync(
        "POST",
        $"/_fake/subscriptions/{await SubscriptionAsync(calls).ConfigureAwait(false)}/migrate",
        """{"provider":"stripe","provider_subscription_id":"sub_triggered"}""").ConfigureAwait(false);

    private static async Task<string> SeatsAsync(TriggerCalls calls)
    {
        const string Price = """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"max_seats":null,"price_per_seat":1000}]}}""";
        var product = await ProductAsync(calls, ""","recurring_interval":"month" """, Price).ConfigureAwait(false);
        return await SubscriptionAsync(calls, product, ""","seats":3""").ConfigureAwait(false);
    }

    private static async Task<string> SeatAsync(TriggerCalls calls, string members) => Id(await calls.CauseAsync(
        "POST",
        "/v1/customer-seats",
        $$"""{"subscription_id":"{{await SeatsAsync(calls).ConfigureAwait(false)}}","email":"{{TriggerCalls.Email}}"{{members}}}""").ConfigureAwait(false));

    private static Task<string> AssignSeatAsync(TriggerCalls calls) => SeatAsync(calls, "");

    private static Task<string> ClaimSeatAsync(TriggerCalls calls) => SeatAsync(calls, ""","immediate_claim":true""");

    private static async Task RevokeSeatAsync(TriggerCalls calls) => await calls.PrepareAsync(
        "DELETE", $"/v1/customer-seats/{await SeatAsync(calls, ""","immediate_claim":true""").ConfigureAwait(false)}").ConfigureAwait(false);

    private static async Task<string> DiscountAsync(TriggerCalls calls) => Id(await calls.PrepareAsync(
        "POST", "/v1/discounts/", """{"type":"percentage","name":"Triggered","duration":"once","basis_points":1000}""").ConfigureAwait(false));

    private static Task<JsonObject> CreateDiscountAsync(TriggerCalls calls) =>
        calls.CauseAsync("POST", "/v1/discounts/", """{"type":"percentage","name":"Triggered","duration":"once","basis_points":1000}""");

    private static async Task UpdateDiscountAsync(TriggerCalls calls) => await calls.CauseAsync(
        "PATCH", $"/v1/discounts/{await DiscountAsync(calls).ConfigureAwait(false)}", """{"name":"Triggered again"}""").ConfigureAwait(false);

    private static async Task DeleteDiscountAsync(TriggerCalls calls)
    {
        var discount = Id(await calls.CauseAsync(
            "POST", "/v1/discounts/", """{"type":"percentage","name":"Triggered","duration":"once","basis_points":1000}""").ConfigureAwait(false));
        await calls.PrepareAsync("DELETE", $"/v1/discounts/{discount}").ConfigureAwait(false);
    }

    private static Task<JsonObject> UpdateOrganizationAsync(TriggerCalls calls) =>
        calls.CauseAsync("PATCH", $"/v1/organizations/{calls.Organization}", """{"website":"https://acme.dev/"}""");

    private static async Task<string> BenefitAsync(TriggerCalls calls, string body = """{"type":"custom","description":"Triggered","properties":{}}""") =>
        Id(await calls.PrepareAsync("POST", "/v1/benefits/", body).ConfigureAwait(false));

    private static Task<JsonObject> CreateBenefitAsync(TriggerCalls calls) =>
        calls.CauseAsync("POST", "/v1/benefits/", """{"type":"custom","description":"Triggered","properties":{}}""");

    private static async Task UpdateBenefitAsync(TriggerCalls calls) => await calls.CauseAsync(
        "PATCH", $"/v1/benefits/{await BenefitAsync(calls).ConfigureAwait(false)}", """{"type":"custom","description":"Triggered again"}""").ConfigureAwait(false);

    /// <summary>A monthly product that gives this benefit.</summary>
    private static async Task<string> ProductWithAsync(TriggerCalls calls, string benefit)
    {
        var product = await MonthlyAsync(calls).ConfigureAwait(false);
        await calls.PrepareAsync("POST", $"/v1/products/{product}/benefits", $$"""{"benefits":["{{benefit}}"]}""").ConfigureAwait(false);
        return product;
    }

    private static async Task GrantAsync(TriggerCalls calls)
    {
        var benefit = await BenefitAsync(calls).ConfigureAwait(false);
        await BuyAsync(calls, await ProductWithAsync(calls, benefit).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task UpdateGrantAsync(TriggerCalls calls)
    {
        var benefit = await BenefitAsync(calls, """{"type":"license_keys","description":"Triggered","properties":{}}""").ConfigureAwait(false);
        await SubscriptionAsync(calls, await ProductWithAsync(calls, benefit).ConfigureAwait(false)).ConfigureAwait(false);
        await calls.CauseAsync("PATCH", $"/v1/benefits/{benefit}", """{"type":"license_keys","properties":{"limit_usage":5}}""").ConfigureAwait(false);
    }

    private static async Task CycleGrantAsync(TriggerCalls calls)
    {
        await GrantAsync(calls).ConfigureAwait(false);
        await calls.AdvanceAsync("P1M").ConfigureAwait(false);
    }

    private static async Task RevokeGrantAsync(TriggerCalls calls)
    {
        var benefit = await BenefitAsync(calls).ConfigureAwait(false);
        var subscription = await SubscriptionAsync(calls, await ProductWithAsync(calls, benefit).ConfigureAwait(false)).ConfigureAwait(false);
        await calls.CauseAsync("PATCH", $"/v1/subscriptions/{subscription}", """{"revoke":true}""").ConfigureAwait(false);
    }
}
