/// The paths of members, and how they are refused.
module internal Polar.FakeServer.Tests.Customers.Members.MemberPaths

open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Tests

let notFound = Refusal.domain 404 "ResourceNotFound"

let told (kind: string) (fake: FakePolar) : JsonNode =
    Json.at "data" (Json.parse (fake.Webhooks.OfType kind |> Seq.last).Json)

/// The paths of one member: by Polar's ids, and by the merchant's own.
let pathsOf (customer: string) (row: JsonNode) =
    [ $"""/v1/customers/{customer}/members/{Json.text "id" row}"""
      $"""/v1/customers/external/acme/members/{Json.text "external_id" row}""" ]

let grace =
    """{"email":"Grace@Acme.dev","name":" Grace ","external_id":"g","role":"billing_manager"}"""
