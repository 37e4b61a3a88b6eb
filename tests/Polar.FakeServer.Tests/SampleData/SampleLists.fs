/// Fakes with sample data, and the lists in them.
module internal Polar.FakeServer.Tests.SampleData.SampleLists

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let withSampleData () =
    Fake.startWith (fun options -> options.Empty <- false)

let all (list: string) (fake: FakePolar) : Task<JsonNode list> =
    task {
        let more = if list.Contains '?' then '&' else '?'
        let! answer = Http.get $"/v1/{list}{more}limit=100" fake
        let items = Json.items "items" answer.Json
        Expect.equal (int64 items.Length) (Json.whole "pagination.total_count" answer.Json) $"{list} fits on a page"
        return items
    }

let status (node: JsonNode) = Json.text "status" node

let theLists =
    [ "products/"
      "customers/"
      "benefits/"
      "checkouts/"
      "orders/"
      "subscriptions/"
      "license-keys/"
      "payments/"
      "disputes/"
      "discounts/"
      "checkout-links/"
      "custom-fields/" ]

let on (sentence: string) (judge: FakePolar -> Task<unit>) =
    testCaseTask sentence (fun () ->
        task {
            use! fake = withSampleData ()
            do! judge fake
        })
