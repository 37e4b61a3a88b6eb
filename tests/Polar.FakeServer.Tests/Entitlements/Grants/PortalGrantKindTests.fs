/// Grants of each type in the portal, and the orders and filters that only some of them show.
module Polar.FakeServer.Tests.Entitlements.Grants.PortalGrantKindTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Entitlements.Grants.PortalGrants

let private listed (token: string) (query: string) (fake: FakePolar) : Task<JsonNode list> =
    task {
        let! answer = Benefits.sendAs token "GET" (portal + query) None fake
        Expect.equal answer.Status 200 answer.Text
        return Json.items "items" answer.Json
    }

let private meterOf (fake: FakePolar) : Task<string> =
    task {
        let! products = Http.get "/v1/products/?query=API" fake
        return Json.text "items.0.prices.1.meter_id" products.Json
    }

let private members =
    [ "created_at"
      "modified_at"
      "id"
      "granted_at"
      "revoked_at"
      "customer_id"
      "member_id"
      "benefit_id"
      "subscription_id"
      "order_id"
      "is_granted"
      "is_revoked"
      "error"
      "customer"
      "benefit"
      "properties" ]

let private benefitMembers =
    [ "id"
      "created_at"
      "modified_at"
      "type"
      "description"
      "selectable"
      "deletable"
      "is_deleted"
      "organization_id"
      "organization"
      "properties" ]

[<Tests>]
let tests =
    testList
        "portal grants by type"
        [ testCaseTask "credit of a meter is shown with all that there is to it" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.Empty <- false)
                  let! meter = meterOf fake

                  let! benefit =
                      Benefits.create
                          $"""{{"type":"meter_credit","description":"Calls","metadata":{{"a":1}},"properties":{{"meter_id":"{meter}","units":5,"rollover":true}}}}"""
                          fake

                  let! _, customer = Benefits.bought [ benefit ] fake
                  let! token = Benefits.session customer fake
                  let! grants = listed token "" fake
                  let grant = List.exactlyOne grants

                  Expect.isTrue (JsonNode.DeepEquals(Json.at "benefit.properties" grant, Json.at "properties" benefit)) "the benefit's"

                  Expect.equal (Json.whole "properties.last_credited_units" grant) 5L "the grant's"
                  Expect.equal (Json.sortedNames grant) (List.sort members) "members"
                  Expect.equal (Json.sortedNames (Json.at "benefit" grant)) (List.sort benefitMembers) "the benefit's members"
              })

          testCaseTask "what waits for the customer is shown, and why it waits" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! benefit = Benefits.create Benefits.discord fake
                  let! _, customer = Benefits.bought [ benefit ] fake
                  let! token = Benefits.session customer fake
                  let! grants = listed token "" fake
                  let grant = List.exactlyOne grants
                  Expect.isFalse (Json.flag "is_granted" grant || Json.flag "is_revoked" grant) "it waits"

                  Expect.equal (Json.text "error.message" grant) "The customer needs to connect their Discord account" "why"
              })

          testCaseTask "grants are found by member, and sorted by organization" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! note = Benefits.create Benefits.note fake
                  let! keys = Benefits.create (Benefits.keys "{}") fake
                  let! _, customer = Benefits.bought [ note; keys ] fake
                  let! token = Benefits.session customer fake
                  let! all = listed token "?sorting=organization&sorting=type" fake

                  Expect.equal (all |> List.map (Json.text "benefit.type")) [ "custom"; "license_keys" ] "one organization, then by type"

                  let! own = listed token $"""?member_id={Json.text "member_id" all.Head}""" fake
                  Expect.equal own.Length 2 "the owner's"
              })

          testCaseTask "a benefit that is deleted or hidden is shown no more" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! note = Benefits.create Benefits.note fake
                  let! keys = Benefits.create (Benefits.keys "{}") fake
                  let! _, customer = Benefits.bought [ note; keys ] fake
                  let! token = Benefits.session customer fake

                  let! _ =
                      Http.patch $"""/v1/benefits/{Json.text "id" note}""" """{"type":"custom","visibility":"private"}""" fake

                  let! visible = listed token "" fake
                  Expect.equal (visible |> List.map (Json.text "benefit.type")) [ "license_keys" ] "the note is hidden"
                  let! _ = Http.delete $"""/v1/benefits/{Json.text "id" keys}""" fake
                  let! none = listed token "" fake
                  Expect.isEmpty none "the key is revoked"
              }) ]
