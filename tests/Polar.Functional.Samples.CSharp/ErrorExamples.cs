namespace Shop;

/// <summary>Failures are values; nothing throws unless it is asked to.</summary>
public static class ErrorExamples
{
    public static async Task<string> MatchAsync(PolarClient polar, Guid orderId)
    {
        // example: errors
        var refund = await polar.Refunds.CreateAsync(new RefundCreate
        {
            OrderId = orderId,
            Reason = RefundReason.CustomerRequest,
            Amount = 500,
        });

        string text = refund.Match(
            ok: made => $"Refunded {made.Amount}.",
            error: error => error.Match(
                refundAmountTooHigh: _ => "That is more than was paid.",
                refundedAlready: _ => "It was refunded before.",
                validation: issues => string.Join("; ", issues.Select(issue => $"{issue.Path}: {issue.Message}")),
                call: met => met switch
                {
                    CallError.RateLimited limited => $"Try again in {limited.RetryAfter?.TotalSeconds ?? 1} s.",
                    CallError.Unauthorized => "The token is not valid any more.",
                    _ => met.Message,
                }));
        // end
        return text;
    }

    public static async Task<string> PatternAsync(PolarClient polar, Guid id)
    {
        // example: pattern
        string text = await polar.Customers.GetAsync(id) switch
        {
            { IsOk: true, Value: var customer } => $"Hello {customer.Name}",
            { Error: NotFoundOrInvalidError.ResourceNotFound } => "Who is that?",
            { Error: var error } => error.Message,
        };
        // end
        return text;
    }

    public static async Task<Customer> ThrowAsync(PolarClient polar, Guid id)
    {
        // example: exceptions
        Customer customer = (await polar.Customers.GetAsync(id)).GetValueOrThrow();
        // end
        return customer;
    }

    public static async Task<string> TryGetValueAsync(PolarClient polar, Guid id)
    {
        // example: try
        var result = await polar.Customers.GetAsync(id);
        if (!result.TryGetValue(out var customer, out var error))
        {
            return error.Message;
        }

        return $"Hello {customer.Name}";
        // end
    }

    public static async Task<string> LinqAsync(PolarClient polar, string productName)
    {
        // example: linq
        var url =
            from product in polar.Products.CreateAsync(new ProductCreateOneTime
            {
                Name = productName,
                Prices = [new ProductPriceFixedCreate { PriceAmount = 900 }],
            })
            from checkout in polar.Checkouts.CreateAsync(new CheckoutCreate { Products = [product.Id] })
            select checkout.Url;

        string goTo = (await url).ValueOr("/sorry");
        // end
        return goTo;
    }
}
