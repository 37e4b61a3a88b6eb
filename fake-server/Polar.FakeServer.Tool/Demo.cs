using System.Globalization;
using Polar.Functional;
using Polar.Functional.Contracts;
using Polar.Functional.CSharp;

namespace Polar.FakeServer.Tool;

/// <summary>Sells one subscription, through the client that an app would use, against a fake in this process.</summary>
internal sealed class Demo
{
    private const string Email = "ada@acme.dev";
    private readonly Ui _ui;
    private readonly FakePolar _fake;
    private readonly WebhookReceiver _receiver;
    private int _refused;

    private Demo(Ui ui, FakePolar fake, WebhookReceiver receiver)
    {
        _ui = ui;
        _fake = fake;
        _receiver = receiver;
    }

    private PolarClient Polar => _fake.Client;

    /// <summary>Runs the demo.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <param name="stop">Gives it up.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Terminal terminal, CancellationToken stop)
    {
        var ui = new Ui(terminal.Output);
        var receiver = await WebhookReceiver.StartAsync().ConfigureAwait(false);
        await using (receiver.ConfigureAwait(false))
        {
            ui.Title($"polar-fake {Ui.Version}", "a subscription from product to renewal, offline");
            var (first, further) = (await StartedInAsync().ConfigureAwait(false), await StartedInAsync().ConfigureAwait(false));
            ui.Fact("fake started in", Milliseconds(first), $"with its sample data; a further one in {Milliseconds(further)}");
            var fake = await FakePolar.StartAsync(new FakePolarOptions { Empty = true }).ConfigureAwait(false);
            await using (fake.ConfigureAwait(false))
            {
                try
                {
                    return await new Demo(ui, fake, receiver).PlayAsync(stop).ConfigureAwait(false);
                }
                catch (PolarException failure)
                {
                    ui.Failed(failure.Error);
                    return ExitCode.Failure;
                }
                catch (OperationCanceledException ended) when (ended.InnerException is PolarException failure)
                {
                    ui.Failed(failure.Error);
                    return ExitCode.Failure;
                }
            }
        }
    }

    /// <summary>How long a fake takes to start, sample data and all.</summary>
    private static async Task<TimeSpan> StartedInAsync()
    {
        var fake = await FakePolar.StartAsync().ConfigureAwait(false);
        await using (fake.ConfigureAwait(false))
        {
            return fake.StartupTime;
        }
    }

    private async Task<int> PlayAsync(CancellationToken stop)
    {
        await ListenAsync(stop).ConfigureAwait(false);
        var product = await OfferAsync(stop).ConfigureAwait(false);
        var customer = await BuyAsync(product, stop).ConfigureAwait(false);
        await ShowPurchaseAsync(customer, stop).ConfigureAwait(false);
        await RenewAsync(customer, stop).ConfigureAwait(false);
        await TryWhatFailsAsync(product, stop).ConfigureAwait(false);
        _ui.Summary(_receiver.Count, _refused);
        return _refused == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        var endpoint = (await Polar.Webhooks.CreateWebhookEndpointAsync(
            new WebhookEndpointCreate { Url = _receiver.Address, Format = WebhookFormat.Raw, Events = WebhookEventType.KnownValues },
            cancellationToken: stop).ConfigureAwait(false)).GetValueOrThrow();
        _receiver.Expect(endpoint.Secret);
    }

