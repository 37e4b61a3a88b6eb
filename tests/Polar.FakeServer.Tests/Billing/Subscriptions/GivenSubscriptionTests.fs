/// Subscriptions that a merchant gives away: which products are free, what of them is not asked, and what the customer gets.
module Polar.FakeServer.Tests.Billing.Subscriptions.GivenSubscriptionTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.Meters

let private freeSeats =
    Subscribing.seatPrice """{"min_seats":2,"max_seats":5,"price_per_seat":0},{"min_seats":6,"max_seats":null,"price_per_seat":0}"""

let private freeUnits =
    """{"amount_type":"unit_based","minimum_units":3,"tiers":{"type":"volume","tiers":[{"unit_amount":"0"}]}}"""

let private metered (fake: FakePolar) =
    task {
        let! meter = Measuring.calls Measuring.count fake
        return $"""{{"amount_type":"metered_unit","meter_id":"{meter}","unit_amount":"5"}}"""
    }

let private always (prices: string) (_: FakePolar) : Task<string> = Task.FromResult prices

let private give (product: string) (customer: JsonNode) (members: string) (fake: FakePolar) : Task<Answer> =
    Http.post "/v1/subscriptions/" $"""{{"product_id":"{product}","customer_id":"{Json.text "id" customer}"{members}}}""" fake

let private notFree =
    "Product is not free. The customer should go through a checkout to create a paid subscription."

/// Prices, and whether they are free.
let private prices: (string * (FakePolar -> Task<string>) * bool) list =
    [ "nothing", always (Buying.fixedPrice 0), true
      "seats for nothing in every tier", always freeSeats, true
      "units for nothing", always freeUnits, true
      "nothing, and what is used",
      (fun fake ->
          task {
              let! metered = metered fake
              return Buying.fixedPrice 0 + "," + metered
          }),
      true
      "what is used", metered, false
      "what one wants, though it may be nothing", always """{"amount_type":"custom","minimum_amount":0,"preset_amount":0}""", false
      "seats for nothing in the first tier only",
      always (
          Subscribing.seatPrice """{"min_seats":1,"max_seats":5,"price_per_seat":0},{"min_seats":6,"max_seats":null,"price_per_seat":100}"""
      ),
      false ]

[<Tests>]
let tests =
    testList
        "a subscription that is given away"
        [ for name, make, isFree in prices do
              testCaseTask $"""for {name} is {if isFree then "made" else "refused"}""" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! prices = make fake
                      let! product = Buying.monthly prices fake
                      let! customer = Given.customer "ada@acme.dev" fake
                      let! answer = give product customer "" fake

                      if isFree then
                          Expect.equal (answer.Status, Json.text "status" answer.Json) (201, "active") answer.Text
                      else
                          Faults.one answer ("value_error", """["body","product_id"]""", notFree)
                  })

          testCaseTask "has the fewest seats, makes a team, and gives nothing to who has none of them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly freeSeats fake
                  let! benefit = Benefits.create Benefits.note fake

                  let! _ =
                      Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{Json.text "id" benefit}"]}}""" fake

                  let! customer = Given.customer "ada@acme.dev" fake
                  let! answer, told = Events.during fake (fun () -> give product customer "" fake)
                  Expect.equal (Json.whole "seats" answer.Json) 2L "seats"

                  Expect.equal
                      told
                      [ "subscription.created"
                        "subscription.active"
                        "subscription.updated"
                        "customer.updated"
                        "customer.state_changed"
                        "customer.state_changed" ]
                      "events"

                  let! seen = Http.get $"""/v1/customers/{Json.text "id" customer}""" fake
                  Expect.equal (Json.text "type" seen.Json) "team" "team"
                  let! grants = Benefits.grants benefit fake
                  Expect.isEmpty grants "nothing is given"
              })

          testCaseTask "has the fewest units" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly freeUnits fake
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! answer = give product customer "" fake
                  Expect.equal (Json.whole "units" answer.Json) 3L "units"
              })

          testCaseTask "is one of several, of a product that nobody sees any more, without order and card" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! product =
                      Buying.monthlyWith (Buying.fixedPrice 0) ""","visibility":"private" """ fake

                  let! archived = Http.patch $"/v1/products/{product}" """{"is_archived":true}""" fake
                  Expect.equal archived.Status 200 archived.Text
                  let! customer = Given.customer "ada@acme.dev" fake

                  for index in 1..2 do
                      let! answer = give product customer $""","metadata":{{"n":{index}}}""" fake
                      Expect.equal answer.Status 201 answer.Text
                      Expect.equal (Json.whole "metadata.n" answer.Json) (int64 index) "metadata"
                      Expect.isTrue (Json.isNull "checkout_id" answer.Json && Json.isNull "trial_end" answer.Json) "of no checkout"

                  let! orders = Subscribing.orders fake
                  Expect.isEmpty orders "no order"
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! orders = Subscribing.orders fake

                  Expect.equal
                      [ for order in orders -> Json.text "status" order, Json.whole "total_amount" order, Json.text "billing_reason" order ]
                      (List.replicate 2 ("paid", 0L, "subscription_cycle"))
                      "each period has one that costs nothing"
              })

          testCaseTask "is for one customer, by its id or the merchant's name for it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly (Buying.fixedPrice 0) fake

                  let! _ =
                      Given.create "/v1/customers/" """{"email":"ada@acme.dev","external_id":"ada"}""" fake

                  let named name =
                      Http.post "/v1/subscriptions/" $"""{{"product_id":"{product}","external_customer_id":"{name}"}}""" fake

                  let! known = named "ada"
                  Expect.equal (known.Status, Json.text "customer.external_id" known.Json) (201, "ada") known.Text
                  let! nobody's = named "nobody"
                  Faults.one nobody's ("value_error", """["body","external_customer_id"]""", "Customer does not exist.")
                  Expect.equal (Json.text "detail.0.input" nobody's.Json) "nobody" "input"
              }) ]
