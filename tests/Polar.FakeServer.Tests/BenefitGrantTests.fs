/// Who has which benefit, how that changes, and what is told of it.
module Polar.FakeServer.Tests.BenefitGrantTests

open System
open System.Threading.Tasks
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private revoke (subscription: JsonNode) (fake: FakePolar) =
    Http.delete $"""/v1/subscriptions/{Json.text "id" subscription}""" fake

let private onlySubscription (fake: FakePolar) =
    task {
        let! answer = Http.get "/v1/subscriptions/" fake
        return Json.at "items.0" answer.Json
    }

let private types (bodies: JsonNode list) = bodies |> List.map (Json.text "type")

let private change (benefit: JsonNode) (body: string) (fake: FakePolar) =
    Http.patch $"""/v1/benefits/{Json.text "id" benefit}""" body fake

let private linked (customer: JsonNode) (service: FakeIntegration) =
    FakeAccount(Service = service, CustomerId = Guid.Parse(Json.text "id" customer), AccountId = "4711", Username = "ada")

let private lifecycle =
    [ testCaseTask "an order grants a benefit in its own name" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! _, customer = Benefits.bought [ benefit ] fake
              let! grant = Benefits.grant benefit fake
              let! orders = Http.get "/v1/orders/" fake
              let! members = Http.get $"""/v1/customers/{Json.text "id" customer}/members""" fake
              Expect.equal (Json.text "order_id" grant) (Json.text "items.0.id" orders.Json) "the order"
              Expect.isTrue (Json.isNull "subscription_id" grant) "no subscription"
              Expect.equal (Json.text "granted_at" grant) "2026-03-01T12:00:00Z" "granted"
              Expect.isTrue (Json.isNull "revoked_at" grant) "not revoked"
              Expect.isTrue (Json.isNull "modified_at" grant) "not modified"
              Expect.isTrue (Json.isNull "error" grant) "no error"
              Expect.isTrue (Json.flag "is_granted" grant) "is granted"
              Expect.isFalse (Json.flag "is_revoked" grant) "is not revoked"
              Expect.equal (Json.text "benefit.id" grant) (Json.text "id" benefit) "the whole benefit"
              Expect.equal (Json.text "customer.id" grant) (Json.text "id" customer) "the whole customer"
              Expect.equal (Json.text "member.role" grant) "owner" "the owner's"
              Expect.equal (Json.text "member_id" grant) (Json.text "member.id" grant) "its id"
              Expect.equal ((Json.at "properties" grant).ToJsonString()) "{}" "properties"
              ignore members
          })

      testCaseTask "a subscription grants in its own name, not in that of its orders" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! _ = Benefits.subscribed [ benefit ] fake
              let! grant = Benefits.grant benefit fake
              let! subscription = onlySubscription fake
              Expect.equal (Json.text "subscription_id" grant) (Json.text "id" subscription) "the subscription"
              Expect.isTrue (Json.isNull "order_id" grant) "no order"
              do! fake.Clock.AdvanceAsync "P32D"
              let! after = Benefits.grants benefit fake
              Expect.equal after.Length 1 "a renewal grants nothing new"
          })

      testCaseTask "a purchase grants in the product's order, and then tells the customer's state" (fun () ->
          task {
              use! fake = Fake.start ()
              let! first = Benefits.create (Benefits.keys "{}") fake
              let! second = Benefits.create Benefits.note fake
              let! product = Given.oneTime 500L fake
              let! _ = Benefits.attach product [ second; first ] fake

              let! events =
                  Benefits.eventsDuring fake "" (fun () -> Given.purchase product "ada@acme.dev" fake)

              let told =
                  events
                  |> List.filter (fun body ->
                      (Json.text "type" body).StartsWith "benefit_grant"
                      || Json.text "type" body = "customer.state_changed")

              Expect.equal
                  (types told |> List.skipWhile (fun name -> name = "customer.state_changed"))
                  [ "benefit_grant.created"; "benefit_grant.created"; "customer.state_changed" ]
                  "order"

              Expect.equal
                  [ for body in told do
                        if Json.text "type" body = "benefit_grant.created" then
                            Json.text "data.benefit_id" body ]
                  [ Json.text "id" second; Json.text "id" first ]
                  "the product's order"
          })

      testCaseTask "what is revoked with its subscription comes again with the same grant" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create (Benefits.keys "{}") fake
              let! product, customer = Benefits.subscribed [ benefit ] fake
              let! before = Benefits.grant benefit fake
              let! subscription = onlySubscription fake
              do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> revoke subscription fake)

              Expect.equal (types events) [ "benefit_grant.revoked" ] "one event"
              let! revoked = Benefits.grant benefit fake
              Expect.isTrue (Json.isNull "granted_at" revoked) "granted_at is wiped"
              Expect.equal (Json.text "revoked_at" revoked) "2026-03-01T13:00:00Z" "revoked now"
              Expect.equal (Json.text "modified_at" revoked) "2026-03-01T13:00:00Z" "modified"
              Expect.isFalse (Json.flag "is_granted" revoked) "not granted"
              Expect.isTrue (Json.flag "is_revoked" revoked) "revoked"
              Expect.equal ((Json.at "properties" revoked).ToJsonString()) ((Json.at "properties" before).ToJsonString()) "kept"
              let! keys = Http.get "/v1/license-keys/" fake
              Expect.equal (Json.text "items.0.status" keys.Json) "revoked" "the key too"

              let! again =
                  Benefits.eventsDuring fake "benefit_grant." (fun () ->
                      Http.patch $"""/v1/license-keys/{Json.text "items.0.id" keys.Json}""" """{"status":"granted"}""" fake)

              Expect.equal (types again) [ "benefit_grant.created" ] "created, though it was there"
              Expect.equal (Json.text "data.id" again[0]) (Json.text "id" before) "the same grant"

              Expect.equal
                  ((Json.at "data.previous_properties" again[0]).ToJsonString())
                  ((Json.at "properties" before).ToJsonString())
                  "what was kept before"

              ignore (product, customer)
          })

      testCaseTask "a renewal renews grants; only modified_at moves" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! _ = Benefits.subscribed [ benefit ] fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () ->
                      task { do! fake.Clock.SetAsync(DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero)) })

              Expect.equal (types events) [ "benefit_grant.cycled" ] "events"
              Expect.equal ((Json.at "data.previous_properties" events[0]).ToJsonString()) "{}" "previous"
              let! grant = Benefits.grant benefit fake
              Expect.equal (Json.text "granted_at" grant) "2026-03-01T12:00:00Z" "as it was"
              Expect.equal (Json.text "modified_at" grant) "2026-04-01T12:00:00Z" "now"
          })

      testCaseTask "a change that needs it grants anew, before the change is told" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create (Benefits.keys """{"prefix":"A"}""") fake
              let! _ = Benefits.bought [ benefit ] fake
              do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)

              let! events =
                  Benefits.eventsDuring fake "" (fun () ->
                      change benefit """{"type":"license_keys","properties":{"prefix":"A","limit_usage":7}}""" fake)

              Expect.equal (types events) [ "benefit.updated"; "benefit_grant.updated"; "customer.state_changed" ] "events"
              let! grant = Benefits.grant benefit fake
              Expect.equal (Json.text "granted_at" grant) "2026-03-01T13:00:00Z" "granted now"
              let! keys = Http.get "/v1/license-keys/" fake
              Expect.equal (Json.whole "items.0.limit_usage" keys.Json) 7L "the key has the new limit"
          }) ]

