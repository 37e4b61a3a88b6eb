/// Discounts as merchants make them.
module Polar.FakeServer.Tests.Catalog.Discounts.DiscountTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Discounts.DiscountCalls

let private post (body: string) (fake: FakePolar) = Http.post "/v1/discounts/" body fake

let private malformed =
    [ "no type", """{"name":"x"}""", [ "union_tag_not_found", "body", "Unable to extract tag using discriminator 'type'" ]
      "an empty name",
      """{"type":"percentage","name":"","duration":"once","basis_points":1}""",
      [ "string_too_short", "body.percentage.name", "String should have at least 1 character" ]
      "no percentage",
      """{"type":"percentage","name":"x","duration":"once","basis_points":0}""",
      [ "greater_than_equal", "body.percentage.basis_points", "Input should be greater than or equal to 1" ]
      "more than everything",
      """{"type":"percentage","name":"x","duration":"once","basis_points":10001}""",
      [ "less_than_equal", "body.percentage.basis_points", "Input should be less than or equal to 10000" ]
      "a code with a dash",
      percentage ""","code":"A-B" """,
      [ "value_error", "body.percentage.code", "Value error, Code must contain only alphanumeric characters." ]
      "a short code",
      percentage ""","code":"AB" """,
      [ "value_error", "body.percentage.code", "Value error, Code must be between 3 and 256 characters long." ]
      "a long code",
      percentage $$""","code":"{{String('A', 257)}}" """,
      [ "value_error", "body.percentage.code", "Value error, Code must be between 3 and 256 characters long." ]
      "an end at the start",
      percentage ""","starts_at":"2026-05-01T00:00:00Z","ends_at":"2026-05-01T00:00:00Z" """,
      [ "value_error", "body.percentage", "Value error, starts_at must be before ends_at" ]
      "amount and amounts",
      fixedAmount ""","amount":5 """,
      [ "value_error", "body.fixed", "Value error, Cannot specify both `amount` and `amounts`." ]
      "neither amount nor amounts",
      """{"type":"fixed","name":"x","duration":"once"}""",
      [ "value_error", "body.fixed", "Value error, Must specify either `amount` or `amounts`." ]
      "no amounts",
      """{"type":"fixed","name":"x","duration":"once","amounts":{}}""",
      [ "too_short", "body.fixed.amounts", "Dictionary should have at least 1 item after validation, not 0" ]
      "a negative amount",
      """{"type":"fixed","name":"x","duration":"once","amounts":{"usd":-1}}""",
      [ "greater_than_equal", "body.fixed.amounts.usd", "Input should be greater than or equal to 0" ]
      "repeating without months",
      """{"type":"percentage","name":"x","duration":"repeating","basis_points":1}""",
      [ "value_error", "body.percentage", "Value error, `duration_in_months` is required when `duration` is `repeating`." ]
      "months without repeating",
      percentage ""","duration_in_months":3 """,
      [ "value_error", "body.percentage", "Value error, `duration_in_months` must be omitted when `duration` is not `repeating`." ]
      "too many months",
      """{"type":"percentage","name":"x","duration":"repeating","duration_in_months":1000,"basis_points":1}""",
      [ "less_than_equal", "body.percentage.duration_in_months", "Input should be less than or equal to 999" ]
      "no redemptions",
      percentage ""","max_redemptions":0,"max_redemptions_per_customer":0""",
      [ "greater_than_equal", "body.percentage.max_redemptions", "Input should be greater than or equal to 1"
        "greater_than_equal", "body.percentage.max_redemptions_per_customer", "Input should be greater than or equal to 1" ] ]

