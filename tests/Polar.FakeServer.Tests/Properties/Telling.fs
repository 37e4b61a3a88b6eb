namespace Polar.FakeServer.Tests.Properties

open System
open System.Text.Json.Nodes
open Polar.FakeServer.Tests

/// Something that was told in a shop: of what kind, of which thing, how that was then, when, and in which call.
type Telling =
    { Kind: string
      Data: JsonNode
      At: string
      Call: int }

    member told.Id = Json.text "id" told.Data

[<RequireQualifiedAccess>]
module Telling =

    /// All that was told, in its order.
    let all (shop: Shop) : Telling list =
        let mutable call = 0
        let ends = Array.ofList shop.Heard

        [ for index, published in Seq.indexed shop.Fake.Webhooks.Events do
              while ends[call] <= index do
                  call <- call + 1

              let body = Json.parse published.Json

              { Kind = published.Type
                Data = Json.at "data" body
                At = Json.text "timestamp" body
                Call = call } ]

    /// What was told of each thing of a kind.
    let about (prefix: string) (all: Telling list) : (string * Telling list) list =
        all
        |> List.filter (fun told -> told.Kind.StartsWith(prefix, StringComparison.Ordinal))
        |> List.groupBy _.Id

    /// Other things that are shown in one, and have webhooks of their own, and when it was changed.
    let private others =
        set
            [ "modified_at"
              "customer"
              "user"
              "product"
              "products"
              "organization"
              "subscription"
              "discount"
              "attached_custom_fields" ]

    /// The names of what differs between two states of a thing.
    let differences (before: JsonNode) (after: JsonNode) : string list =
        [ for entry in after.AsObject() do
              if
                  not (others.Contains entry.Key)
                  && not (JsonNode.DeepEquals(before[entry.Key], entry.Value))
              then
                  entry.Key ]

    /// The indices of the calls that were answered with this status, with their paths and answers.
    let answered (method: string) (status: int) (shop: Shop) : (int * string * string) list =
        [ for index, (call, answer) in List.indexed shop.Exchanges do
              match call with
              | Asked(asked, path, _, _) when asked = method && answer.StartsWith $"{status} " -> index, path, answer.Substring 4
              | _ -> () ]
