/// What Polar itself notes, as tests look at it.
module internal Polar.FakeServer.Tests.Usage.History.Noted

open System.Text.Encodings.Web
open System.Text.Json
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.Events

/// Polar's own events, oldest first.
let noted (fake: FakePolar) : Task<JsonNode list> =
    Ingesting.list "source=system&sorting=timestamp&limit=100" fake

/// What a step notes: the events behind those that were there before it.
let during (fake: FakePolar) (step: unit -> Task<'a>) : Task<'a * JsonNode list> =
    task {
        let! before = noted fake
        let known = set [ for event in before -> Json.text "id" event ]
        let! result = step ()
        let! after = noted fake
        return result, after |> List.filter (fun event -> not (known.Contains(Json.text "id" event)))
    }

let names (events: JsonNode list) =
    [ for event in events -> Json.text "name" event ]

let named (name: string) (events: JsonNode list) : JsonNode =
    match events |> List.filter (fun event -> Json.text "name" event = name) with
    | [ event ] -> event
    | found -> failwith $"{found.Length} events are called {name}: {names events}"

/// What an event tells, as the service writes it.
let metadata (event: JsonNode) : string =
    (Json.at "metadata" event).ToJsonString(JsonSerializerOptions(Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping))