    private async Task<Product> OfferAsync(CancellationToken stop)
    {
        _ui.Step("What is for sale");
        var benefit = (await Polar.Benefits.CreateAsync(
            new BenefitLicenseKeysCreate
            {
                Description = "License key",
                Properties = new()
                {
                    Prefix = "FENNEC",
                    Activations = new() { Limit = 3, EnableCustomerAdmin = true },
                },
            },
            cancellationToken: stop).ConfigureAwait(false)).GetValueOrThrow();
        var product = (await Polar.Products.CreateAsync(
            new ProductCreateRecurring
            {
                Name = "Fennec Pro",
                RecurringInterval = RecurringInterval.Month,
                Prices = [new ProductPriceFixedCreate { PriceAmount = 1900 }],
            },
            cancellationToken: stop).ConfigureAwait(false)).GetValueOrThrow();
        product = (await Polar.Products.UpdateBenefitsAsync(product.Id, new() { Benefits = [benefit.Id] }, cancellationToken: stop)
            .ConfigureAwait(false)).GetValueOrThrow();
        _ui.Fact("product", product.Name, $"{Ui.Money(1900, "usd")} a {product.RecurringInterval?.Value}");
        _ui.Fact("benefit", benefit.Description, "prefix FENNEC, 3 activations");
        await ShowWebhooksAsync().ConfigureAwait(false);
        return product;
    }

    private async Task<Customer> BuyAsync(Product product, CancellationToken stop)
    {
        _ui.Step("A customer and a checkout");
        var customer = (await Polar.Customers.CreateAsync(
            new CustomerIndividualCreate { Email = Email, Name = "Ada Lovelace" }, cancellationToken: stop).ConfigureAwait(false)).GetValueOrThrow();
        var checkout = (await Polar.Checkouts.CreateAsync(
            new CheckoutCreate { Products = [product.Id], CustomerId = customer.Id, SuccessUrl = "https://fennec.example/thanks" },
            cancellationToken: stop).ConfigureAwait(false)).GetValueOrThrow();
        _ui.Fact("customer", customer.Name ?? "", Email);
        _ui.Fact("checkout", checkout.Status.Value, Ui.Money(checkout.TotalAmount, checkout.Currency));
        await ShowWebhooksAsync().ConfigureAwait(false);

        _ui.Step("The browser pays");
        var confirmed = (await Polar.Checkouts.ClientConfirmAsync(
            checkout.ClientSecret,
            new CheckoutConfirm
            {
                ConfirmationTokenId = "tok_visa",
                CustomerBillingName = "Ada Lovelace",
                CustomerBillingAddress = new AddressInput { Country = Country.SE },
            },
            cancellationToken: stop).ConfigureAwait(false)).GetValueOrThrow();
        _ui.Fact("checkout", confirmed.Status, $"{Ui.Money(confirmed.TotalAmount, confirmed.Currency)}, of which {Ui.Money(confirmed.TaxAmount ?? 0, confirmed.Currency)} is tax");
        await ShowWebhooksAsync().ConfigureAwait(false);
        return customer;
    }

    private async Task ShowPurchaseAsync(Customer customer, CancellationToken stop)
    {
        _ui.Step("What came of it");
        await ShowOrdersAsync(customer, stop).ConfigureAwait(false);
        var key = (await Polar.LicenseKeys.ListAsync(cancellationToken: stop).ConfigureAwait(false)).GetValueOrThrow().Items.Single();
        var validated = (await Polar.CustomerPortal.LicenseKeys.ValidateAsync(
            new() { Key = key.Key, OrganizationId = _fake.Organization.Id }, cancellationToken: stop).ConfigureAwait(false)).GetValueOrThrow();
        var state = (await Polar.Customers.GetStateAsync(customer.Id, cancellationToken: stop).ConfigureAwait(false)).GetValueOrThrow();
        var subscription = state.ActiveSubscriptions.Single();
        _ui.Fact("subscription", subscription.Status.Value, $"until {Ui.Time(subscription.CurrentPeriodEnd)}");
        _ui.Fact("license key", key.Key);
        _ui.Fact("", validated.Status.Value, $"validated {Times(validated.Validations)}");
        _ui.Fact("state", $"{state.ActiveSubscriptions.Count} active subscription, {state.GrantedBenefits.Count} granted benefit");
    }

