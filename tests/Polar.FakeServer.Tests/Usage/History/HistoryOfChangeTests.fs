/// What Polar notes when subscriptions change, benefits come and go, and money is asked back.
module Polar.FakeServer.Tests.Usage.History.HistoryOfChangeTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.History.Noted
open Polar.FakeServer.Tests.Billing.Subscriptions

let private members (event: JsonNode) : string list =
    [ for entry in (Json.at "metadata" event).AsObject() -> entry.Key ]

/// What every note about a subscription as a whole has in it.
let private ofWhole =
    [ "subscription_id"
      "product_id"
      "amount"
      "currency"
      "recurring_interval"
      "recurring_interval_count" ]

let private control (method: string) (path: string) (body: string) (fake: FakePolar) : Task<Answer> =
    task {
        let! answer = Http.anonymous method path (Some body) fake
        Expect.isLessThan answer.Status 300 answer.Text
        return answer
    }

let private subscriptions =
    testList
        "of subscriptions"
        [ testCaseTask "that pause, and go on" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! id = Subscribing.bought product fake

                  let! _ =
                      Subscribing.patched id """{"pause_at_period_end":true,"resumes_at":"2026-05-01T00:00:00Z"}""" fake

                  let! _, pausing = during fake (fun () -> task { do! fake.Clock.AdvanceAsync "P31D" })

                  let paused = named "subscription.paused" pausing
                  Expect.equal (List.sort (members paused)) (List.sort (ofWhole @ [ "paused_at"; "resumes_at" ])) "members"
                  Expect.equal (Json.text "metadata.paused_at" paused) "2026-04-01T12:00:00+00:00" "since when"
                  Expect.equal (Json.text "metadata.resumes_at" paused) "2026-05-01T00:00:00+00:00" "until when"

                  let! _, resuming =
                      during fake (fun () -> Subscribing.patched id """{"resume":true}""" fake)

                  let resumed = named "subscription.resumed" resuming
                  Expect.equal (List.sort (members resumed)) (List.sort ofWhole) "members"
                  Expect.equal (Json.text "metadata.subscription_id" resumed) id "which"
                  Expect.contains (names resuming) "subscription.cycled" "a period begins"
              })

          testCaseTask "that get other seats, and other units" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for price, quantity, name in
                      [ Subscribing.perSeat 1000, "seats", "subscription.seats_updated"
                        """{"amount_type":"unit_based","tiers":{"type":"volume","tiers":[{"unit_amount":"700"}]}}""",
                        "units",
                        "subscription.units_updated" ] do
                      let! product = Subscribing.product "Team" "month" price "" fake

                      let! session =
                          Given.create "/v1/checkouts/" $"""{{"products":["{product}"],"{quantity}":2}}""" fake

                      let! answer =
                          Buying.confirm (Subscribing.untaxed $"{quantity}@acme.dev" "tok_visa") session fake

                      Buying.succeeds answer |> ignore
                      let! bought = Buying.only $"/v1/subscriptions/?product_id={product}" fake
                      let id = Json.id bought

                      let! _, changed =
                          during fake (fun () -> Subscribing.patched id $"""{{"{quantity}":5,"proration_behavior":"prorate"}}""" fake)

                      let event = named name changed

                      Expect.equal
                          (List.sort (members event))
                          (List.sort
                              [ "subscription_id"
                                $"old_{quantity}"
                                $"new_{quantity}"
                                "proration_behavior" ])
                          "members"

                      Expect.equal
                          (Json.text "metadata.subscription_id" event,
                           Json.whole $"metadata.old_{quantity}" event,
                           Json.whole $"metadata.new_{quantity}" event,
                           Json.text "metadata.proration_behavior" event)
                          (id, 2L, 5L, "prorate")
                          "from and to"

                      let asked = named "subscription.updated" changed
                      Expect.equal (Json.whole $"metadata.{quantity}" asked) 5L "what was asked for"
              }) ]

