module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutUpdateTests

open Expecto
open Polar.FakeServer.Tests

let private price = Buying.fixedPrice 1000

let private twoProducts fake =
    task {
        let! book = Buying.once price fake

        let! team =
            Buying.monthly """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":2,"price_per_seat":300}]}}""" fake

        let! session =
            Given.create "/v1/checkouts/" $"""{{"products":["{book}","{team}"]}}""" fake

        return book, team, session
    }

[<Tests>]
let tests =
    testList
        "changes of a checkout"
        [ testCaseTask "another product starts the numbers anew" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! book, team, session = twoProducts fake
                  let! answer = Buying.fill $"""{{"product_id":"{team}"}}""" session fake
                  let changed = Buying.succeeds answer

                  Expect.equal
                      (Json.text "product_id" changed, Json.whole "seats" changed, Json.whole "amount" changed)
                      (team, 2L, 600L)
                      "seats"

                  let! answer = Buying.fill """{"seats":5}""" session fake
                  Expect.equal (Json.whole "amount" (Buying.succeeds answer)) 1500L "more seats"
                  let! answer = Buying.fill $"""{{"product_id":"{team}","seats":3}}""" session fake
                  Expect.equal (Json.whole "amount" (Buying.succeeds answer)) 900L "with seats at once"
                  let! answer = Buying.fill $"""{{"product_id":"{book}"}}""" session fake
                  let back = Buying.succeeds answer
                  Expect.isTrue (Json.isNull "seats" back) "no seats"
                  Expect.equal (Json.whole "amount" back) 1000L "the book's price"
              })

          testCaseTask "refusals say where and what" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, team, session = twoProducts fake
                  let! stranger = Buying.once price fake

                  for body, expected in
                      [ $"""{{"product_id":"{stranger}"}}""",
                        ("value_error", """["body","product_id"]""", "Product is not available in this checkout.")
                        $"""{{"product_id":"{team}","product_price_id":"0e0e0e0e-0000-4000-8000-000000000001"}}""",
                        ("value_error", """["body","product_price_id"]""", "Price is not available in this checkout.")
                        """{"seats":4}""", ("value_error", """["body","seats"]""", "Seats can only be set for seat-based pricing.")
                        """{"customer_tax_id":"FR61954506077"}""",
                        ("missing", """["body","customer_billing_address"]""", "Country is required to validate tax ID.")
                        """{"discount_code":"none"}""", ("value_error", """["body","discount_code"]""", "Discount does not exist.") ] do
                      let! answer = Buying.fill body session fake
                      Faults.one answer expected
              })

          testCaseTask "a code is not repeated in the answer, and not looked at where codes are not allowed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.fill """{"discount_code":"none"}""" session fake

                  Expect.equal
                      answer.Text
                      """{"error":"PolarRequestValidationError","detail":[{"type":"value_error","loc":["body","discount_code"],"msg":"Discount does not exist.","input":null}]}"""
                      "body"

                  let! closed = Buying.session product ""","allow_discount_codes":false""" fake
                  let! ignored = Buying.fill """{"discount_code":"none"}""" closed fake
                  Expect.equal ignored.Status 200 ignored.Text
              })

          testCaseTask "null takes away, absence leaves, an address is replaced whole" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake

                  let! session =
                      Buying.session
                          product
                          ""","customer_name":"Ada","customer_billing_name":"Analytical Engines","customer_billing_address":{"country":"FR","city":"Paris"}"""
                          fake

                  let! answer =
                      Buying.fill """{"customer_name":null,"customer_billing_address":{"country":"DE"}}""" session fake

                  let changed = Buying.succeeds answer
                  Expect.isTrue (Json.isNull "customer_name" changed) "name"
                  Expect.equal (Json.text "customer_billing_name" changed) "Analytical Engines" "billing name"
                  Expect.isTrue (Json.isNull "customer_billing_address.city" changed) "city"
                  let! answer = Buying.fill """{"customer_name":"  "}""" session fake
                  Expect.isTrue (Json.isNull "customer_name" (Buying.succeeds answer)) "blank is none"
              })

          testCaseTask "the address of a linked customer's session cannot be changed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! product = Buying.once price fake

                  let! session =
                      Buying.session product $""","customer_id":"{Json.text "id" customer}" """ fake

                  let! answer = Buying.fill """{"customer_email":"eve@acme.dev"}""" session fake
                  Expect.equal (Json.text "customer_email" (Buying.succeeds answer)) "ada@acme.dev" "as it was"
              })

          testCaseTask "every change is told of, even one of nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! session = Buying.session product "" fake

                  let! _, types =
                      Events.during fake (fun () ->
                          task {
                              let! _ = Buying.fill "{}" session fake
                              return! Http.patch $"""/v1/checkouts/{Json.text "id" session}""" "{}" fake
                          })

                  Expect.equal types [ "checkout.updated"; "checkout.updated" ] "events"
              })

          testCaseTask "who has a subscription cannot have another, by id or by address" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly price fake
                  let! first = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") first fake
                  Buying.succeeds answer |> ignore

                  let refused answer =
                      Faults.domain answer 403 "AlreadyActiveSubscriptionError" "You already have an active subscription."

                  let! typed = Buying.session product "" fake
                  let! answer = Buying.fill """{"customer_email":"ADA@acme.dev"}""" typed fake
                  refused answer
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") typed fake
                  refused answer
                  let! customer = Buying.only "/v1/customers/" fake

                  let! linked =
                      Buying.session product $""","customer_id":"{Json.text "id" customer}" """ fake

                  let! answer = Buying.fill "{}" linked fake
                  refused answer

                  let! book = Buying.once price fake
                  let! other = Buying.session book "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") other fake
                  Expect.equal answer.Status 200 "a book can be bought"
              })

          testCaseTask "a trial begins when the buyer buys, and can be given up" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! product =
                      Buying.monthlyWith price ""","trial_interval":"month","trial_interval_count":1""" fake

                  let! session = Buying.session product "" fake
                  Expect.equal (Json.text "trial_end" session) "2026-04-01T12:00:00Z" "a month"
                  do! fake.Clock.AdvanceAsync(System.TimeSpan.FromHours 2.0)
                  let! answer = Buying.fill "{}" session fake
                  Expect.equal (Json.text "trial_end" (Buying.succeeds answer)) "2026-04-01T14:00:00Z" "later"
                  let! answer = Buying.fill """{"allow_trial":false}""" session fake
                  let without = Buying.succeeds answer
                  Expect.isTrue (Json.isNull "trial_end" without) "none"
                  Expect.isTrue (Json.isNull "active_trial_interval" without) "no interval"
                  Expect.isTrue (Json.flag "is_payment_required" without) "to be paid"
              })

          testCaseTask "metadata is replaced, not merged" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! session = Buying.session product ""","metadata":{"a":"1"}""" fake

                  let! answer =
                      Http.patch $"""/v1/checkouts/{Json.text "id" session}""" """{"metadata":{"b":2}}""" fake

                  Expect.equal ((Json.at "metadata" (Buying.succeeds answer)).ToJsonString()) """{"b":2}""" "metadata"
              }) ]
