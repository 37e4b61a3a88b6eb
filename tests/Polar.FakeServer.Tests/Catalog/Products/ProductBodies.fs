/// Bodies of products, and how they are refused.
module internal Polar.FakeServer.Tests.Catalog.Products.ProductBodies

open Expecto
open Polar.FakeServer.Tests

let create (body: string) =
    task {
        use! fake = Fake.start ()
        return! Http.post "/v1/products/" body fake
    }

/// The answer to a monthly product with these prices.
let priced (prices: string) =
    create $$"""{"name":"Pro","recurring_interval":"month","prices":[{{prices}}]}"""

let refused (name: string) (prices: string) (faults: (string * string * string) list) =
    testCaseTask name (fun () ->
        task {
            let! answer = priced prices

            Refusal.malformed [ for kind, place, message in faults -> kind, $"body.recurring.prices.0.{place}", message ] answer
        })
