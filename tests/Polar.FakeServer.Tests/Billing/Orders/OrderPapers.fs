/// Orders whose papers are read.
module internal Polar.FakeServer.Tests.Billing.Orders.OrderPapers

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests

let buyer (name: string) =
    let name = System.Text.Json.JsonSerializer.Serialize name
    $"""{{"customer_email":"ada@acme.dev","customer_billing_name":{name},"customer_billing_address":{{"country":"FR","line1":"1 rue de la Paix","city":"Paris","postal_code":"75002"}},"confirmation_token_id":"tok_visa"}}"""

let bought (name: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! product = Buying.once (Buying.fixedPrice 1000) fake
        let! session = Buying.session product ""","require_billing_address":true""" fake
        let! answer = Buying.confirm (buyer name) session fake
        Buying.succeeds answer |> ignore
        let! orders = Http.get "/v1/orders/?limit=1" fake
        return Json.at "items.0" orders.Json
    }

/// A customer's number in letters: milliseconds since 2023 and a running number, to the base of 26.
let shortId (created: DateTimeOffset) (running: int64) =
    let since = DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero)

    let rec letters number =
        if number = 0L then
            ""
        else
            letters (number / 26L) + string (char (int 'A' + int (number % 26L)))

    (letters (int64 (created - since).TotalMilliseconds * 1024L + running)).PadLeft(8, 'A')
