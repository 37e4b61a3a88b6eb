/// Customers who have bought files, and how they download them.
module internal Polar.FakeServer.Tests.Entitlements.Downloadables.Shelves

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Entitlements.Downloadables
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Files

let portal = "/v1/customer-portal/downloadables/"

let file (name: string) (text: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! _, completed = Uploads.uploaded "downloadable" name "text/plain" [ text ] fake
        return completed
    }

let quoted (ids: string list) =
    ids |> List.map (fun id -> "\"" + id + "\"") |> String.concat ","

let benefit (files: JsonNode list) (fake: FakePolar) : Task<JsonNode> =
    Benefits.create
        $"""{{"type":"downloadables","description":"Book","properties":{{"files":[{files |> List.map (Json.text "id") |> quoted}]}}}}"""
        fake

/// Two files of a benefit that somebody has bought.
type Shelf =
    { Fake: FakePolar
      First: JsonNode
      Second: JsonNode
      Benefit: JsonNode
      Customer: JsonNode
      Token: string }

let shelf () : Task<Shelf> =
    task {
        let! fake = Fake.start ()
        let! first = file "one.txt" "Hello" fake
        let! second = file "two.txt" (String('x', 10240)) fake
        let! benefit = benefit [ first; second ] fake
        let! _, customer = Benefits.bought [ benefit ] fake
        let! token = Benefits.session customer fake

        return
            { Fake = fake
              First = first
              Second = second
              Benefit = benefit
              Customer = customer
              Token = token }
    }

let listed (shelf: Shelf) : Task<JsonNode list> =
    task {
        let! answer = Benefits.sendAs shelf.Token "GET" portal None shelf.Fake
        return Json.items "items" answer.Json
    }

let names (items: JsonNode list) =
    items |> List.map (Json.text "file.name") |> List.sort

/// The link to one of the files, by its name.
let link (shelf: Shelf) (name: string) : Task<string> =
    task {
        let! items = listed shelf

        return
            items
            |> List.find (fun item -> Json.text "file.name" item = name)
            |> Json.text "file.download.url"
    }

let follow (shelf: Shelf) (url: string) : Task<Answer> =
    Http.anonymous "GET" url None shelf.Fake

let grantedFiles (shelf: Shelf) : Task<string> =
    task {
        let! grant = Benefits.grant shelf.Benefit shelf.Fake
        return (Json.at "properties" grant).ToJsonString()
    }