/// Changes of a benefit that somebody has: whether it is granted anew.
let private regrants =
    [ "another prefix", Benefits.keys """{"prefix":"A"}""", """{"type":"license_keys","properties":{"prefix":"B"}}""", false
      "another expiry", Benefits.keys "{}", """{"type":"license_keys","properties":{"expires":{"ttl":1,"timeframe":"day"}}}""", true
      "other activations",
      Benefits.keys "{}",
      """{"type":"license_keys","properties":{"activations":{"limit":1,"enable_customer_admin":true}}}""",
      true
      "another limit of use", Benefits.keys "{}", """{"type":"license_keys","properties":{"limit_usage":1}}""", true
      "another note", Benefits.note, """{"type":"custom","properties":{"note":"other"}}""", false
      "another description", Benefits.keys "{}", """{"type":"license_keys","description":"other"}""", false
      "a feature flag's metadata", Benefits.flag, """{"type":"feature_flag","metadata":{"a":1}}""", false ]

let private regranting =
    [ for name, body, changed, expected in regrants ->
          testCaseTask $"""{name} is {if expected then "" else "not "}granted anew""" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! benefit = Benefits.create body fake
                  let! _ = Benefits.bought [ benefit ] fake

                  let! events =
                      Benefits.eventsDuring fake "benefit" (fun () -> change benefit changed fake)

                  Expect.equal
                      (types events)
                      (if expected then
                           [ "benefit.updated"; "benefit_grant.updated" ]
                       else
                           [ "benefit.updated" ])
                      "events"
              }) ]

