/// License keys that a test needs: bought, activated, changed.
namespace Polar.FakeServer.Tests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer

/// A key that somebody bought, and all that hangs on it.
type BoughtKey =
    { Fake: FakePolar
      Benefit: JsonNode
      Product: JsonNode
      Customer: JsonNode
      Key: JsonNode }

    member bought.Text = Json.text "key" bought.Key
    member bought.Path = $"""/v1/license-keys/{Json.text "id" bought.Key}"""

[<RequireQualifiedAccess>]
module LicenseKeys =

    let unknown = "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"

    let private onlyKey (fake: FakePolar) : Task<JsonNode> =
        task {
            let! answer = Http.get "/v1/license-keys/" fake
            return Json.items "items" answer.Json |> List.exactlyOne
        }

    let bought (product: FakePolar -> Task<JsonNode>) (start: DateTimeOffset) (properties: string) : Task<BoughtKey> =
        task {
            let! fake =
                Fake.startWith (fun options ->
                    options.StartTime <- start
                    options.WallClock <- StandingClock start)

            let! benefit = Benefits.create (Benefits.keys properties) fake
            let! product, customer = Benefits.boughtWith product [ benefit ] fake
            let! key = onlyKey fake

            return
                { Fake = fake
                  Benefit = benefit
                  Product = product
                  Customer = customer
                  Key = key }
        }

    let once = bought (Given.oneTime 500L) Fake.startTime

    /// The routes of merchants and of apps, which behave alike.
    let routes =
        [ "a merchant", (fun (what: string) body fake -> Http.post $"/v1/license-keys/{what}" body fake)
          "an app", (fun (what: string) body fake -> Http.anonymous "POST" $"/v1/customer-portal/license-keys/{what}" (Some body) fake) ]

    let body (key: BoughtKey) (members: string) =
        $"""{{"key":"{key.Text}","organization_id":"{key.Fake.Organization.Id}"{members}}}"""

    let reread (key: BoughtKey) : Task<JsonNode> =
        task {
            let! answer = Http.get key.Path key.Fake
            return answer.Json
        }

    let change (key: BoughtKey) (body: string) : Task<unit> =
        task {
            let! answer = Http.patch key.Path body key.Fake

            if answer.Status <> 200 then
                failwith answer.Text
        }

    let activate (key: BoughtKey) (members: string) : Task<JsonNode> =
        task {
            let! answer =
                Http.post "/v1/license-keys/activate" (body key $",\"label\":\"Laptop\"{members}") key.Fake

            if answer.Status <> 200 then
                failwith answer.Text

            return answer.Json
        }

    let limits =
        """{"expires":{"ttl":1,"timeframe":"day"},"activations":{"limit":2,"enable_customer_admin":true},"limit_usage":5}"""
