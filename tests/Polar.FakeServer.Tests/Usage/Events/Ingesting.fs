namespace Polar.FakeServer.Tests.Usage.Events

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Events as tests send and read them.
[<RequireQualifiedAccess>]
module Ingesting =

    let send (events: string list) (fake: FakePolar) : Task<Answer> =
        let list = String.concat "," events
        Http.post "/v1/events/ingest" $"""{{"events":[{list}]}}""" fake

    /// Sends events that are all taken: how many were new, and how many were known.
    let taken (events: string list) (fake: FakePolar) : Task<int64 * int64> =
        task {
            let! answer = send events fake
            Expect.equal answer.Status 200 answer.Text
            return Json.whole "inserted" answer.Json, Json.whole "duplicates" answer.Json
        }

    /// An event of a customer whom only the merchant knows.
    let event (name: string) (members: string) : string =
        $"""{{"name":"{name}","external_customer_id":"ada"{members}}}"""

    /// An event of Polar's customer.
    let ofCustomer (customer: JsonNode) (name: string) (members: string) : string =
        $"""{{"name":"{name}","customer_id":"{Json.text "id" customer}"{members}}}"""

    let list (query: string) (fake: FakePolar) : Task<JsonNode list> =
        task {
            let! answer = Http.get $"/v1/events/?{query}" fake
            Expect.equal answer.Status 200 answer.Text
            return Json.items "items" answer.Json
        }

    /// The names of the events that a list shows, in its order.
    let names (query: string) (fake: FakePolar) : Task<string list> =
        task {
            let! items = list query fake
            return [ for item in items -> Json.text "name" item ]
        }

    /// The only event of a name.
    let only (name: string) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! items = list $"name={name}" fake

            match items with
            | [ item ] -> return item
            | _ -> return failwith $"{items.Length} events are called {name}."
        }
