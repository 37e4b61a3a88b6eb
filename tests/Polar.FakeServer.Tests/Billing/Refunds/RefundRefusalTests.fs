/// Refunds that are refused: with which words, and that nothing has happened.
module Polar.FakeServer.Tests.Billing.Refunds.RefundRefusalTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions

let private ordered (make: FakePolar -> Task<string>) (confirmation: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! product = make fake
        let! session = Buying.session product "" fake
        let! answer = Buying.confirm confirmation session fake
        Buying.succeeds answer |> ignore
        return! Subscribing.latestOrder fake
    }

let private once = Buying.once (Buying.fixedPrice 1000)
let private bought = ordered once (Buying.french "ada@acme.dev")

let private asking (amount: int) (members: string) (order: JsonNode) (fake: FakePolar) =
    Http.post "/v1/refunds/" $"""{{"order_id":"{Json.text "id" order}","reason":"other","amount":{amount}{members}}}""" fake

/// An order of 30 cents that no card was charged for: it is paid, and owed with the next bill.
let private owed (fake: FakePolar) : Task<JsonNode> =
    task {
        let! basic = Subscribing.monthly "Basic" 100 fake
        let! pro = Subscribing.monthly "Pro" 160 fake
        let! id = Subscribing.bought basic fake
        do! fake.Clock.AdvanceAsync "P15DT12H"

        let! _ =
            Subscribing.patched id $"""{{"product_id":"{pro}","proration_behavior":"invoice"}}""" fake

        return! Subscribing.latestOrder fake
    }

let private nothing (_: JsonNode) (_: FakePolar) : Task<unit> = Task.FromResult()

/// What was bought, what has happened to it, what is asked for, and the refusal.
let private refusals
    : (string * (FakePolar -> Task<JsonNode>) * (JsonNode -> FakePolar -> Task<unit>) * int * string * (int * string * string)) list =
    [ "of an organization that may give nothing back",
      bought,
      (fun _ fake -> Subscribing.organization """{"capabilities":{"refunds":false}}""" fake),
      100,
      "",
      (403, "RefundsBlocked", "Refunds are blocked for order: {id}")
      "of what has gone back",
      bought,
      (fun order fake ->
          task {
              let! answer = asking 833 "" order fake
              Expect.equal answer.Status 201 answer.Text
          }),
      1,
      "",
      (403, "RefundedAlready", "Order is already fully refunded: {id}")
      "with the benefits of a subscription",
      ordered (Buying.monthly (Buying.fixedPrice 1000)) (Buying.french "ada@acme.dev"),
      nothing,
      100,
      ""","revoke_benefits":true""",
      (400, "RevokeSubscriptionBenefitsProhibited", "Subscription benefits can only be revoked upon cancellation")
      "of what no card has paid", owed, nothing, 10, "", (404, "RefundUnknownPayment", "Refund issued for unknown order: {id}")
      "of what a bank disputes",
      bought,
      (fun order fake ->
          task {
              let! _ = Disputes.raised (Json.text "id" order) fake
              return ()
          }),
      100,
      "",
      (403, "RefundDisputedPayment", "Refund cannot be issued for order with disputed payment: {id}") ]

[<Tests>]
let tests =
    testList
        "a refund is refused in words"
        [ for name, buy, before, amount, members, (status, error, detail) in refusals do
              testCaseTask name (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! order = buy fake
                      do! before order fake
                      let! answer, told = Events.during fake (fun () -> asking amount members order fake)
                      Faults.domain answer status error (detail.Replace("{id}", Json.text "id" order))
                      Expect.isEmpty told "nobody is told"
                  })

          testCaseTask "at its place: an order that nobody knows, more than is left, and a reason of the service's own" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = bought fake

                  let! unknownOne =
                      Http.post "/v1/refunds/" $"""{{"order_id":"{unknown}","reason":"other","amount":1}}""" fake

                  Faults.one unknownOne ("value_error", """["body","order_id"]""", "Order not found")
                  // 833 is what is left of 1000 without the tax in it.
                  let! more = asking 834 "" order fake
                  Faults.one more ("value_error", """["body","amount"]""", "Refund amount exceeds refundable amount")
                  Expect.equal (Json.whole "detail.0.input" more.Json) 834L "input"
                  let! none = asking 0 "" order fake
                  Refusal.malformed [ "greater_than", "body.amount", "Input should be greater than 0" ] none
                  let! enough = asking 833 "" order fake
                  Expect.equal (Json.whole "tax_amount" enough.Json) 167L "all of the tax goes with all that is left"
              }) ]