let private computing =
    [ testCaseTask "whoever has the product gets what is new and loses what is gone, revokes first" (fun () ->
          task {
              use! fake = Fake.start ()
              let! old = Benefits.create Benefits.note fake
              let! kept = Benefits.create Benefits.flag fake
              let! fresh = Benefits.create (Benefits.keys "{}") fake
              let! product, _ = Benefits.subscribed [ old; kept ] fake

              let! events =
                  Benefits.eventsDuring fake "" (fun () -> Benefits.attach product [ fresh; kept ] fake)

              Expect.equal
                  (types events)
                  [ "product.updated"
                    "benefit_grant.revoked"
                    "benefit_grant.created"
                    "customer.state_changed" ]
                  "events"

              let! gone = Benefits.grant old fake
              Expect.isTrue (Json.flag "is_revoked" gone) "the old one"
              let! stays = Benefits.grant kept fake
              Expect.isTrue (Json.isNull "modified_at" stays) "untouched"
          })

      testCaseTask "another order of the benefits changes nothing for those who have them" (fun () ->
          task {
              use! fake = Fake.start ()
              let! a = Benefits.create Benefits.note fake
              let! b = Benefits.create Benefits.flag fake
              let! product, _ = Benefits.subscribed [ a; b ] fake
              let! _, events = Events.during fake (fun () -> Benefits.attach product [ b; a ] fake)
              Expect.equal events [ "product.updated" ] "events"
          })

      testCaseTask "an immediate revocation takes all benefits of the subscription" (fun () ->
          task {
              use! fake = Fake.start ()
              let! a = Benefits.create Benefits.note fake
              let! b = Benefits.create (Benefits.keys "{}") fake
              let! _ = Benefits.subscribed [ a; b ] fake
              let! subscription = onlySubscription fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> revoke subscription fake)

              Expect.equal (types events) [ "benefit_grant.revoked"; "benefit_grant.revoked" ] "events"

              Expect.equal
                  (events |> List.map (Json.text "data.benefit_id"))
                  [ Json.text "id" a; Json.text "id" b ]
                  "in the product's order"
          })

      testCaseTask "a subscription that was canceled keeps its benefits to the end of the period" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! _ = Benefits.subscribed [ benefit ] fake
              let! subscription = onlySubscription fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () ->
                      Http.patch $"""/v1/subscriptions/{Json.text "id" subscription}""" """{"cancel_at_period_end":true}""" fake)

              Expect.isEmpty events "nothing yet"

              let! ended =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> task { do! fake.Clock.AdvanceAsync "P32D" })

              Expect.equal (types ended) [ "benefit_grant.revoked" ] "then"
          })

      testCaseTask "a deleted benefit is taken from everybody who has it" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create (Benefits.keys "{}") fake
              let! product, customer = Benefits.bought [ benefit ] fake
              let! _ = Benefits.again product customer fake

              let! _, events =
                  Events.during fake (fun () -> Http.delete $"""/v1/benefits/{Json.text "id" benefit}""" fake)

              Expect.equal
                  events
                  [ "benefit.updated"
                    "benefit_grant.revoked"
                    "benefit_grant.revoked"
                    "customer.state_changed" ]
                  "events"

              let! all = Http.get "/v1/benefit-grants/" fake
              Expect.equal (Json.items "items" all.Json |> List.length) 2 "still among all grants"

              let! keys = Http.get "/v1/license-keys/?status=revoked" fake
              Expect.equal (Json.whole "pagination.total_count" keys.Json) 2L "the keys are revoked"
          })

      testCaseTask "a deleted customer loses what it has" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create (Benefits.keys "{}") fake
              let! _, customer = Benefits.bought [ benefit ] fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Http.delete $"""/v1/customers/{Json.text "id" customer}""" fake)

              Expect.equal (types events) [ "benefit_grant.revoked" ] "events"
              let! keys = Http.get "/v1/license-keys/" fake
              Expect.equal (Json.text "items.0.status" keys.Json) "revoked" "the key too"
          })

      testCaseTask "two purchases are two grants, and access stays until the last is gone" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.discord fake
              let! product, customer = Benefits.subscribed [ benefit ] fake
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.Discord)
              let! once = Given.oneTime 500L fake
              let! _ = Benefits.attach once [ benefit ] fake
              let! _ = Benefits.again once customer fake
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.Discord)
              let! grants = Benefits.grants benefit fake
              Expect.equal (grants |> List.map (Json.flag "is_granted")) [ true; true ] "both granted"
              let! subscription = onlySubscription fake

              let! first =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> revoke subscription fake)

              Expect.equal
                  ((Json.at "data.properties" first[0]).ToJsonString())
                  """{"account_id":"4711","guild_id":"9001","role_id":"77","granted_account_id":"4711"}"""
                  "the role stays, by the other purchase"

              let! second =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Http.delete $"""/v1/customers/{Json.text "id" customer}""" fake)

              Expect.equal ((Json.at "data.properties" second[0]).ToJsonString()) """{"account_id":"4711"}""" "then it is gone"

              ignore product
          }) ]