[<Tests>]
let creation =
    testList
        "discount creation"
        [ for name, body, faults in malformed do
              testCaseTask $"{name}: refused" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer, events = Events.during fake (fun () -> post body fake)
                      Refusal.malformed faults answer
                      Expect.isEmpty events "nobody is told"
                  })

          testCaseTask "an unknown currency is named at its key" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      post """{"type":"fixed","name":"x","duration":"once","amounts":{"xyz":1}}""" fake

                  Expect.equal
                      [ for fault in Refusal.faults answer -> fault.Type, fault.Place ]
                      [ "enum", "body.fixed.amounts.xyz.[key]" ]
                      "faults"
              })

          testCaseTask "a percentage shows what it is and nothing of fixed ones" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! discount, events =
                      Events.during fake (fun () -> create (percentage ""","code":" Spring26 " """) fake)

                  Expect.equal events [ "discount.created" ] "events"
                  Expect.equal (Json.text "code" discount) "Spring26" "the code, trimmed, in the case given"
                  Expect.equal (Json.whole "basis_points" discount, Json.whole "redemptions_count" discount) (2000L, 0L) "numbers"
                  Expect.isEmpty (Json.items "products" discount) "for all products"

                  for absent in [ "amount"; "amounts"; "currency"; "duration_in_months" ] do
                      Expect.isFalse (Json.has absent discount) absent
              })

          testCaseTask "a fixed one shows one amount for old clients: the default currency's, else the first" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! both =
                      create """{"type":"fixed","name":"x","duration":"forever","amounts":{"usd":1000,"eur":900}}""" fake

                  Expect.equal (Json.text "currency" both, Json.whole "amount" both) ("usd", 1000L) "the default currency"
                  let! read = Http.get (path both) fake
                  Expect.equal ((Json.at "amounts" read.Json).ToJsonString()) """{"eur":900,"usd":1000}""" "kept by name"

                  let! other =
                      create """{"type":"fixed","name":"x","duration":"forever","amounts":{"gbp":800,"eur":900}}""" fake

                  Expect.equal (Json.text "currency" other) "gbp" "the first as sent"
                  let! later = Http.get (path other) fake
                  Expect.equal (Json.text "currency" later.Json, Json.whole "amount" later.Json) ("eur", 900L) "the first as kept"
                  Expect.isFalse (Json.has "basis_points" both) "no percentage"
              })

          for body, currency in
              [ """{"type":"fixed","name":"x","duration":"once","amount":500}""", "usd"
                """{"type":"fixed","name":"x","duration":"once","amount":500,"currency":"eur"}""", "eur" ] do
              testCaseTask $"the old form with one amount is taken, in {currency}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! discount = create body fake
                      Expect.equal ((Json.at "amounts" discount).ToJsonString()) $$"""{"{{currency}}":500}""" "amounts"
                  })

          testCaseTask "a repeating one shows its months" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! discount =
                      create """{"type":"percentage","name":"x","duration":"repeating","duration_in_months":3,"basis_points":1}""" fake

                  Expect.equal (Json.whole "duration_in_months" discount) 3L "months"
              })

          testCaseTask "a code belongs to one discount, in whatever case, until that is deleted" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = create (percentage ""","code":"Spring" """) fake
                  let! taken = post (fixedAmount ""","code":"SPRING" """) fake
                  Refusal.invalid [ "value_error", "body.code", "Discount with this code already exists." ] taken
                  let! _ = Http.delete (path first) fake
                  let! free = post (fixedAmount ""","code":"SPRING" """) fake
                  Expect.equal free.Status 201 free.Text
              })

          testCaseTask "letters and numbers of any script make a code" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for code in [ "ÉTÉ26"; "夏の割引"; "ب٣٤"; "½²Ⅳ" ] do
                      let! discount = create (percentage $$""","code":"{{code}}" """) fake
                      Expect.equal (Json.text "code" discount) code "as it was sent"

                  for code in [ "A B"; "A_B"; "50%off"; "a.b.c" ] do
                      let! answer = post (percentage $$""","code":"{{code}}" """) fake

                      Refusal.malformed
                          [ "value_error", "body.percentage.code", "Value error, Code must contain only alphanumeric characters." ]
                          answer
              })

          testCaseTask "its products must exist; archived ones do" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 1000L fake
                  let id = Json.text "id" product
                  let! _ = Http.patch $"/v1/products/{id}" """{"is_archived":true}""" fake

                  let! refused =
                      post (percentage $$""","products":["{{id}}","{{unknown}}","{{unknown}}"]""") fake

                  Refusal.invalid [ "value_error", "body.products.1", "Product not found." ] refused
                  let! discount = create (percentage $$""","products":["{{id}}"]""") fake
                  Expect.equal (Json.text "products.0.id" discount) id "the product"
                  Expect.isFalse (Json.has "prices" (Json.at "products.0" discount)) "without its prices"
              })

          testCaseTask "times in the past are taken" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      post (percentage ""","starts_at":"2019-01-01T00:00:00Z","ends_at":"2020-01-01T00:00:00Z" """) fake

                  Expect.equal answer.Status 201 answer.Text
              }) ]