    private async Task RenewAsync(Customer customer, CancellationToken stop)
    {
        await _fake.Clock.AdvanceAsync("P1M").ConfigureAwait(false);
        _ui.Step($"A month later, {Ui.Time(_fake.Clock.UtcNow)}");
        await ShowWebhooksAsync().ConfigureAwait(false);
        await ShowOrdersAsync(customer, stop).ConfigureAwait(false);
    }

    private async Task TryWhatFailsAsync(Product product, CancellationToken stop)
    {
        _ui.Step("Two things that must fail");
        var checkout = (await Polar.Checkouts.CreateAsync(
            new CheckoutCreate { Products = [product.Id], CustomerEmail = "charles@acme.dev" }, cancellationToken: stop).ConfigureAwait(false)).GetValueOrThrow();
        var declined = await Polar.Checkouts.ClientConfirmAsync(
            checkout.ClientSecret,
            new CheckoutConfirm
            {
                ConfirmationTokenId = "tok_decline",
                CustomerBillingName = "Charles Babbage",
                CustomerBillingAddress = new AddressInput { Country = Country.SE },
            },
            cancellationToken: stop).ConfigureAwait(false);
        ShowRefusal("pay with a card that is declined", declined);
        var unnamed = await Polar.Products.CreateAsync(
            new ProductCreateRecurring
            {
                Name = "No",
                RecurringInterval = RecurringInterval.Month,
                Prices = [new ProductPriceFixedCreate { PriceAmount = -1 }],
            },
            cancellationToken: stop).ConfigureAwait(false);
        ShowRefusal("create a product with too short a name and a negative price", unnamed);
    }

    private void ShowRefusal<T, TError>(string what, PolarResult<T, TError> result)
        where TError : IPolarError => result.Switch(
            _ =>
            {
                _refused++;
                _ui.Unexpected(what);
            },
            error => _ui.Refused(what, $"{typeof(TError).Name}.{error.ToPolarError().Code}", Explain(error.ToPolarError())));

    private static IEnumerable<string> Explain(PolarError error) =>
        error.Issues.Count == 0 ? [error.Message] : error.Issues.Select(issue => issue.ToString());

    private async Task ShowOrdersAsync(Customer customer, CancellationToken stop)
    {
        var orders = (await Polar.Orders.ListAsync(
            new() { CustomerId = customer.Id, Sorting = OrderSortProperty.CreatedAt }, cancellationToken: stop).ConfigureAwait(false)).GetValueOrThrow();
        _ui.Orders(orders.Items);
    }

    private async Task ShowWebhooksAsync()
    {
        await _fake.Webhooks.SettleAsync().ConfigureAwait(false);
        foreach (var received in _receiver.TakeAll())
        {
            if (received.Event is { } @event)
            {
                _ui.Webhook(@event.Type, Note(@event));
            }
            else
            {
                _refused++;
                _ui.Unexpected($"a delivery was not taken: {received.Fault}");
            }
        }
    }

    private static string Note(WebhookEvent @event) => @event switch
    {
        WebhookEvent.OrderCreated { Payload.Data: var order } => $"{order.Status.Value}, {Ui.Money(order.TotalAmount, order.Currency)}",
        WebhookEvent.OrderUpdated { Payload.Data: var order } => order.Status.Value,
        WebhookEvent.OrderPaid { Payload.Data: var order } => Ui.Money(order.TotalAmount, order.Currency),
        WebhookEvent.SubscriptionCreated { Payload.Data: var subscription } => subscription.Status.Value,
        WebhookEvent.SubscriptionUpdated { Payload.Data: var subscription } => $"until {Ui.Time(subscription.CurrentPeriodEnd)}",
        WebhookEvent.CheckoutUpdated { Payload.Data: var checkout } => checkout.Status.Value,
        _ => "",
    };

    private static string Times(long count) => count == 1 ? "once" : $"{count} times";

    private static string Milliseconds(TimeSpan time) => $"{time.TotalMilliseconds.ToString("F1", CultureInfo.InvariantCulture)} ms";
}