let private waiting =
    [ testCaseTask "a grant that waits for the customer says so, and is not tried again by itself" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.discord fake
              let! product = Given.monthly 500L fake
              let! _ = Benefits.attach product [ benefit ] fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Given.purchase product "ada@acme.dev" fake)

              Expect.equal (types events) [ "benefit_grant.created" ] "created all the same"
              let data = Json.at "data" events[0]
              Expect.isFalse (Json.flag "is_granted" data) "not granted"
              Expect.isFalse (Json.flag "is_revoked" data) "nor revoked"

              Expect.equal
                  ((Json.at "error" data).ToJsonString())
                  """{"message":"The customer needs to connect their Discord account","type":"BenefitActionRequiredError","timestamp":"2026-03-01T12:00:00\u002B00:00"}"""
                  "why"

              let! other = Benefits.create Benefits.note fake

              let! later =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Benefits.attach product [ benefit; other ] fake)

              Expect.equal (later |> List.map (Json.text "data.benefit_id")) [ Json.text "id" other ] "only the other one"

              let! pending =
                  Http.get $"""/v1/benefits/{Json.text "id" benefit}/grants?is_granted=false""" fake

              Expect.equal (Json.whole "pagination.total_count" pending.Json) 1L "listed as not granted"
          })

      testCaseTask "an account that is connected later grants what waited for it" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.discord fake
              let! _, customer = Benefits.bought [ benefit ] fake

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () ->
                      task { do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.Discord) })

              Expect.equal (types events) [ "benefit_grant.updated" ] "events"

              Expect.equal
                  ((Json.at "data.properties" events[0]).ToJsonString())
                  """{"account_id":"4711","guild_id":"9001","role_id":"77","granted_account_id":"4711"}"""
                  "properties"

              Expect.equal ((Json.at "data.previous_properties" events[0]).ToJsonString()) """{"account_id":"4711"}""" "before"

              let! grant = Benefits.grant benefit fake
              Expect.isTrue (Json.flag "is_granted" grant) "granted"
              Expect.isTrue (Json.isNull "error" grant) "no error any more"
          })

      testCaseTask "Discord's refusal is told in its words, and an account that has expired must be connected anew" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.discord fake
              let! _, customer = Benefits.bought [ benefit ] fake
              do! fake.Integrations.RefuseAsync(FakeIntegration.Discord, "Missing Permissions")
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.Discord)
              let! refused = Benefits.grant benefit fake
              Expect.equal (Json.text "error.message" refused) "Discord error: Missing Permissions" "refused"

              let expired =
                  FakeAccount(
                      Service = FakeIntegration.Discord,
                      CustomerId = Guid.Parse(Json.text "id" customer),
                      AccountId = "4711",
                      IsExpired = true
                  )

              do! fake.Integrations.LinkAccountAsync expired
              let! old = Benefits.grant benefit fake

              Expect.equal (Json.text "error.message" old) "The customer needs to reconnect their Discord account" "expired"

              do! fake.Integrations.WorkAsync FakeIntegration.Discord
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.Discord)
              let! granted = Benefits.grant benefit fake
              Expect.isTrue (Json.flag "is_granted" granted) "granted"
          })

      testCaseTask "access to a repository comes with a GitHub account, and goes when the app is gone" (fun () ->
          task {
              use! fake = Fake.start ()

              let! token =
                  fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, OrganizationId = fake.Organization.Id))

              let! made = Benefits.sendAs token "POST" "/v1/benefits/" (Some Benefits.github) fake
              let benefit = made.Json
              let! _, customer = Benefits.bought [ benefit ] fake
              let! waits = Benefits.grant benefit fake

              Expect.equal (Json.text "error.message" waits) "The customer needs to connect their GitHub account" "without an account"

              do! fake.Integrations.RefuseAsync(FakeIntegration.GitHub, "gone")
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.GitHub)
              let! closed = Benefits.grant benefit fake

              Expect.equal
                  (Json.text "error.message" closed)
                  "The benefit has no longer access to the repository. Please check that the GitHub App is still installed on the repository."
                  "without the app"

              do! fake.Integrations.WorkAsync FakeIntegration.GitHub
              do! fake.Integrations.LinkAccountAsync(linked customer FakeIntegration.GitHub)
              let! granted = Benefits.grant benefit fake

              Expect.equal
                  ((Json.at "properties" granted).ToJsonString())
                  """{"account_id":"4711","repository_owner":"acme","repository_name":"engine","permission":"pull","granted_account_id":"4711"}"""
                  "granted"

              let! _ = Http.delete $"""/v1/benefits/{Json.text "id" benefit}""" fake
              let! all = Http.get "/v1/benefit-grants/" fake
              Expect.equal ((Json.at "items.0.properties" all.Json).ToJsonString()) """{"account_id":"4711"}""" "revoked"
          }) ]

