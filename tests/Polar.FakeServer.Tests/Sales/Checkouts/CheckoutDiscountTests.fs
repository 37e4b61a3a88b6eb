module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutDiscountTests

open Expecto
open Polar.FakeServer.Tests

let private price = Buying.fixedPrice 1000

let private discount (members: string) fake =
    task {
        let! made = Given.create "/v1/discounts/" $"""{{"name":"Spring"{members}}}""" fake
        return Json.text "id" made
    }

let private figures (session: System.Text.Json.Nodes.JsonNode) =
    [ "amount"; "discount_amount"; "net_amount"; "total_amount" ]
    |> List.map (fun name -> Json.whole name session)

let private percent (basisPoints: int) (duration: string) =
    $""","type":"percentage","basis_points":{basisPoints},"duration":"{duration}" """

let private flags (session: System.Text.Json.Nodes.JsonNode) =
    [ "is_payment_required"
      "is_payment_setup_required"
      "is_payment_form_required" ]
    |> List.map (fun name -> Json.flag name session)

/// Whether recurring, the discount, amounts, and what the buyer has to do.
let private discounted =
    [ "a fifth off", false, percent 2000 "once", [ 1000L; 200L; 800L; 800L ], [ true; false; true ]
      "everything off, once", false, percent 10000 "once", [ 1000L; 1000L; 0L; 0L ], [ false; false; false ]
      "everything off the first month", true, percent 10000 "once", [ 1000L; 1000L; 0L; 0L ], [ false; true; true ]
      "everything off forever", true, percent 10000 "forever", [ 1000L; 1000L; 0L; 0L ], [ false; false; false ]
      "a sum that is more than the price",
      true,
      ""","type":"fixed","amounts":{"usd":5000},"duration":"forever" """,
      [ 1000L; 1000L; 0L; 0L ],
      [ false; true; true ]
      "a sum", false, ""","type":"fixed","amounts":{"usd":300},"duration":"once" """, [ 1000L; 300L; 700L; 700L ], [ true; false; true ] ]

/// The discount, and what each of the first four months costs.
let private months =
    [ percent 5000 "once", [ 500L; 1000L; 1000L; 1000L ]
      percent 5000 "forever", [ 500L; 500L; 500L; 500L ]
      percent 5000 "repeating" + ""","duration_in_months":3""", [ 500L; 500L; 500L; 1000L ] ]

[<Tests>]
let tests =
    testList
        "discounts of a checkout"
        [ testList
              "take off"
              [ for name, recurring, members, expected, todo in discounted ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = (if recurring then Buying.monthly else Buying.once) price fake
                            let! id = discount members fake
                            let! session = Buying.session product $""","discount_id":"{id}" """ fake
                            Expect.equal (figures session) expected "figures"
                            Expect.equal (flags session) todo "to do"
                            Expect.equal (Json.text "discount.id" session) id "discount"
                        }) ]

          testList
              "are worked out with the tax"
              [ for country, state, expected in
                    [ "FR", "", [ 1000L; 200L; 667L; 133L; 800L ]
                      "CA", "QC", [ 1000L; 200L; 800L; 120L; 920L ] ] ->
                    testCaseTask $"in {country}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once price fake
                            let! id = discount (percent 2000 "once") fake

                            let! session =
                                Buying.session
                                    product
                                    $""","discount_id":"{id}","customer_billing_address":{{"country":"{country}","state":"{state}"}}"""
                                    fake

                            let actual =
                                [ "amount"; "discount_amount"; "net_amount"; "tax_amount"; "total_amount" ]
                                |> List.map (fun name -> Json.whole name session)

                            Expect.equal actual expected "figures"
                        }) ]

          testList
              "last"
              [ for members, expected in months ->
                    testCaseTask members (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.monthly price fake
                            let! id = discount members fake
                            let! session = Buying.session product $""","discount_id":"{id}" """ fake
                            let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                            Buying.succeeds answer |> ignore
                            do! fake.Clock.AdvanceAsync "P3M"
                            let! orders = Http.get "/v1/orders/?sorting=created_at" fake
                            let totals = Json.items "items" orders.Json |> List.map (Json.whole "total_amount")
                            Expect.equal totals expected "months"
                            let! subscription = Buying.only "/v1/subscriptions/" fake
                            Expect.equal (Json.whole "amount" subscription) (List.last expected) "what it costs now"
                        }) ]

          testCaseTask "a use counts from the confirmation, and no longer when the card says no behind it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! id = discount (percent 2000 "once" + ""","max_redemptions":1""") fake

                  let uses () =
                      task {
                          let! seen = Http.get $"/v1/discounts/{id}" fake
                          return Json.whole "redemptions_count" seen.Json
                      }

                  let! session = Buying.session product $""","discount_id":"{id}" """ fake
                  let! other = Buying.session product $""","discount_id":"{id}" """ fake

                  let later = (Buying.french "ada@acme.dev").Replace("tok_visa", "tok_async_decline")

                  let! _ = Buying.confirm later session fake
                  let! released = uses ()
                  Expect.equal released 0L "released"
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  let! used = uses ()
                  Expect.equal used 1L "used"
                  let! late = Buying.confirm (Buying.french "eve@acme.dev") other fake

                  Faults.one late ("value_error", """["body","discount_id"]""", "Discount is no longer redeemable.")
              })

          testCaseTask "a code is found in any case, taken away by null, and used once by everybody" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake

                  let! _ =
                      discount (percent 2000 "once" + ""","code":"SPRING","max_redemptions_per_customer":1""") fake

                  let! first = Buying.session product "" fake
                  let! answer = Buying.fill """{"discount_code":" spring "}""" first fake
                  Expect.equal (Json.whole "discount_amount" (Buying.succeeds answer)) 200L "taken off"
                  let! answer = Buying.fill """{"discount_code":null}""" first fake
                  Expect.equal (Json.whole "discount_amount" (Buying.succeeds answer)) 0L "taken away"
                  let! _ = Buying.fill """{"discount_code":"SPRING"}""" first fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") first fake
                  Buying.succeeds answer |> ignore
                  let! second = Buying.session product "" fake

                  let! answer =
                      Buying.fill """{"discount_code":"SPRING","customer_email":"ada+2@acme.dev"}""" second fake

                  Faults.domain
                      answer
                      403
                      "DiscountRedemptionLimitReached"
                      "You have already redeemed this discount the maximum number of times allowed per customer."
              })

          testCaseTask "another product drops a discount that is not for it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! book = Buying.once price fake
                  let! other = Buying.once price fake
                  let! id = discount (percent 2000 "once" + $""","products":["{book}"]""") fake

                  let! session =
                      Given.create "/v1/checkouts/" $"""{{"products":["{book}","{other}"],"discount_id":"{id}"}}""" fake

                  let! answer = Buying.fill $"""{{"product_id":"{other}"}}""" session fake
                  let changed = Buying.succeeds answer
                  Expect.isTrue (Json.isNull "discount_id" changed) "dropped"
                  Expect.equal (figures changed) [ 1000L; 0L; 1000L; 1000L ] "figures"
              }) ]
