/// Who may use a discount, on what, and when.
module Polar.FakeServer.Tests.Catalog.Discounts.DiscountRedemptionTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Discounts.DiscountUses

let private nothing (_: string) (_: string) (_: FakePolar) : Task<unit> = task { () }

/// Discounts that a session for a product does not take: what they are, and what happens before.
let private refused: (string * string * (string -> string -> FakePolar -> Task<unit>)) list =
    [ "is deleted",
      fifth,
      fun id _ fake ->
          task {
              let! _ = Http.delete $"/v1/discounts/{id}" fake
              ()
          }
      "has not begun", fifth + ""","starts_at":"2026-03-01T12:00:01Z" """, nothing
      "is over", fifth + ""","ends_at":"2026-03-01T11:59:59Z" """, nothing
      "was used by all who may",
      fifth + ""","max_redemptions":1""",
      fun id product fake ->
          task {
              let! session = Buying.session product $""","discount_id":"{id}" """ fake
              let! answer = Buying.confirm (paying "eve@acme.dev" "tok_eve") session fake
              Buying.succeeds answer |> ignore
          }
      "is for another product",
      fifth,
      fun id _ fake ->
          task {
              let! other = Buying.once price fake
              let! _ = Http.patch $"/v1/discounts/{id}" $"""{{"products":["{other}"]}}""" fake
              ()
          }
      "says nothing of the currency", ""","type":"fixed","amounts":{"eur":100},"duration":"once" """, nothing ]

/// The three ways to a discount: each gives the answer, the place of the fault, and what is repeated there.
let private ways (id: string) (product: string) (session: JsonNode) (fake: FakePolar) =
    [ "a new session", (fun () -> Buying.refused product $""","discount_id":"{id}" """ fake), "discount_id", $"\"{id}\""
      "the merchant",
      (fun () -> Http.patch $"""/v1/checkouts/{Json.text "id" session}""" $"""{{"discount_id":"{id}"}}""" fake),
      "discount_id",
      $"\"{id}\""
      "the buyer", (fun () -> Buying.fill """{"discount_code":"spring"}""" session fake), "discount_code", "null" ]

let private refusing =
    [ for name, members, arrange in refused do
          testCaseTask $"a discount that {name} is as good as none" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! id = discount members fake
                  do! arrange id product fake
                  let! session = Buying.session product "" fake

                  for way, ask, place, input in ways id product session fake do
                      let! answer = ask ()

                      Expect.equal
                          (Benefits.faults answer)
                          [ "value_error", $"""["body","{place}"]""", "Discount does not exist.", input ]
                          way
              })

      testCaseTask "nobody knows another organization's discount" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once price fake
              let! other = fake.CreateOrganizationAsync "other"

              let! foreign =
                  Benefits.sendAs other.AccessToken "POST" "/v1/discounts/" (Some $"""{{"name":"Spring","code":"SPRING"{fifth}}}""") fake

              let! session = Buying.session product "" fake

              for way, ask, _, _ in ways (Json.text "id" foreign.Json) product session fake do
                  let! answer = ask ()
                  Expect.equal (List.exactlyOne (Refusal.faults answer)).Message "Discount does not exist." way
          })

      for name, free in
          [ "costs nothing", """{"amount_type":"fixed","price_amount":0}"""
            "costs nothing for any number of seats",
            """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"max_seats":5,"price_per_seat":0},{"min_seats":6,"price_per_seat":0}]}}""" ] do
          testCaseTask $"there is no discount on what {name}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once free fake
                  let! id = discount fifth fake
                  let! session = Buying.session product "" fake

                  for way, ask, place, input in ways id product session fake do
                      let! answer = ask ()

                      Expect.equal
                          (Benefits.faults answer)
                          [ "value_error", $"""["body","{place}"]""", "Discounts are not applicable to this product.", input ]
                          way
              })

      testCaseTask "a discount holds from its first moment to its last" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once price fake

              let! id =
                  discount
                      (fifth
                       + ""","starts_at":"2026-03-01T12:00:00Z","ends_at":"2026-03-01T13:00:00Z" """)
                      fake

              for minutes, expected in [ 0., 201; 60., 201; 1. / 60., 422 ] do
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes minutes)
                  let! answer = Buying.refused product $""","discount_id":"{id}" """ fake
                  Expect.equal answer.Status expected $"{fake.Clock.UtcNow}"
          })

      testCaseTask "where no codes may be typed one that is typed is passed over" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once price fake
              let! _ = discount fifth fake
              let! session = Buying.session product ",\"allow_discount_codes\":false" fake

              for code in [ "SPRING"; "NOPE" ] do
                  let! answer = Buying.fill $"""{{"discount_code":"{code}"}}""" session fake
                  Expect.isTrue (Json.isNull "discount_id" (Buying.succeeds answer)) code
          })

      testCaseTask "null takes a discount away; another currency takes one that does not know it" (fun () ->
          task {
              use! fake = Fake.start ()

              let! product =
                  Buying.once (price + """,{"amount_type":"fixed","price_currency":"eur","price_amount":900}""") fake

              let! id =
                  discount ""","type":"fixed","amounts":{"usd":100},"duration":"once" """ fake

              let! session = Buying.session product $""","discount_id":"{id}" """ fake
              let path = $"""/v1/checkouts/{Json.text "id" session}"""
              let! euros = Http.patch path """{"currency":"eur"}""" fake
              Expect.isTrue (Json.isNull "discount_id" euros.Json) "unknown in euros"
              let! dollars = Http.patch path $"""{{"currency":"usd","discount_id":"{id}"}}""" fake
              Expect.equal (Json.text "discount_id" dollars.Json) id "back again"
              let! without = Http.patch path """{"discount_id":null}""" fake
              Expect.isTrue (Json.isNull "discount_id" without.Json) "taken away"
          }) ]

[<Tests>]
let tests = testList "uses of discounts" refusing
