/// What the page for F# shows.
module Shop.FSharp.FirstSteps

// example: fsharp opens
open System
open System.Threading
open System.Threading.Tasks
open FsToolkit.ErrorHandling
open Polar.Functional
open Polar.Functional.Contracts
// end

/// Sells to a new customer and says what came of it.
let sell (executor: Executor) (email: string) (cancellation: CancellationToken) : Async<Result<string, PolarError>> =
    // example: fsharp combine
    let send request =
        Polar.send executor request cancellation |> Polar.widen

    let price: ProductPriceCreate = ProductPriceFixedCreate(PriceAmount = 1900L)

    asyncResult {
        let! customer = Customers.create (CustomerIndividualCreate(Email = email)) |> send

        let! product =
            Products.create (ProductCreateOneTime(Name = "E-book", Prices = price)) |> send

        let! checkout =
            Checkouts.create (CheckoutCreate(Products = product.Id, CustomerId = customer.Id))
            |> send

        return checkout.Url
    }
// end

/// Who a customer is, or why nobody can say.
let greet (executor: Executor) (id: Guid) (cancellation: CancellationToken) : Task<string> =
    task {
        // example: fsharp errors
        match! Polar.send executor (Customers.get id) cancellation with
        | Ok customer -> return $"Hello {customer.Name}"
        | Error(NotFoundOrInvalidError.ResourceNotFound _) -> return "Who is that?"
        | Error(NotFoundOrInvalidError.Validation(issues, _)) -> return $"{issues.Count} things are wrong"
        | Error(NotFoundOrInvalidError.Call error) -> return error.Message // no network, no token, too many requests
    // end
    }

/// The names of all customers.
let names (executor: Executor) (cancellation: CancellationToken) : Task<string list> =
    task {
        // example: fsharp paging
        let request = Customers.list (CustomersListQuery(Limit = 100L))
        let items = Paging.items executor request
        let mutable names = []
        use enumerator = items.GetAsyncEnumerator cancellation

        while! enumerator.MoveNextAsync() do
            match enumerator.Current with
            | Ok customer -> names <- customer.Name :: names
            | Error error -> printfn $"{error.Message}" // the last item: after it there is none
        // end
        return List.rev names |> List.map string
    }

/// An executor with the usual layers around it.
let layered (server: Server) (token: string) (write: string -> unit) : Executor =
    // example: fsharp executors
    Executor.live (Connection.create server token)
    |> Executor.timeout TimeProvider.System (TimeSpan.FromSeconds 10.0)
    |> Executor.retry RetryPolicy.standard
    |> Executor.logging TimeProvider.System write // operation, path template, outcome and time
// end

/// Records what an executor does, and plays it back without it.
let replayed (executor: Executor) (id: Guid) (cancellation: CancellationToken) : Task<bool> =
    task {
        // example: fsharp replay
        let exchanges = ResizeArray<Exchange>()
        let recorder = Executor.recording exchanges.Add executor
        let! live = Polar.send recorder (Customers.get id) cancellation

        let! again = Polar.send (Executor.replay exchanges) (Customers.get id) cancellation
        // end
        return live = again
    }

/// What a delivery asks the shop to do.
let receive (secret: string) (headers: WebhookHeaders) (body: ReadOnlyMemory<byte>) : string =
    // example: fsharp webhooks
    match Webhook.verify TimeProvider.System [ secret ] headers body with
    | Error refusal -> refusal.Message // answer 403
    | Ok() ->
        match WebhookEvent.parse body with
        | Ok(WebhookEvent.OrderPaid paid) -> $"deliver {paid.Data.Id}"
        | Ok _ -> "nothing to do"
        | Error fault -> fault.ToString()
// end
