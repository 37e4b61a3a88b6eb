/// What operations on grants skip, leave alone, and tell.
module Polar.FakeServer.Tests.Entitlements.Grants.GrantOperationTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Files

let private types (events: JsonNode list) = events |> List.map (Json.text "type")

let private onlySubscription (fake: FakePolar) =
    task {
        let! answer = Http.get "/v1/subscriptions/" fake
        return Json.items "items" answer.Json |> List.exactlyOne
    }

let private revoke (subscription: JsonNode) (fake: FakePolar) =
    Http.delete $"/v1/subscriptions/{Json.id subscription}" fake

/// A subscription to a product with the benefit, and then an order of another product with it: the customer.
let private twice (benefit: JsonNode) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! _, customer = Benefits.subscribed [ benefit ] fake
        let! book = Given.oneTime 500L fake
        let! _ = Benefits.attach book [ benefit ] fake
        let! _ = Benefits.again book customer fake
        return customer
    }

let private members =
    [ "created_at"
      "modified_at"
      "id"
      "granted_at"
      "is_granted"
      "revoked_at"
      "is_revoked"
      "subscription_id"
      "order_id"
      "customer_id"
      "user_id"
      "member_id"
      "benefit_id"
      "error"
      "customer"
      "member"
      "benefit"
      "properties" ]

let private telling =
    [ testCaseTask "merchants read a grant as it is, webhooks tell what was kept before, too" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create (Benefits.keys "{}") fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Benefits.bought [ benefit ] fake)

              let! grant = Benefits.grant benefit fake
              Expect.equal (Json.sortedNames grant) (List.sort members) "read"
              Expect.equal (Json.sortedNames (Json.at "data" events[0])) (List.sort ("previous_properties" :: members)) "told"
              Expect.equal ((Json.at "data.previous_properties" events[0]).ToJsonString()) "{}" "nothing before"
          })

      testCaseTask "what is revoked is granted anew by no change of the benefit" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create (Benefits.keys "{}") fake
              let! _ = Benefits.subscribed [ benefit ] fake
              let! subscription = onlySubscription fake
              let! _ = revoke subscription fake

              let! _, events =
                  Events.during fake (fun () ->
                      Http.patch $"/v1/benefits/{Json.id benefit}" """{"type":"license_keys","properties":{"limit_usage":1}}""" fake)

              Expect.equal events [ "benefit.updated" ] "no grant"

              let! _, deleted =
                  Events.during fake (fun () -> Http.delete $"/v1/benefits/{Json.id benefit}" fake)

              Expect.equal deleted [ "benefit.updated" ] "nothing to take back"
          })

      testCaseTask "what waits for the customer is not revoked with its subscription, nor renewed with it" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.discord fake
              let! _ = Benefits.subscribed [ benefit ] fake

              let! renewed =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> task { do! fake.Clock.AdvanceAsync "P32D" })

              Expect.isEmpty renewed "no new period"
              let! subscription = onlySubscription fake

              let! revoked =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> revoke subscription fake)

              Expect.isEmpty revoked "not revoked"
              let! grant = Benefits.grant benefit fake
              Expect.isFalse (Json.flag "is_revoked" grant || Json.flag "is_granted" grant) "it waits"
          })

      testCaseTask "a trial grants when it begins, and its first paid period renews" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake

              let! product =
                  Buying.monthlyWith (Buying.fixedPrice 500) ",\"trial_interval\":\"day\",\"trial_interval_count\":3" fake

              let! _ =
                  Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{Json.id benefit}"]}}""" fake

              let! session = Buying.session product "" fake

              let! granted =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Buying.confirm (Buying.french "ada@acme.dev") session fake)

              Expect.equal (types granted) [ "benefit_grant.created" ] "when it begins"

              let! renewed =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> task { do! fake.Clock.AdvanceAsync "P4D" })

              Expect.equal (types renewed) [ "benefit_grant.cycled" ] "when it is paid"
          })

      testCaseTask "who buys seats for a page of the merchant's own is granted nothing by that" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake

              let! product =
                  Buying.monthly """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":100}]}}""" fake

              let! _ =
                  Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{Json.id benefit}"]}}""" fake

              let! session =
                  Buying.session product ",\"seats\":3,\"success_url\":\"https://acme.dev/thanks\"" fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Buying.confirm (Buying.french "ada@acme.dev") session fake)

              Expect.isEmpty events "nothing"
          })

      testCaseTask "a subscription that the merchant gives away grants" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! product = Buying.monthly (Buying.fixedPrice 0) fake

              let! _ =
                  Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{Json.id benefit}"]}}""" fake

              let! customer = Given.customer "ada@acme.dev" fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () ->
                      Given.create "/v1/subscriptions/" $"""{{"product_id":"{product}","customer_id":"{Json.id customer}"}}""" fake)

              Expect.equal (types events) [ "benefit_grant.created" ] "granted"
          })

      testCaseTask "where there are no members a grant is the customer's own" (fun () ->
          task {
              use! fake = Fake.start ()

              let! founded =
                  Http.anonymous
                      "POST"
                      "/_fake/organizations"
                      (Some """{"slug":"plain","feature_settings":{"member_model_enabled":false}}""")
                      fake

              let post path body =
                  task {
                      let! answer =
                          Benefits.sendAs (Json.text "access_token" founded.Json) "POST" path (Some body) fake

                      return answer.Json
                  }

              let! benefit = post "/v1/benefits/" (Benefits.keys "{}")

              let! product =
                  post "/v1/products/" """{"name":"Book","prices":[{"amount_type":"fixed","price_amount":500}]}"""

              let! _ =
                  post $"/v1/products/{Json.id product}/benefits" $"""{{"benefits":["{Json.id benefit}"]}}"""

              let! session = post "/v1/checkouts/" $"""{{"products":["{Json.id product}"]}}"""

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Buying.confirm (Buying.french "ada@acme.dev") session fake)

              let grant = Json.at "data" (List.exactlyOne events)
              Expect.isTrue (Json.isNull "member_id" grant && Json.isNull "member" grant) "no member"
              Expect.isTrue (Json.flag "is_granted" grant) "granted"
          }) ]

