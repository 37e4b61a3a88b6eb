/// How often a discount may be used, and what is counted.
module Polar.FakeServer.Tests.Catalog.Discounts.DiscountLimitTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Discounts.DiscountUses

let private limitReached (answer: Answer) =
    Faults.domain
        answer
        403
        "DiscountRedemptionLimitReached"
        "You have already redeemed this discount the maximum number of times allowed per customer."

/// Who comes second: by address and card, and whether it is who came first as ada@acme.dev with the card tok_ada.
let private buyers =
    [ "the same address", "ada@acme.dev", "tok_other", true
      "the same address in capitals", "ADA@ACME.DEV", "tok_other", true
      "an alias of the address", "ada+shop@acme.dev", "tok_other", true
      "the same card", "grace@acme.dev", "tok_ada", true
      "somebody else", "grace@acme.dev", "tok_grace", false ]

let private limiting =
    [ for name, email, card, isSame in buyers do
          testCaseTask $"once for each customer: {name}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! id = discount (fifth + ""","max_redemptions_per_customer":1""") fake
                  let! first = Buying.session product $""","discount_id":"{id}" """ fake
                  let! answer = Buying.confirm (paying "ada@acme.dev" "tok_ada") first fake
                  Buying.succeeds answer |> ignore
                  let! second = Buying.session product $""","discount_id":"{id}" """ fake
                  let! answer = Buying.confirm (paying email card) second fake

                  if isSame then
                      limitReached answer
                      let! used = uses id fake
                      Expect.equal used 1L "not counted"
                  else
                      Buying.succeeds answer |> ignore
              })

      testCaseTask "once for each customer: the same customer under another address" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once price fake
              let! id = discount (fifth + ""","max_redemptions_per_customer":1""") fake
              let! customer = Given.customer "ada@acme.dev" fake
              let who = $""","discount_id":"{id}","customer_id":"{Json.text "id" customer}" """
              let! first = Buying.session product who fake
              let! answer = Buying.confirm (paying "x@acme.dev" "tok_ada") first fake
              Buying.succeeds answer |> ignore

              let! _ =
                  Http.patch $"""/v1/customers/{Json.text "id" customer}""" """{"email":"lovelace@acme.dev"}""" fake

              let! second = Buying.session product who fake
              let! answer = Buying.confirm (paying "x@acme.dev" "tok_other") second fake
              limitReached answer
          })

      testCaseTask "twice for each customer" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once price fake
              let! id = discount (fifth + ""","max_redemptions_per_customer":2""") fake

              for succeeds in [ true; true; false ] do
                  let! session = Buying.session product $""","discount_id":"{id}" """ fake
                  let! answer = Buying.confirm (paying "ada@acme.dev" "tok_ada") session fake
                  Expect.equal (answer.Status = 200) succeeds answer.Text
          })

      testCaseTask "of many who confirm at once only as many have it as may" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once price fake
              let! id = discount (fifth + ""","max_redemptions":3""") fake
              let sessions = ResizeArray()

              for _ in 1..8 do
                  let! session = Buying.session product $""","discount_id":"{id}" """ fake
                  sessions.Add session

              let! answers =
                  Task.WhenAll(
                      sessions
                      |> Seq.mapi (fun index session ->
                          Task.Run<Answer>(fun () -> Buying.confirm (paying $"{index}@acme.dev" $"tok_{index}") session fake))
                  )

              let succeeded, failed =
                  answers |> Array.partition (fun answer -> answer.Status = 200)

              Expect.equal succeeded.Length 3 "three have it"

              for answer in failed do
                  Expect.equal
                      (Benefits.faults answer)
                      [ "value_error", """["body","discount_id"]""", "Discount is no longer redeemable.", $"\"{id}\"" ]
                      "the others are told"

              let! used = uses id fake
              Expect.equal used 3L "three are counted"
          })

      testCaseTask "a card that is declined at once uses nothing; a trial uses the discount" (fun () ->
          task {
              use! fake = Fake.start ()

              let! product =
                  Buying.monthlyWith price ",\"trial_interval\":\"day\",\"trial_interval_count\":3" fake

              let! id = discount fifth fake

              let! session =
                  Buying.session product $""","discount_id":"{id}","allow_trial":false""" fake

              let! declined = Buying.confirm (paying "ada@acme.dev" "tok_decline") session fake
              Expect.equal declined.Status 400 declined.Text
              let! none = uses id fake
              Expect.equal none 0L "nothing"
              let! trial = Buying.session product $""","discount_id":"{id}" """ fake
              let! answer = Buying.confirm (paying "ada@acme.dev" "tok_ada") trial fake
              Buying.succeeds answer |> ignore
              let! one = uses id fake
              Expect.equal one 1L "the trial"
          })

      testCaseTask "an open session keeps a discount that is deleted, and a link shows it" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once price fake
              let! id = discount fifth fake

              let! link =
                  Given.create
                      "/v1/checkout-links/"
                      $"""{{"payment_processor":"stripe","products":["{product}"],"discount_id":"{id}"}}"""
                      fake

              let! session = Buying.session product $""","discount_id":"{id}" """ fake
              let! _ = Http.delete $"/v1/discounts/{id}" fake
              let! answer = Buying.confirm (paying "ada@acme.dev" "tok_ada") session fake
              Expect.equal (Json.whole "discount_amount" (Buying.succeeds answer)) 200L "kept"
              let! shown = Http.get $"""/v1/checkout-links/{Json.text "id" link}""" fake
              Expect.equal (Json.text "discount.name" shown.Json) "Spring" "shown"
          }) ]

[<Tests>]
let tests = testList "uses of discounts" limiting