let private benefits =
    testList
        "of benefits"
        [ testCaseTask "that are changed, go on with a period, and are taken back" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! benefit = Benefits.create (Benefits.keys """{"limit_usage":5}""") fake
                  let! product = Subscribing.monthly "Pro" 1000 fake

                  let! _ =
                      Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{Json.id benefit}"]}}""" fake

                  let! id = Subscribing.bought product fake
                  let! grant = Buying.only "/v1/benefit-grants/" fake

                  let expected (member': string) =
                      $"""{{"benefit_id":"{Json.id benefit}","benefit_grant_id":"{Json.id grant}","benefit_type":"license_keys","member_id":"{member'}"}}"""

                  let own = expected (Json.text "member_id" grant)

                  let! _, changed =
                      during fake (fun () ->
                          Http.patch $"/v1/benefits/{Json.id benefit}" """{"type":"license_keys","properties":{"limit_usage":9}}""" fake)

                  Expect.equal (metadata (named "benefit.updated" changed)) own "changed"

                  let! _, renewed = during fake (fun () -> task { do! fake.Clock.AdvanceAsync "P31D" })

                  Expect.equal (metadata (named "benefit.cycled" renewed)) own "goes on"

                  let! _, revoked =
                      during fake (fun () -> Subscribing.patched id """{"revoke":true}""" fake)

                  let event = named "benefit.revoked" revoked
                  Expect.equal (metadata event) own "taken back"

                  Expect.equal
                      (Json.text "label" event, Json.text "customer_id" event)
                      ("Benefit Revoked", Json.text "customer_id" grant)
                      "whose"
              }) ]

/// A book of 1000, tax included, bought by Ada in Sweden: the order.
let private order (fake: FakePolar) : Task<JsonNode> =
    task {
        let! product = Given.oneTime 1000L fake
        let! _ = Given.purchase product "ada@acme.dev" fake
        return! Buying.only "/v1/orders/" fake
    }

let private ofDispute =
    [ "transaction_id"
      "dispute_id"
      "order_id"
      "product_id"
      "amount"
      "currency"
      "presentment_amount"
      "presentment_currency"
      "tax_amount"
      "tax_state"
      "tax_country"
      "fee"
      "exchange_rate" ]

let private money =
    testList
        "of money"
        [ testCaseTask "that a bank takes, and gives back where the merchant was right" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = order fake

                  let! raised, raising =
                      during fake (fun () -> control "POST" "/_fake/disputes" $"""{{"order_id":"{Json.id order}"}}""" fake)

                  let dispute = Json.id raised.Json

                  let! _, winning =
                      during fake (fun () -> control "PATCH" $"/_fake/disputes/{dispute}" """{"status":"won"}""" fake)

                  let all = raising @ winning
                  let taken, back = named "balance.dispute" all, named "balance.dispute_reversal" all

                  for event, sign, fee in [ taken, -1L, 1500L; back, 1L, 0L ] do
                      Expect.equal (List.sort (members event)) (List.sort ofDispute) "members"

                      Expect.equal
                          (Json.text "metadata.dispute_id" event, Json.text "metadata.order_id" event)
                          (dispute, Json.id order)
                          "of what"

                      Expect.equal
                          (Json.whole "metadata.amount" event, Json.whole "metadata.tax_amount" event, Json.whole "metadata.fee" event)
                          (sign * 800L, sign * 200L, fee)
                          "how much"

                      Expect.equal (Json.text "metadata.tax_country" event) "SE" "where it was taxed"
                      Expect.isTrue (Json.isNull "metadata.tax_state" event) "which has no states"
                      Expect.equal (Json.text "customer_id" event) (Json.text "customer_id" order) "whose"
              })

          testCaseTask "that a bank takes for good" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = order fake

                  let! raised =
                      control "POST" "/_fake/disputes" $"""{{"order_id":"{Json.id order}"}}""" fake

                  let! _ =
                      control "PATCH" $"/_fake/disputes/{Json.id raised.Json}" """{"status":"lost"}""" fake

                  let! all = noted fake
                  Expect.hasLength (all |> List.filter (fun event -> Json.text "name" event = "balance.dispute")) 1 "taken once"
                  Expect.isFalse (List.contains "balance.dispute_reversal" (names all)) "and not given back"
              })

          testCaseTask "whose way back has failed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = order fake

                  let! refund =
                      Given.create "/v1/refunds/" $"""{{"order_id":"{Json.id order}","reason":"other","amount":400}}""" fake

                  let! _, failing =
                      during fake (fun () -> control "PATCH" $"/_fake/refunds/{Json.id refund}" """{"status":"failed"}""" fake)

                  let event = named "balance.refund_reversal" failing

                  Expect.equal
                      (List.sort (members event))
                      (List.sort
                          [ "transaction_id"
                            "refund_id"
                            "order_id"
                            "order_created_at"
                            "product_id"
                            "amount"
                            "currency"
                            "presentment_amount"
                            "presentment_currency"
                            "tax_amount"
                            "tax_state"
                            "tax_country"
                            "fee"
                            "exchange_rate" ])
                      "members"

                  Expect.equal
                      (Json.text "metadata.refund_id" event, Json.whole "metadata.amount" event, Json.whole "metadata.tax_amount" event)
                      (Json.id refund, 400L, 100L)
                      "it is there again"
              }) ]

[<Tests>]
let tests = testList "the history of changes" [ subscriptions; benefits; money ]
