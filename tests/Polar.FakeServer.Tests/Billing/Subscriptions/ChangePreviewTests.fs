/// What a change or a cancellation of a subscription would cost.
module Polar.FakeServer.Tests.Billing.Subscriptions.ChangePreviewTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Billing.Subscriptions.Previews

let private previewed (id: string) (body: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = preview id body fake
        return Buying.succeeds answer
    }

/// What is asked about, and what it comes to: subtotal, tax, due, and the lines.
let private changes =
    [ "prorate", [ 10000L; 2000L; 12000L ], [ -5000L; 15000L ]
      "invoice", [ 10000L; 2000L; 12000L ], [ -5000L; 15000L ]
      "next_period", [ 0L; 0L; 0L ], []
      "reset", [ 30000L; 6000L; 36000L ], [ 30000L ] ]

let private ofChanges =
    testList
        "a change"
        [ for behavior, expected, lines in changes do
              testCaseTask $"of product with {behavior} is told to the cent, and nothing happens" (fun () ->
                  task {
                      let! fake, id = halfway ()
                      use fake = fake
                      let! pro = Subscribing.monthly "Pro" 30000 fake
                      let! before = Subscribing.get id fake

                      let! shown, told =
                          Events.during fake (fun () ->
                              previewed id $"""{{"product_id":"{pro}","proration_behavior":"{behavior}"}}""" fake)

                      Expect.isEmpty told "nobody is told"

                      Expect.equal
                          [ for name in [ "subtotal_amount"; "tax_amount"; "due_amount" ] -> Json.whole name shown ]
                          expected
                          "amounts"

                      Expect.equal [ for row in Json.items "prorations" shown -> Json.whole "amount" row ] lines "lines"
                      let! after = Subscribing.get id fake
                      Expect.equal (after.ToJsonString()) (before.ToJsonString()) "as it was"
                      let! orders = Subscribing.orders fake
                      Expect.hasLength orders 1 "no order"
                  })

          testCaseTask "of seats is told with what is settled already, and a wallet pays" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! team = Subscribing.product "Team" "month" (Subscribing.perSeat 1000) "" fake

                  let! id =
                      Subscribing.boughtWith team ""","seats":10""" (Subscribing.untaxed "ada@acme.dev" "tok_visa") fake

                  do! fake.Clock.AdvanceAsync "P15D"
                  let! _ = Subscribing.patched id """{"seats":5,"proration_behavior":"invoice"}""" fake
                  let! _ = Subscribing.patched id """{"seats":6,"proration_behavior":"prorate"}""" fake
                  let! shown = previewed id """{"seats":9,"proration_behavior":"invoice"}""" fake

                  Expect.equal
                      [ for row in Json.items "prorations" shown -> Json.text "label" row, Json.whole "amount" row ]
                      [ "Team (5 → 6 seats) — From Jun 16, 2025 to Jul 1, 2025", 500L
                        "Team (6 → 9 seats) — From Jun 16, 2025 to Jul 1, 2025", 1500L ]
                      "lines"

                  Expect.equal (amounts shown) [ 2000L; 0L; 2000L; 0L; 2000L; -2000L; 0L ] "25 dollars of credit are there"
              })

          testCaseTask "in a trial costs nothing, unless it ends the trial" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let trial = ""","trial_interval":"day","trial_interval_count":7"""
                  let! product = Subscribing.product "Pro" "month" (Buying.fixedPrice 1000) trial fake
                  let! longer = Subscribing.product "Max" "month" (Buying.fixedPrice 3000) trial fake
                  let! without = Subscribing.monthly "Basic" 500 fake
                  let! id = Subscribing.bought product fake

                  let! shown =
                      previewed id $"""{{"product_id":"{longer}","proration_behavior":"invoice"}}""" fake

                  Expect.equal (amounts shown) [ 0L; 0L; 0L; 0L; 0L; 0L; 0L ] "it goes on"

                  let! shown =
                      previewed id $"""{{"product_id":"{without}","proration_behavior":"invoice"}}""" fake

                  Expect.equal (amounts shown) [ 500L; 0L; 500L; 0L; 500L; 0L; 500L ] "the first period is paid"
                  Expect.equal (Json.whole "base_amount" shown) 0L "which is shown in no part"
              })

          testCaseTask "is refused as the change itself is" (fun () ->
              task {
                  let! fake, id = halfway ()
                  use fake = fake
                  let! seats = preview id """{"seats":3}""" fake
                  Faults.domain seats 400 "NotASeatBasedSubscription" "This subscription does not support seat-based pricing."
                  let! nothing = preview id "{}" fake
                  Expect.equal nothing.Status 422 nothing.Text
                  let! both = preview id $"""{{"seats":3,"product_id":"{unknown}"}}""" fake
                  Expect.equal both.Status 422 both.Text
                  let! product = preview id $"""{{"product_id":"{unknown}"}}""" fake
                  Faults.one product ("value_error", """["body","product_id"]""", "Product does not exist.")
                  let! _ = Subscribing.patched id """{"cancel_at_period_end":true}""" fake
                  let! pro = Subscribing.monthly "Pro" 30000 fake
                  let! ends = preview id $"""{{"product_id":"{pro}"}}""" fake

                  Faults.domain
                      ends
                      403
                      "AlreadyCanceledSubscription"
                      "This subscription is already canceled or will be at the end of the period."

                  let! missing = preview unknown """{"seats":3}""" fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" missing
              }) ]

let private ofCancellations =
    testCaseTask "ending it at once is told to stop the collection of what is overdue, where nobody keeps the benefits" (fun () ->
        task {
            use! fake = Fake.start ()
            let! product = Subscribing.monthly "Pro" 1000 fake
            let! customer, _ = Portal.subscriber product "ctoken_decline_renewal" fake
            let! subscription = Subscribing.only fake
            let id = Json.text "id" subscription

            let asked () : Task<bool * int64 option> =
                task {
                    let! merchant = Http.get $"/v1/subscriptions/{id}/cancel-preview" fake
                    let! token = Portal.session customer fake
                    let! own = Portal.get token $"subscriptions/{id}/cancel-preview" fake
                    Expect.equal own.Text merchant.Text "the same"
                    let shown = Buying.succeeds merchant

                    return
                        Json.flag "stops_collection" shown,
                        (if Json.isNull "outstanding_amount" shown then
                             None
                         else
                             Some(Json.whole "outstanding_amount" shown))
                }

            let! before = asked ()
            Expect.equal before (false, None) "while it is paid"
            do! fake.Clock.AdvanceAsync "P1M"
            let! overdue = asked ()
            Expect.equal overdue (true, Some 1000L) "while it is not"

            do!
                Subscribing.organization
                    """{"subscription_settings":{"allow_multiple_subscriptions":false,"proration_behavior":"prorate","benefit_revocation_grace_period":7,"prevent_trial_abuse":false,"allow_customer_updates":true}}"""
                    fake

            let! kept = asked ()
            Expect.equal kept (false, None) "with the benefits for a week"
        })

[<Tests>]
let tests = testList "previews of subscriptions" [ ofChanges; ofCancellations ]
