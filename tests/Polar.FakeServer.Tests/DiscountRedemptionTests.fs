/// Who may use a discount, how often, and what is counted.
module Polar.FakeServer.Tests.DiscountRedemptionTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private price = Buying.fixedPrice 1000

let private fifth =
    ""","type":"percentage","basis_points":2000,"duration":"once" """

let private discount (members: string) (fake: FakePolar) =
    task {
        let! made =
            Given.create "/v1/discounts/" $"""{{"name":"Spring","code":"SPRING"{members}}}""" fake

        return Json.text "id" made
    }

let private uses (id: string) (fake: FakePolar) =
    task {
        let! seen = Http.get $"/v1/discounts/{id}" fake
        return Json.whole "redemptions_count" seen.Json
    }

/// What a buyer confirms with.
let private paying (email: string) (card: string) =
    (Buying.french email).Replace("tok_visa", card)

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
let tests = testList "uses of discounts" (refusing @ limiting)
