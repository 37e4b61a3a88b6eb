namespace Polar.FakeServer.Tests.Properties

open System
open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Reads what a shop lists, and what was told of it.
module internal Rows =

    let text (name: string) (row: JsonNode) = Json.text name row
    let sum (name: string) (rows: JsonNode list) = rows |> List.sumBy (Json.whole name)

    let time (name: string) (row: JsonNode) =
        DateTimeOffset.Parse(Json.text name row)

    let textOrEmpty (name: string) (row: JsonNode) =
        if Json.isNull name row then "" else Json.text name row

    /// What was told of, with the time of it.
    let told (fake: FakePolar) =
        [ for published in fake.Webhooks.Events ->
              published.Type, Json.at "data" (Json.parse published.Json), time "timestamp" (Json.parse published.Json) ]
