/// What cannot be done with a subscription, and what it is refused with.
module Polar.FakeServer.Tests.Billing.Subscriptions.ChangeRuleTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private nobody = "0e0e0e0e-0000-4000-8000-000000000001"

let private alreadyCanceled =
    403, "AlreadyCanceledSubscription", "This subscription is already canceled or will be at the end of the period."

let private monthly (fake: FakePolar) =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        return! Subscribing.bought product fake
    }

let private paused (fake: FakePolar) =
    task {
        let! id = monthly fake
        let! _ = Subscribing.patched id """{"pause_at_period_end":true}""" fake
        do! fake.Clock.AdvanceAsync "P1M"
        return id
    }

let private late (fake: FakePolar) =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake

        let! id =
            Subscribing.boughtWith product "" (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_renewal") fake

        do! fake.Clock.AdvanceAsync "P1M"
        return id
    }

let private ended (fake: FakePolar) =
    task {
        let! id = monthly fake
        let! _ = Http.delete $"/v1/subscriptions/{id}" fake
        return id
    }

let private canceled (fake: FakePolar) =
    task {
        let! id = monthly fake
        let! _ = Subscribing.patched id """{"cancel_at_period_end":true}""" fake
        return id
    }

let private trialing (fake: FakePolar) =
    task {
        let! product =
            Subscribing.product "Pro" "month" (Buying.fixedPrice 1000) ""","trial_interval":"day","trial_interval_count":14""" fake

        return! Subscribing.bought product fake
    }

/// Two to five seats, of which the buyer's is one.
let private seats (fake: FakePolar) =
    task {
        let! product =
            Subscribing.product "Team" "month" (Subscribing.seatPrice """{"min_seats":2,"max_seats":5,"price_per_seat":1000}""") "" fake

        return! Subscribing.boughtWith product ""","seats":3""" (Subscribing.untaxed "ada@acme.dev" "tok_visa") fake
    }

/// A state, what is asked for, the status, the error, the sentence.
let private refusals: (string * (FakePolar -> Task<string>) * string * (int * string * string)) list =
    [ "an ended one to be canceled", ended, """{"cancel_at_period_end":true}""", alreadyCanceled
      "a canceled one to be canceled", canceled, """{"cancel_at_period_end":true}""", alreadyCanceled
      "a paused one to be canceled", paused, """{"cancel_at_period_end":true}""", alreadyCanceled
      "an ended one to be ended", ended, """{"revoke":true}""", alreadyCanceled
      "an ended one to go on", ended, """{"cancel_at_period_end":false}""", (410, "ResourceUnavailable", "Unavailable")
      "one that goes on to go on", monthly, """{"cancel_at_period_end":false}""", (400, "BadRequest", "Bad request")
      "a trial to be paused",
      trialing,
      """{"pause_at_period_end":true}""",
      (409, "CannotPauseSubscription", "This subscription cannot be paused.")
      "a canceled one to be paused",
      canceled,
      """{"pause_at_period_end":true}""",
      (409, "CannotPauseSubscription", "This subscription cannot be paused.")
      "a late one to be paused",
      late,
      """{"pause_at_period_end":true}""",
      (409, "CannotPauseSubscription", "This subscription cannot be paused.")
      "no pause to be taken back",
      monthly,
      """{"pause_at_period_end":false}""",
      (409, "NoScheduledPause", "This subscription is not scheduled to be paused.")
      "an active one to be resumed", monthly, """{"resume":true}""", (409, "NotPausedSubscription", "This subscription is not paused.")
      "an ended one to have another end", ended, """{"current_billing_period_end":"2027-01-01T00:00:00Z"}""", alreadyCanceled
      "a canceled one to have another end", canceled, """{"current_billing_period_end":"2027-01-01T00:00:00Z"}""", alreadyCanceled
      "seats where there are none",
      monthly,
      """{"seats":2}""",
      (400, "NotASeatBasedSubscription", "This subscription does not support seat-based pricing.")
      "units where there are none",
      monthly,
      """{"units":2}""",
      (400, "NotAUnitBasedSubscription", "This subscription does not support unit-based pricing.")
      "fewer seats than are sold", seats, """{"seats":1}""", (400, "BelowMinimumSeats", "Minimum 2 seats required.")
      "more seats than are sold", seats, """{"seats":6}""", (400, "AboveMaximumSeats", "Maximum 5 seats allowed.")
      "seats of a canceled one", canceled, """{"seats":2}""", alreadyCanceled
      "another product for an ended one", ended, $"""{{"product_id":"{nobody}"}}""", alreadyCanceled ]

