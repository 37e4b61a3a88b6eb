/// How discounts show, and what may still be changed of one that was used.
module Polar.FakeServer.Tests.Catalog.Discounts.DiscountFormTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private common =
    [ "id"
      "created_at"
      "modified_at"
      "name"
      "type"
      "duration"
      "code"
      "starts_at"
      "ends_at"
      "max_redemptions"
      "max_redemptions_per_customer"
      "redemptions_count"
      "organization_id"
      "metadata" ]

let private inCheckout = [ "id"; "name"; "type"; "duration"; "code" ]
let private ofFixed = [ "amount"; "currency"; "amounts" ]

/// What a discount is made of, and which members it has besides the common ones.
let private shapes =
    [ ""","type":"percentage","basis_points":2000,"duration":"once" """, [ "basis_points" ]
      ""","type":"percentage","basis_points":2000,"duration":"forever" """, [ "basis_points" ]
      ""","type":"percentage","basis_points":2000,"duration":"repeating","duration_in_months":3""", [ "basis_points"; "duration_in_months" ]
      ""","type":"fixed","amounts":{"usd":200},"duration":"once" """, ofFixed
      ""","type":"fixed","amounts":{"usd":200},"duration":"repeating","duration_in_months":3""", "duration_in_months" :: ofFixed ]

let private showing =
    [ for members, own in shapes do
          testCaseTask $"a discount{members} shows whole, within others, and to buyers" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake

                  let! discount =
                      Given.create "/v1/discounts/" $"""{{"name":"Spring","code":"SPRING","products":["{product}"]{members}}}""" fake

                  Expect.equal (Json.sortedNames discount) (List.sort ("products" :: common @ own)) "whole"

                  for absent in [ "prices"; "benefits"; "medias" ] do
                      Expect.isFalse (Json.has absent (Json.at "products.0" discount)) absent

                  Expect.isTrue (Json.has "metadata" (Json.at "products.0" discount)) "its products' metadata"

                  let! session =
                      Buying.session product $""","discount_id":"{Json.text "id" discount}" """ fake

                  Expect.equal (Json.sortedNames (Json.at "discount" session)) (List.sort (inCheckout @ own)) "to buyers"
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore

                  for path in [ "/v1/orders/"; "/v1/subscriptions/" ] do
                      let! found = Buying.only path fake
                      Expect.equal (Json.sortedNames (Json.at "discount" found)) (List.sort (common @ own)) path
              }) ]

let private used (members: string) (fake: FakePolar) =
    task {
        let! product = Buying.monthly (Buying.fixedPrice 1000) fake

        let! discount =
            Given.create "/v1/discounts/" $"""{{"name":"Spring","code":"SPRING"{members}}}""" fake

        let! session =
            Buying.session product $""","discount_id":"{Json.text "id" discount}" """ fake

        let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
        Buying.succeeds answer |> ignore
        return $"""/v1/discounts/{Json.text "id" discount}"""
    }

let private percentage =
    ""","type":"percentage","basis_points":2000,"duration":"repeating","duration_in_months":3"""

let private fixedAmount =
    ""","type":"fixed","amounts":{"usd":200,"eur":100},"duration":"repeating","duration_in_months":3"""

/// Changes of a discount that was used: the member that is refused, and what is kept of it.
let private refused =
    [ percentage, """{"basis_points":2001}""", "basis_points", "2000"
      percentage, """{"duration_in_months":4}""", "duration_in_months", "3"
      percentage, """{"duration_in_months":null}""", "duration_in_months", "3"
      percentage, """{"basis_points":1,"duration_in_months":4}""", "basis_points", "2000"
      fixedAmount, """{"amount":201}""", "amount", "200"
      fixedAmount, """{"currency":"eur"}""", "currency", "\"usd\""
      fixedAmount, """{"amounts":{"usd":200}}""", "amounts", """{"eur":100,"usd":200}"""
      fixedAmount, """{"amounts":{"usd":201,"eur":100}}""", "amounts", """{"eur":100,"usd":200}"""
      fixedAmount, """{"duration_in_months":1}""", "duration_in_months", "3" ]

/// Changes that are taken all the same.
let private taken =
    [ percentage, """{"basis_points":2000,"duration_in_months":3}"""
      percentage, """{"amount":5,"currency":"usd"}"""
      percentage, """{"amounts":{"usd":5}}"""
      percentage, """{"name":"Summer","code":"SUMMER","metadata":{"a":1}}"""
      percentage, """{"starts_at":"2026-01-01T00:00:00Z","ends_at":"2026-02-01T00:00:00Z"}"""
      percentage, """{"max_redemptions":1,"max_redemptions_per_customer":1}"""
      fixedAmount, """{"amount":200,"currency":"usd"}"""
      fixedAmount, """{"amounts":{"eur":100,"usd":200}}"""
      fixedAmount, """{"basis_points":1}"""
      fixedAmount, """{"products":[]}""" ]

let private changing =
    [ for members, change, name, stored in refused do
          testCaseTask $"{change} of a used discount{members} is refused" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! path = used members fake
                  let! answer, events = Events.during fake (fun () -> Http.patch path change fake)

                  Expect.equal
                      (Benefits.faults answer)
                      [ "value_error",
                        $"""["body","{name}"]""",
                        "This field cannot be changed because the discount has already been redeemed.",
                        stored ]
                      "the first that differs, with what is kept"

                  Expect.isEmpty events "nobody is told"
              })

      for members, change in taken do
          testCaseTask $"{change} of a used discount{members} is taken" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! path = used members fake
                  let! answer, events = Events.during fake (fun () -> Http.patch path change fake)
                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal events [ "discount.updated" ] "told of"
                  Expect.equal (Json.whole "redemptions_count" answer.Json) 1L "still used once"
              })

      testCaseTask "dates are compared only where both are sent" (fun () ->
          task {
              use! fake = Fake.start ()
              let! path = used (percentage + ""","starts_at":"2026-02-01T00:00:00Z" """) fake
              let! alone = Http.patch path """{"ends_at":"2026-01-01T00:00:00Z"}""" fake
              Expect.equal alone.Status 200 alone.Text

              let! both =
                  Http.patch path """{"starts_at":"2026-02-01T00:00:00Z","ends_at":"2026-01-01T00:00:00Z"}""" fake

              Refusal.malformed [ "value_error", "body", "Value error, starts_at must be before ends_at" ] both
          }) ]

[<Tests>]
let tests = testList "forms of discounts" (showing @ changing)