let private sharing =
    [ testCaseTask "files stay by the other purchase, and the grant that goes keeps what it had" (fun () ->
          task {
              use! fake = Fake.start ()

              let! _, file =
                  Uploads.uploaded "downloadable" "one.txt" "text/plain" [ "Hello" ] fake

              let! benefit =
                  Benefits.create $"""{{"type":"downloadables","description":"Book","properties":{{"files":["{Json.id file}"]}}}}""" fake

              let! customer = twice benefit fake
              let! subscription = onlySubscription fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> revoke subscription fake)

              Expect.equal (types events) [ "benefit_grant.revoked" ] "one grant"

              Expect.equal ((Json.at "data.properties" events[0]).ToJsonString()) $"""{{"files":["{Json.id file}"]}}""" "with what it had"

              let! token = Benefits.session customer fake

              let! files =
                  Benefits.sendAs token "GET" "/v1/customer-portal/downloadables/" None fake

              Expect.equal (Json.whole "pagination.total_count" files.Json) 1L "the file is there"
          })

      testCaseTask "license keys go one by one" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create (Benefits.keys "{}") fake
              let! _ = twice benefit fake
              let! subscription = onlySubscription fake
              let! _ = revoke subscription fake
              let! keys = Http.get "/v1/license-keys/" fake

              Expect.equal
                  [ for key in Json.items "items" keys.Json -> Json.text "status" key ]
                  [ "revoked"; "granted" ]
                  "the subscription's is revoked, the order's is not"
          }) ]

/// What a benefit's grants are asked for; somebody has two, one of them revoked, and somebody else has one.
let private lists =
    [ "", [ "grace order"; "ada order"; "ada subscription" ]
      "is_granted=true", [ "grace order"; "ada order" ]
      "is_granted=false", [ "ada subscription" ]
      "customer_id={ada}", [ "ada order"; "ada subscription" ]
      "customer_id={ada}&is_granted=true", [ "ada order" ]
      "member_id={member}", [ "grace order" ]
      "limit=1&page=2", [ "ada order" ] ]

let private listing =
    [ for query, expected in lists do
          testCaseTask $"a benefit's grants are listed by {query}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! benefit = Benefits.create Benefits.note fake
                  let! ada = twice benefit fake
                  let! subscription = onlySubscription fake
                  let! _ = revoke subscription fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.)
                  let! product = Given.oneTime 500L fake
                  let! _ = Benefits.attach product [ benefit ] fake
                  let! _ = Given.purchase product "grace@acme.dev" fake
                  let! newest = Http.get $"/v1/benefits/{Json.id benefit}/grants?limit=1" fake
                  let member' = Json.text "items.0.member_id" newest.Json

                  let! answer =
                      Http.get
                          $"""/v1/benefits/{Json.id benefit}/grants?{query.Replace("{ada}", Json.id ada).Replace("{member}", member')}"""
                          fake

                  let name (grant: JsonNode) =
                      let who = (Json.text "customer.email" grant).Split('@')[0]

                      let what =
                          if Json.isNull "order_id" grant then
                              "subscription"
                          else
                              "order"

                      $"{who} {what}"

                  Expect.equal (Json.items "items" answer.Json |> List.map name) expected "newest first"
              }) ]

[<Tests>]
let tests = testList "operations on grants" (telling @ sharing @ listing)
