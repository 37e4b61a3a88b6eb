namespace Shop;

/// <summary>What calls go through: recordings, stubs, executors around others.</summary>
public static class ExecutorExamples
{
    public static async Task<string> RecordOrReplayAsync(string file, PolarOptions sandbox)
    {
        // example: record and replay
        var recording = File.Exists(file) ? PolarRecording.Load(file) : new PolarRecording();
        var executor = recording.Count > 0
            ? PolarExecutor.Replay(recording)
            : PolarExecutor.Live(sandbox).RecordTo(recording);

        var polar = new PolarClient(executor);
        var products = await polar.Products.ListAsync();

        recording.Save(file); // holds no token, no key, no secret
        // end
        return products.Match(page => $"{page.Items.Count} products", error => error.Message);
    }

    public static async Task<string> StubAsync()
    {
        // example: stub
        var polar = new PolarClient(PolarExecutor.Stub(request => request.OperationId switch
        {
            "customers:get" => PolarReply.Failure(404, "ResourceNotFound", "Not found."),
            "products:list" => PolarReply.NetworkFault("the cable is cut"),
            _ => PolarReply.Empty(),
        }));

        var customer = await polar.Customers.GetAsync(Guid.NewGuid());
        string text = customer.Match(ok: found => found.Id.ToString(), error: failure => failure.Message);
        // end
        return text;
    }

    public static async Task<IReadOnlyList<string>> LogAsync(PolarOptions options)
    {
        // example: logging executor
        var lines = new List<string>();
        var polar = new PolarClient(PolarExecutor.Live(options).LogTo(lines.Add));

        await polar.Products.ListAsync(); // products:list GET /v1/products/ -> 200 in 34 ms
        // end
        return lines;
    }

    public static async Task<int> ReadOnlyAsync(PolarOptions options)
    {
        // example: executor around
        var readOnly = PolarExecutor.Live(options).Around((request, next, cancellation) =>
            request.Method == "GET" ? next() : Task.FromResult(PolarReply.Failure(403, "ReadOnly", "This app only reads.")));
        // end
        var polar = new PolarClient(readOnly);
        var read = await polar.Products.ListAsync();
        var changed = await polar.Customers.CreateAsync(CustomerCreate.Individual("ada@acme.dev"));
        return (read.IsOk ? 1 : 0) + (changed.IsOk ? 2 : 0);
    }

    public static async Task<string> MetadataAsync(PolarClient polar)
    {
        // example: metadata
        var created = await polar.Customers.CreateAsync(
            CustomerCreate.Individual("ada@acme.dev") with { ExternalId = "acme-7", Metadata = new() { ["plan"] = "pro", ["seats"] = 5 } });

        var found = await polar.Customers.ListAsync(new() { Metadata = new() { ["plan"] = ["pro"] } });
        // end
        return $"{created.IsOk} {found.Match(page => page.Items.Count, _ => -1)}";
    }
}
