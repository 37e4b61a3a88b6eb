/// Every way to break the schema of a body in one place.
module internal Polar.FakeServer.Tests.Conformance.Violations

open System
open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Validation
open Polar.FakeServer.Webhooks
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance.Samples
open Polar.FakeServer.Tests.Conformance.BrokenValues
open Polar.FakeServer.Tests.Conformance.BodyMutations

/// A body that is wrong in one place.
type Violation =
    {
        Body: JsonNode | null
        Type: string
        Location: obj list
        /// What is wrong there; null too where nothing is sent.
        Value: JsonNode | null
    }

let private isPlain (schema: Schema) =
    match schema with
    | :? TextSchema as text -> isNull text.Format && isNull text.Pattern
    | _ -> false

/// Every way to break a body's schema in one place.
let violations (schema: Schema) : Violation list =
    [ for spot in spots schema do
          let violation sent value kind place =
              match spot.Put sent with
              // A body that is null is none.
              | null ->
                  { Body = null
                    Type = "missing"
                    Location = [ "body" ]
                    Value = null }
              | body ->
                  { Body = body
                    Type = kind
                    Location = spot.Location @ place
                    Value = value }

          if spot.IsRequired && not (spot.Escapes Sent.Nothing) then
              violation Sent.Nothing null "missing" []

          let values =
              [ yield! broken spot.Schema
                if spot.IsMember && isPlain spot.Schema then
                    { Value = text "a\u0000b"
                      Type = "value_error"
                      Below = [] } ]

          for broken in values do
              let sent = Sent.Value broken.Value

              if not (spot.Escapes sent) then
                  violation sent broken.Value broken.Type broken.Below ]
