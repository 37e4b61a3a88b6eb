/// Who buys seats on Polar's own page sits on one of them at once.
module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutSeatTests

open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private seats =
    """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":300}]}}"""

let private once = Buying.once seats
let private monthly = Buying.monthly seats

let private withBenefit (product: string) (fake: FakePolar) =
    task {
        let! benefit =
            Given.create "/v1/benefits/" """{"type":"custom","description":"Support","properties":{"note":"Call us"}}""" fake

        let! _ =
            Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{Json.text "id" benefit}"]}}""" fake

        return Json.text "id" benefit
    }

let private bought (product: string) (members: string) (email: string) (fake: FakePolar) =
    task {
        let! session = Buying.session product members fake

        return!
            Events.during fake (fun () ->
                task {
                    let! answer = Buying.confirm (Buying.french email) session fake
                    return Buying.succeeds answer
                })
    }

let private told (kind: string) (fake: FakePolar) : JsonNode list =
    [ for published in fake.Webhooks.OfType kind -> Json.at "data" (Json.parse published.Json) ]

let private newBuyer =
    [ "member.created"
      "checkout.updated"
      "customer.created"
      "customer.state_changed" ]

let private order = [ "order.created"; "order.updated"; "order.paid" ]

let private subscribed =
    [ "subscription.created"; "subscription.active"; "subscription.updated" ]

let private trial = ""","trial_interval":"week","trial_interval_count":1"""

/// What is bought, and what is told from the success on, up to the session's own.
let private purchases =
    [ "seats that are bought once", once, order @ [ "customer_seat.claimed"; "checkout.updated" ]
      "seats of a subscription", monthly, subscribed @ order @ [ "customer_seat.claimed"; "checkout.updated" ]
      "seats with a trial", Buying.monthlyWith seats trial, subscribed @ order @ [ "customer_seat.claimed"; "checkout.updated" ] ]

[<Tests>]
let tests =
    testList
        "seats of a buyer"
        [ testList
              "are told of between the paid order and the session:"
              [ for name, product, expected in purchases ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! id = product fake
                            let! _, types = bought id ""","seats":3""" "ada@acme.dev" fake
                            let expected = newBuyer @ expected
                            Expect.equal (List.take expected.Length types) expected "events"
                            Expect.contains types "customer.updated" "the buyer is a team now"
                            let! customer = Buying.only "/v1/customers/" fake
                            Expect.equal (Json.text "type" customer) "team" "team"
                        }) ]

          testCaseTask "are claimed by the owner, with the benefits" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = monthly fake
                  let! benefit = withBenefit product fake
                  let! _ = bought product ""","seats":3""" "ada@acme.dev" fake
                  let! customer = Buying.only "/v1/customers/" fake
                  let! subscription = Buying.only "/v1/subscriptions/" fake
                  let seat = List.exactlyOne (told "customer_seat.claimed" fake)

                  Expect.equal
                      [ for name in
                            [ "status"
                              "customer_id"
                              "subscription_id"
                              "email"
                              "customer_email"
                              "member.email"
                              "member.role" ] -> Json.text name seat ]
                      [ "claimed"
                        Json.text "id" customer
                        Json.text "id" subscription
                        "ada@acme.dev"
                        "ada@acme.dev"
                        "ada@acme.dev"
                        "owner" ]
                      "seat"

                  Expect.equal (Json.text "claimed_at" seat) "2026-03-01T12:00:00Z" "at once"

                  for name in [ "order_id"; "revoked_at"; "invitation_token_expires_at" ] do
                      Expect.isTrue (Json.isNull name seat) name

                  let! grant = Buying.only "/v1/benefit-grants/" fake
                  Expect.equal (Json.text "benefit_id" grant) benefit "benefit"
                  Expect.equal (Json.text "member_id" grant) (Json.text "member_id" seat) "the member's"
                  Expect.isTrue (Json.flag "is_granted" grant) "granted"
                  let! later = withBenefit product fake
                  let! replaced = Http.get $"/v1/benefit-grants/?benefit_id={later}" fake
                  Expect.isTrue (Json.flag "items.0.is_granted" replaced.Json) "who sits gets what the product gets"
              })

          testCaseTask "are the merchant's business where the merchant has a page for it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = once fake
                  let! _ = withBenefit product fake

                  let! _, types =
                      bought product ""","seats":3,"success_url":"https://acme.dev/thanks" """ "ada@acme.dev" fake

                  Expect.isFalse (List.contains "customer_seat.claimed" types) "no seat"
                  let! grants = Http.get "/v1/benefit-grants/" fake
                  Expect.isEmpty (Json.items "items" grants.Json) "no benefit"
                  let! customer = Buying.only "/v1/customers/" fake
                  Expect.equal (Json.text "type" customer) "team" "a team all the same"
              })

          testCaseTask "are one for each buyer of the product, however often it is bought" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = once fake
                  let! other = once fake
                  let! _ = bought product ""","seats":1""" "ada@acme.dev" fake
                  let! _, again = bought product ""","seats":2""" "ada@acme.dev" fake
                  Expect.isFalse (List.contains "customer_seat.claimed" again) "has one"
                  let! _, another = bought other "" "ada@acme.dev" fake
                  Expect.isTrue (List.contains "customer_seat.claimed" another) "of another product"
                  let! _, stranger = bought product "" "eve@acme.dev" fake
                  Expect.isTrue (List.contains "customer_seat.claimed" stranger) "another buyer"
              })

          testCaseTask "are shown on the order and in its line" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = once fake

                  for count, label in [ 1, "Book (1 seat)"; 3, "Book (3 seats)" ] do
                      let! _ = bought product $""","seats":{count}""" $"ada{count}@acme.dev" fake
                      let! orders = Http.get "/v1/orders/?limit=1" fake
                      let bought = Json.at "items.0" orders.Json

                      Expect.equal
                          (Json.whole "seats" bought, Json.whole "items.0.amount" bought)
                          (int64 count, 300L * int64 count)
                          "seats"

                      Expect.equal (Json.text "items.0.label" bought) label "label"
              })

          testCaseTask "the order of a subscription already knows the team, that of a single purchase does not" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! single = once fake
                  let! recurring = monthly fake
                  let! _ = bought single "" "ada@acme.dev" fake
                  let! _ = bought recurring "" "eve@acme.dev" fake

                  Expect.equal
                      [ for order in told "order.created" fake -> Json.text "customer.type" order ]
                      [ "individual"; "team" ]
                      "types"
              })

          testCaseTask "are over with their subscription" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = monthly fake
                  let! _ = withBenefit product fake
                  let! _ = bought product ""","seats":2""" "ada@acme.dev" fake
                  let! subscription = Buying.only "/v1/subscriptions/" fake

                  let! _, types =
                      Events.during fake (fun () -> Http.delete $"""/v1/subscriptions/{Json.text "id" subscription}""" fake)

                  Expect.equal
                      types
                      [ "customer_seat.revoked"
                        "subscription.updated"
                        "subscription.canceled"
                        "subscription.revoked"
                        "benefit_grant.revoked"
                        "customer.state_changed" ]
                      "events"

                  let seat = List.exactlyOne (told "customer_seat.revoked" fake)
                  Expect.equal (Json.text "status" seat) "revoked" "status"

                  for name in [ "customer_id"; "member_id"; "email" ] do
                      Expect.isTrue (Json.isNull name seat) name

                  Expect.isFalse (Json.isNull "claimed_at" seat) "it was claimed"
              }) ]
