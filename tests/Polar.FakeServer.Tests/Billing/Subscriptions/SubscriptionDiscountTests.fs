/// Discounts that a merchant gives to subscriptions that there are.
module Polar.FakeServer.Tests.Billing.Subscriptions.SubscriptionDiscountTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Discounts.DiscountUses
open Polar.FakeServer.Tests.Billing.Subscriptions.SubscriptionDiscounts

let private discount (members: string) (fake: FakePolar) : Task<string> =
    task {
        let! made = Given.create "/v1/discounts/" $"""{{"name":"Spring"{members}}}""" fake
        return Json.text "id" made
    }

/// Somebody's subscription for 10 dollars a month: its path.
let private subscribed (members: string) (fake: FakePolar) : Task<string> =
    task {
        let! product = Buying.monthly (Buying.fixedPrice 1000) fake
        let! session = Buying.session product members fake
        let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
        Buying.succeeds answer |> ignore
        let! subscription = Buying.only "/v1/subscriptions/" fake
        return $"""/v1/subscriptions/{Json.text "id" subscription}"""
    }

let private give (path: string) (id: string) (fake: FakePolar) =
    Http.patch path $"""{{"discount_id":"{id}"}}""" fake

/// What a discount lasts for, and what the periods cost that follow a first one without it.
let private durations =
    [ "\"once\"", [ 1000L; 500L; 1000L; 1000L ]
      "\"repeating\",\"duration_in_months\":2", [ 1000L; 500L; 500L; 1000L ]
      "\"forever\"", [ 1000L; 500L; 500L; 500L ] ]

/// Discounts that no subscription takes: what they are, and what happens to them before.
let private refused: (string * string * (string -> FakePolar -> Task<unit>)) list =
    let nothing (_: string) (_: FakePolar) = task { () }

    [ "deleted",
      half "\"once\"",
      fun id fake ->
          task {
              let! _ = Http.delete $"/v1/discounts/{id}" fake
              ()
          }
      "not begun", half "\"once\"" + ",\"starts_at\":\"2026-03-02T00:00:00Z\"", nothing
      "over", half "\"once\"" + ",\"ends_at\":\"2026-02-28T00:00:00Z\"", nothing
      "for another product",
      half "\"once\"",
      fun id fake ->
          task {
              let! other = Buying.once (Buying.fixedPrice 1000) fake
              let! _ = Http.patch $"/v1/discounts/{id}" $"""{{"products":["{other}"]}}""" fake
              ()
          }
      "in another currency", ",\"type\":\"fixed\",\"amounts\":{\"eur\":100},\"duration\":\"once\"", nothing ]

let private refuses (id: string) (message: string) (answer: Answer) =
    Expect.equal (Benefits.faults answer) [ "value_error", """["body","discount_id"]""", message, $"\"{id}\"" ] "fault"

let private notFor =
    "Discount does not exist, is not applicable to this product or is not redeemable."

[<Tests>]
let tests =
    testList
        "discounts of subscriptions"
        [ testCaseTask "a discount is given at once, counted once, and told of" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! path = subscribed "" fake
                  let! id = discount (half "\"forever\"") fake
                  let! answer, events = Events.during fake (fun () -> give path id fake)
                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal (Json.text "discount_id" answer.Json, Json.whole "amount" answer.Json) (id, 500L) "given"
                  Expect.equal (Json.text "discount.name" answer.Json) "Spring" "with its name"
                  Expect.equal events.Head "subscription.updated" "told of"
                  let! used = uses id fake
                  Expect.equal used 1L "counted"
                  let! paid = totals fake
                  Expect.equal paid [ 1000L ] "what was paid stays"
              })

          for duration, expected in durations do
              testCaseTask $"half off {duration} begins with the next period" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! path = subscribed "" fake
                      let! id = discount (half duration) fake
                      do! fake.Clock.AdvanceAsync "P10D"
                      let! _ = give path id fake
                      do! fake.Clock.AdvanceAsync "P3M"
                      let! paid = totals fake
                      Expect.equal paid expected "each period"
                      let! used = uses id fake
                      Expect.equal used 1L "renewals are no uses"
                  })

          testCaseTask "another discount takes the place of the first and starts over" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = discount (half "\"repeating\",\"duration_in_months\":3") fake
                  let! path = subscribed $",\"discount_id\":\"{first}\"" fake

                  let! second =
                      discount ",\"type\":\"fixed\",\"amounts\":{\"usd\":100},\"duration\":\"once\"" fake

                  let! _ = give path second fake
                  do! fake.Clock.AdvanceAsync "P2M"
                  let! paid = totals fake
                  Expect.equal paid [ 500L; 900L; 1000L ] "each period"
              })

          testCaseTask "null takes a discount away, and gives no use back" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = discount (half "\"forever\"") fake
                  let! path = subscribed $",\"discount_id\":\"{id}\"" fake
                  let! answer = Http.patch path """{"discount_id":null}""" fake
                  Expect.isTrue (Json.isNull "discount_id" answer.Json && Json.isNull "discount" answer.Json) "taken"
                  Expect.equal (Json.whole "amount" answer.Json) 1000L "the whole amount"
                  let! used = uses id fake
                  Expect.equal used 1L "still counted"
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! paid = totals fake
                  Expect.equal paid [ 500L; 1000L ] "each period"
              })

          for name, members, arrange in refused do
              testCaseTask $"a discount that is {name} is refused" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! path = subscribed "" fake
                      let! id = discount members fake
                      do! arrange id fake
                      let! answer, events = Events.during fake (fun () -> give path id fake)
                      refuses id notFor answer
                      Expect.isEmpty events "nothing happened"
                  })

          testCaseTask "one that nobody knows, that is used up, or that is there already is refused" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! path = subscribed "" fake
                  let! nobody = give path unknown fake
                  refuses unknown notFor nobody
                  let! id = discount (half "\"forever\"" + ",\"max_redemptions\":2") fake
                  let! _ = give path id fake
                  let! again = give path id fake
                  refuses id "This discount is already applied to the subscription." again
                  let! _ = Http.patch path """{"discount_id":null}""" fake
                  let! second = give path id fake
                  Expect.equal second.Status 200 second.Text
                  let! _ = Http.patch path """{"discount_id":null}""" fake
                  let! third = give path id fake
                  refuses id notFor third
              })

          testCaseTask "a discount that a subscription was given counts for its customer" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! path = subscribed "" fake
                  let! id = discount (half "\"once\"" + ",\"max_redemptions_per_customer\":1") fake
                  let! _ = give path id fake
                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  for email, expected in [ "ada+1@acme.dev", 403; "grace@acme.dev", 200 ] do
                      let! session = Buying.session product $",\"discount_id\":\"{id}\"" fake
                      let! answer = Buying.confirm (Buying.french email) session fake
                      Expect.equal answer.Status expected answer.Text
              })

          testCaseTask "discount and metadata change together; nulls of the others are nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! path = subscribed "" fake
                  let! id = discount (half "\"forever\"") fake

                  let! answer, events =
                      Events.during fake (fun () ->
                          Http.patch path $$"""{"discount_id":"{{id}}","metadata":{"a":1},"product_id":null,"trial_end":null}""" fake)

                  Expect.equal (Json.text "discount_id" answer.Json) id "discount"
                  Expect.equal ((Json.at "metadata" answer.Json).ToJsonString()) """{"a":1}""" "metadata"
                  Expect.equal (events |> List.filter ((=) "subscription.updated") |> List.length) 1 "told once"
              }) ]
