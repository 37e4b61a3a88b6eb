namespace Polar.FakeServer.Tests.Usage.Meters

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Meters, and events for them, as tests make them.
[<RequireQualifiedAccess>]
module Measuring =

    let count = """{"func":"count"}"""

    /// An aggregation of `metadata.n`.
    let ofN (func: string) =
        $"""{{"func":"{func}","property":"n"}}"""

    /// A meter of the events that are called `call`.
    let calls (aggregation: string) (fake: FakePolar) : Task<string> =
        task {
            let! meter =
                Given.create
                    "/v1/meters/"
                    $"""{{"name":"Calls","filter":{{"conjunction":"and","clauses":[{{"property":"name","operator":"eq","value":"call"}}]}},"aggregation":{aggregation}}}"""
                    fake

            return Json.text "id" meter
        }

    /// A meter of all events.
    let everything (aggregation: string) (fake: FakePolar) : Task<string> =
        task {
            let! meter =
                Given.create
                    "/v1/meters/"
                    $"""{{"name":"Everything","filter":{{"conjunction":"and","clauses":[]}},"aggregation":{aggregation}}}"""
                    fake

            return Json.text "id" meter
        }

    let ingest (events: string seq) (fake: FakePolar) : Task<unit> =
        task {
            let list = String.Join(',', events)
            let! answer = Http.post "/v1/events/ingest" $"""{{"events":[{list}]}}""" fake
            Expect.equal answer.Status 200 answer.Text
        }

    /// A call: whose it is, as members of the event, with a comma in front of further ones, and its metadata.
    let call (owner: string) (metadata: string) =
        $"""{{"name":"call",{owner},"metadata":{metadata}}}"""

    let n (value: string) = $"""{{"n":{value}}}"""

    let byId (customer: string) = $"\"customer_id\":\"{customer}\""

    let byExternalId (externalId: string) =
        $"\"external_customer_id\":\"{externalId}\""

    let at (moment: string) (owner: string) = $"{owner},\"timestamp\":\"{moment}\""

    /// Calls of a customer with these numbers.
    let callsOf (customer: string) (numbers: decimal list) (fake: FakePolar) : Task<unit> =
        ingest [ for number in numbers -> call (byId customer) (n (string number)) ] fake

    let customer (email: string) (members: string) (fake: FakePolar) : Task<string> =
        task {
            let! made = Given.create "/v1/customers/" $"""{{"email":"{email}"{members}}}""" fake
            return Json.text "id" made
        }

    let decimal (path: string) (node: JsonNode) : decimal = (Json.at path node).GetValue<decimal>()

    /// Consumed, credited, balance.
    let numbers (node: JsonNode) =
        decimal "consumed_units" node, Json.whole "credited_units" node, decimal "balance" node

    /// A customer's row of a meter, if it has one.
    let tryRow (customer: string) (meter: string) (fake: FakePolar) : Task<JsonNode option> =
        task {
            let! answer =
                Http.get $"/v1/customer-meters/?customer_id={customer}&meter_id={meter}" fake

            Expect.equal answer.Status 200 answer.Text
            return List.tryHead (Json.items "items" answer.Json)
        }

    let row (customer: string) (meter: string) (fake: FakePolar) : Task<JsonNode> =
        task {
            match! tryRow customer meter fake with
            | Some row -> return row
            | None -> return failwith $"The customer {customer} has no row of the meter {meter}."
        }

    let pass (time: TimeSpan) (fake: FakePolar) : Task = fake.Clock.AdvanceAsync time