let private meters =
    [ testCaseTask "credit of a meter is kept with what was credited, and shown to webhooks only" (fun () ->
          task {
              use! fake = Fake.startWith (fun options -> options.Empty <- false)
              let! products = Http.get "/v1/products/?limit=100" fake

              let meter =
                  [ for product in Json.items "items" products.Json do
                        for price in Json.items "prices" product do
                            if Json.has "meter_id" price then
                                Json.text "meter_id" price ]
                  |> List.head

              let! benefit =
                  Benefits.create
                      $"""{{"type":"meter_credit","description":"abc","properties":{{"meter_id":"{meter}","units":5,"rollover":true}}}}"""
                      fake

              let! product = Given.monthly 500L fake
              let! _ = Benefits.attach product [ benefit ] fake

              let! granted =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Given.purchase product "ada@acme.dev" fake)

              let data = Json.at "data" granted[0]
              Expect.equal (Json.text "properties.last_credited_meter_id" data) meter "meter"
              Expect.equal (Json.whole "properties.last_credited_units" data) 5L "units"
              Expect.equal (Json.text "properties.last_credited_at" data) "2026-03-01T12:00:00+00:00" "at"
              let! grant = Benefits.grant benefit fake
              Expect.equal ((Json.at "properties" grant).ToJsonString()) "{}" "merchants see nothing of it"

              let! subscriptions =
                  Http.get $"""/v1/subscriptions/?product_id={Json.text "id" product}""" fake

              let! revoked =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> revoke (Json.at "items.0" subscriptions.Json) fake)

              Expect.equal (Json.whole "data.properties.last_credited_units" revoked[0]) -5L "taken back"
              Expect.equal (Json.whole "data.previous_properties.last_credited_units" revoked[0]) 5L "before"
          }) ]

[<Tests>]
let tests =
    testList "benefit grants" (lifecycle @ regranting @ computing @ waiting @ meters)
