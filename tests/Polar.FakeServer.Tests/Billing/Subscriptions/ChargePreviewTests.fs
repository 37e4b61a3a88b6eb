/// What the next charge of a subscription will be, as merchants and customers are told it.
module Polar.FakeServer.Tests.Billing.Subscriptions.ChargePreviewTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Billing.Subscriptions.Previews

let private charge (id: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Http.get $"/v1/subscriptions/{id}/charge-preview" fake
        return Buying.succeeds answer
    }

let private at (moment: string) (fake: FakePolar) =
    fake.Clock.SetAsync(DateTimeOffset.Parse moment)

let private ofCharges =
    testList
        "the next charge"
        [ testCaseTask
              "is what the period costs, what settles changes, less a discount, with tax, and the order comes to the same"
              (fun () ->
                  task {
                      let! fake, id = halfway ()
                      use fake = fake
                      let! pro = Subscribing.monthly "Pro" 30000 fake

                      let! discount =
                          Given.create
                              "/v1/discounts/"
                              """{"name":"Half","type":"percentage","basis_points":5000,"duration":"once"}"""
                              fake

                      let! _ =
                          Subscribing.patched id $"""{{"product_id":"{pro}","proration_behavior":"prorate"}}""" fake

                      let! _ =
                          Subscribing.patched id $"""{{"discount_id":"{Json.text "id" discount}"}}""" fake

                      let! shown, told = Events.during fake (fun () -> charge id fake)
                      Expect.isEmpty told "nobody is told"

                      Expect.equal
                          [ for entry in shown.AsObject() -> entry.Key ]
                          [ "base_amount"
                            "metered_amount"
                            "proration_amount"
                            "prorations"
                            yield! names ]
                          "members"

                      Expect.equal
                          [ for name in [ "base_amount"; "metered_amount"; "proration_amount" ] -> Json.whole name shown ]
                          [ 30000L; 0L; 10000L ]
                          "parts"

                      Expect.equal
                          [ for row in Json.items "prorations" shown -> Json.text "label" row, Json.whole "amount" row ]
                          [ "Remaining time on Basic — From Jun 16, 2025 to Jul 1, 2025", -5000L
                            "Pro — From Jun 16, 2025 to Jul 1, 2025", 15000L ]
                          "what settles the change"

                      // Half of 300 dollars is taken off; the change has no part in that.
                      Expect.equal (amounts shown) [ 40000L; 15000L; 25000L; 5000L; 30000L; 0L; 30000L ] "amounts"
                      do! at "2025-07-01T00:00:00Z" fake
                      let! order = Subscribing.latestOrder fake
                      Expect.equal (amounts order) (amounts shown) "as it was said"
                  })

          testCaseTask "follows a change that is to come, and a subscription that ends has none for the next period" (fun () ->
              task {
                  let! fake, id = halfway ()
                  use fake = fake
                  let! pro = Subscribing.monthly "Pro" 30000 fake

                  let! _ =
                      Subscribing.patched id $"""{{"product_id":"{pro}","proration_behavior":"next_period"}}""" fake

                  let! shown = charge id fake
                  Expect.equal (amounts shown) [ 30000L; 0L; 30000L; 6000L; 36000L; 0L; 36000L ] "the other product"
                  let! _ = Subscribing.patched id """{"cancel_at_period_end":true}""" fake
                  let! shown = charge id fake
                  Expect.equal (amounts shown) [ 0L; 0L; 0L; 0L; 0L; 0L; 0L ] "nothing is left to pay"
                  let! _ = Subscribing.patched id """{"revoke":true}""" fake
                  let! ended = Http.get $"/v1/subscriptions/{id}/charge-preview" fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" ended
              })

          testCaseTask "leaves out a discount whose time is over then, and is there while a trial lasts" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"

                  let! product =
                      Subscribing.product
                          "Pro"
                          "month"
                          (Buying.fixedPrice 1000)
                          ""","trial_interval":"day","trial_interval_count":7"""
                          fake

                  let! once =
                      Given.create "/v1/discounts/" """{"name":"Once","type":"percentage","basis_points":2000,"duration":"once"}""" fake

                  let! id =
                      Subscribing.boughtWith
                          product
                          $""","discount_id":"{Json.text "id" once}" """
                          (Subscribing.untaxed "ada@acme.dev" "tok_visa")
                          fake

                  let! shown = charge id fake
                  Expect.equal (amounts shown) [ 1000L; 200L; 800L; 0L; 800L; 0L; 800L ] "the first that is paid"
                  do! fake.Clock.AdvanceAsync "P10D"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Json.whole "total_amount" order) 800L "and was"
                  let! shown = charge id fake
                  Expect.equal (amounts shown) [ 1000L; 0L; 1000L; 0L; 1000L; 0L; 1000L ] "the second"
              }) ]

let private ofCustomers =
    testCaseTask "a customer asks about its own, by the organization's rules" (fun () ->
        task {
            use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
            let! basic = Subscribing.monthly "Basic" 1000 fake
            let! pro = Subscribing.monthly "Pro" 3000 fake

            let! hidden =
                Subscribing.product "Hidden" "month" (Buying.fixedPrice 2000) ""","visibility":"private" """ fake

            let! customer, _ = Portal.subscriber basic "tok_visa" fake
            let! subscription = Subscribing.only fake
            let path = $"""subscriptions/{Json.text "id" subscription}"""
            do! fake.Clock.AdvanceAsync "P15D"
            let! token = Portal.session customer fake
            let! charged = Portal.get token $"{path}/charge-preview" fake
            Expect.equal (Json.whole "due_amount" (Buying.succeeds charged)) 1000L "the next charge"

            let ask (body: string) =
                Portal.post token $"{path}/change-preview" body fake

            let! changed = ask $"""{{"product_id":"{pro}"}}"""
            Expect.equal (Json.whole "due_amount" (Buying.succeeds changed)) 1000L "half of 20 dollars more"
            let! chosen = ask $"""{{"product_id":"{pro}","proration_behavior":"reset"}}"""
            Expect.equal chosen.Status 422 "how is the merchant's to say"
            let! secret = ask $"""{{"product_id":"{hidden}"}}"""
            Faults.one secret ("value_error", """["body","product_id"]""", "Product visibility is not allowed.")

            do!
                Subscribing.organization
                    """{"customer_portal_settings":{"usage":{"show":true},"subscription":{"update_seats":true,"update_plan":false}}}"""
                    fake

            let! refused = ask $"""{{"product_id":"{pro}"}}"""
            Faults.domain refused 403 "UpdateSubscriptionPlanNotAllowed" "Updating subscription plan is not allowed."
            let! other = Given.customer "eve@acme.dev" fake
            let! foreign = Portal.session (Json.text "id" other) fake
            let! missing = Portal.get foreign $"{path}/charge-preview" fake
            Refusal.domain 404 "ResourceNotFound" "Not found" missing
            Expect.notEqual customer (Json.text "id" other) "somebody else"
        })

[<Tests>]
let tests = testList "previews of subscriptions" [ ofCharges; ofCustomers ]
