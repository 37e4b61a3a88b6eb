/// The tax of a change and of what follows it: the way of the first purchase counts, then the organization's, and where the customer lives now.
module Polar.FakeServer.Tests.Billing.Proration.ChangeTaxTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.AmountsByHand
open Polar.FakeServer.Tests.Billing.Subscriptions

let private onTop (cents: int) =
    $"""{{"amount_type":"fixed","price_amount":{cents},"tax_behavior":"exclusive"}}"""

/// The renewal, at a price with its tax on top, of what was given away before to this customer.
let private renewed (customer: string) (fake: FakePolar) =
    task {
        let! free = Subscribing.monthly "Free" 0 fake
        let! paid = Subscribing.product "Pro" "month" (onTop 1000) "" fake

        let! made =
            Given.create "/v1/customers/" $"""{{"email":"ada@acme.dev"{customer}}}""" fake

        let! given =
            Given.create "/v1/subscriptions/" $"""{{"product_id":"{free}","customer_id":"{Json.text "id" made}"}}""" fake

        let! _ =
            Subscribing.patched (Json.text "id" given) $"""{{"product_id":"{paid}","proration_behavior":"next_period"}}""" fake

        do! fake.Clock.AdvanceAsync "P1M"
        let! order = Subscribing.latestOrder fake
        return amounts order
    }

/// Who the customer is, and the amounts of the order.
let private customers =
    [ "in France: included, as the organization has it, whatever the price says",
      ""","billing_address":{"country":"FR"}""",
      [ 1000L; 0L; 833L; 167L; 1000L; 0L; 1000L ]
      "in Quebec: on top", ""","billing_address":{"country":"CA","state":"CA-QC"}""", [ 1000L; 0L; 1000L; 150L; 1150L; 0L; 1150L ]
      "with a tax id: none", ""","billing_address":{"country":"DE"},"tax_id":"DE136695976" """, [ 1000L; 0L; 1000L; 0L; 1000L; 0L; 1000L ]
      "nowhere: none, and the order is made", "", [ 1000L; 0L; 1000L; 0L; 1000L; 0L; 1000L ] ]

[<Tests>]
let tests =
    testList
        "the tax of a change"
        [ for name, members, expected in customers do
              testCaseTask $"of what was given away, {name}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! actual = renewed members fake
                      Expect.equal actual expected "amounts"
                  })

          testCaseTask "is on top where it was at the purchase, and is that of where the customer lives now" (fun () ->
              task {
                  use! fake = june ()
                  let! basic = Subscribing.product "Basic" "month" (onTop 10000) "" fake
                  let! pro = Subscribing.monthly "Pro" 30000 fake
                  let! id = Subscribing.boughtWith basic "" french fake
                  do! at "2025-06-16T00:00:00Z" fake

                  let! changed =
                      Subscribing.patched id $"""{{"product_id":"{pro}","proration_behavior":"invoice"}}""" fake

                  let! order = Subscribing.latestOrder fake
                  Expect.equal (amounts order) [ 10000L; 0L; 10000L; 2000L; 12000L; 0L; 12000L ] "in France"

                  Expect.equal
                      [ for item in Json.items "items" order -> Json.whole "tax_amount" item, Json.flag "proration" item ]
                      [ 0L, true; 0L, true ]
                      "its lines have none"

                  let! moved =
                      Http.patch $"""/v1/customers/{Json.text "customer_id" changed}""" """{"billing_address":{"country":"SE"}}""" fake

                  Expect.equal moved.Status 200 moved.Text
                  do! at "2025-07-01T00:00:00Z" fake
                  let! next = Subscribing.latestOrder fake
                  Expect.equal (amounts next) [ 30000L; 0L; 30000L; 7500L; 37500L; 0L; 37500L ] "in Sweden"
                  Expect.equal (Json.text "billing_address.country" next) "SE" "and is addressed there"
              }) ]