let private faults: (string * (FakePolar -> Task<string>) * string * (string * string)) list =
    [ "a product that there is not", monthly, $"""{{"product_id":"{nobody}"}}""", ("product_id", "Product does not exist.")
      "a discount that there is not",
      monthly,
      $"""{{"discount_id":"{nobody}"}}""",
      ("discount_id", "Discount does not exist, is not applicable to this product or is not redeemable.")
      "an end of a trial that there is not",
      monthly,
      """{"trial_end":"now"}""",
      ("trial_end", "The subscription is not currently trialing.")
      "a trial that ends before the period",
      monthly,
      """{"trial_end":"2026-03-20T00:00:00Z"}""",
      ("trial_end", "Trial end must be after the current period end.")
      "a pause that ends before it begins",
      monthly,
      """{"pause_at_period_end":true,"resumes_at":"2026-04-01T12:00:00Z"}""",
      ("resumes_at", "resumes_at must be after the current period end.")
      "no change to be dropped",
      monthly,
      """{"pending_update":null}""",
      ("pending_update", "This subscription has no pending update to clear.")
      "a reset where there is none",
      monthly,
      $"""{{"product_id":"{nobody}","proration_behavior":"reset"}}""",
      ("proration_behavior", "The 'reset' proration behavior is not enabled for this organization.")
      "a reset of seats where there is none",
      seats,
      """{"seats":4,"proration_behavior":"reset"}""",
      ("proration_behavior", "The 'reset' proration behavior is not enabled for this organization.") ]

/// What a product is that a subscription cannot go over to.
let private products =
    [ "one that is bought once", (Buying.once (Buying.fixedPrice 1000)), "Product is not recurring."
      "one that is paid at will", Buying.monthly """{"amount_type":"custom"}""", "Can't update to a product with custom prices." ]

[<Tests>]
let tests =
    testList
        "what is refused to a subscription"
        [ testList
              "in its state"
              [ for name, subscribe, body, (status, error, detail) in refusals ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! id = subscribe fake
                            let! answer = Subscribing.patch id body fake
                            Faults.domain answer status error detail
                        }) ]

          testList
              "with its values"
              [ for name, subscribe, body, (place, message) in faults ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! id = subscribe fake
                            let! answer = Subscribing.patch id body fake
                            Faults.one answer ("value_error", $"""["body","{place}"]""", message)
                        }) ]

          testList
              "as a product"
              [ for name, make, message in products ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! id = monthly fake
                            let! product = make fake
                            let! answer = Subscribing.patch id $"""{{"product_id":"{product}"}}""" fake
                            Faults.one answer ("value_error", """["body","product_id"]""", message)
                        }) ]

          testCaseTask "an archived product" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = monthly fake
                  let! product = Subscribing.monthly "Old" 1000 fake
                  let! archived = Http.patch $"/v1/products/{product}" """{"is_archived":true}""" fake
                  Expect.equal archived.Status 200 archived.Text
                  let! answer = Subscribing.patch id $"""{{"product_id":"{product}"}}""" fake
                  Faults.one answer ("value_error", """["body","product_id"]""", "Product is archived.")
              })

          testCaseTask "a state that no trial goes with" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = late fake

                  for body in
                      [ """{"trial_end":"now"}"""
                        """{"trial_end":"2027-01-01T00:00:00Z"}"""
                        """{"current_billing_period_end":"2027-01-01T00:00:00Z"}""" ] do
                      let! answer = Subscribing.patch id body fake
                      Faults.domain answer 403 "InactiveSubscription" $"Subscription {id} is not active."
              })

          testCaseTask "no seats at all" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = seats fake
                  let! answer = Subscribing.patch id """{"seats":0}""" fake
                  Expect.equal answer.Status 422 answer.Text
                  Expect.stringContains answer.Text "Input should be greater than or equal to 1" "by its schema"
              })

          testCaseTask "a discount that it has" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = monthly fake

                  let! discount =
                      Given.create "/v1/discounts/" """{"name":"Off","type":"percentage","basis_points":1000,"duration":"forever"}""" fake

                  let body = $"""{{"discount_id":"{Json.text "id" discount}"}}"""
                  let! changed = Subscribing.patched id body fake
                  Expect.equal (Json.whole "amount" changed) 900L "amount"
                  let! answer = Subscribing.patch id body fake
                  Faults.one answer ("value_error", """["body","discount_id"]""", "This discount is already applied to the subscription.")
              })

          testCaseTask "what is nobody's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Subscribing.patch nobody "{}" fake
                  Faults.domain answer 404 "ResourceNotFound" "Not found"
              }) ]
