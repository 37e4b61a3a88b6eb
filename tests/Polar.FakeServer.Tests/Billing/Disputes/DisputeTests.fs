/// Disputes: how they are seen, what may become of them, and what their end brings.
module Polar.FakeServer.Tests.Billing.Disputes.DisputeTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Billing.Disputes
open Polar.FakeServer.Tests
open Polar.Functional.Contracts

let private bought (product: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! session = Buying.session product "" fake
        let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
        Buying.succeeds answer |> ignore
        let! orders = Http.get "/v1/orders/?limit=1" fake
        return Json.at "items.0" orders.Json
    }

let private once (fake: FakePolar) =
    task {
        let! product = Buying.once (Buying.fixedPrice 1000) fake
        return! bought product fake
    }

[<Tests>]
let tests =
    testList
        "disputes"
        [ testCaseTask "are listed and read, with the parts of what was paid and the customer" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = once fake
                  let! id = Disputes.raised (Json.text "id" order) fake

                  let! listed =
                      Http.get $"""/v1/disputes/?order_id={Json.text "id" order}&status=needs_response""" fake

                  let! read = Http.get $"/v1/disputes/{id}" fake
                  Expect.equal ((Json.at "items.0" listed.Json).ToJsonString()) (read.Json.ToJsonString()) "the same"
                  let dispute = read.Json
                  Expect.equal (Json.text "status" dispute) "needs_response" "status"
                  Expect.equal (Json.text "reason" dispute) "product_not_received" "reason"
                  Expect.equal (Json.text "customer.email" dispute) "ada@acme.dev" "customer"
                  Expect.isFalse ((Json.at "closed" dispute).GetValue<bool>()) "open"

                  Expect.equal
                      ((Json.at "amount" dispute).GetValue<int64>()
                       + (Json.at "tax_amount" dispute).GetValue<int64>())
                      1000L
                      "all that was paid"
              })

          testCaseTask "that nobody knows are not found" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! read = Http.get "/v1/disputes/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10" fake

                  let! accepted =
                      Http.post "/v1/disputes/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10/accept" "" fake

                  Expect.equal (read.Status, accepted.Status) (404, 404) "both"
              })

          testCaseTask "that are accepted are lost, and what was bought with a subscription ends" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake
                  let! order = bought product fake
                  let! id = Disputes.raised (Json.text "id" order) fake
                  let before = fake.Webhooks.Events.Count
                  let! accepted = Http.post $"/v1/disputes/{id}/accept" "" fake
                  Expect.equal accepted.Status 200 accepted.Text
                  Expect.equal (Json.text "status" accepted.Json) "lost" "status"

                  Expect.equal
                      (List.truncate 3 (Events.since before fake))
                      [ "subscription.updated"; "subscription.canceled"; "subscription.revoked" ]
                      "and no event of the dispute's own"

                  let! again = Http.post $"/v1/disputes/{id}/accept" "" fake
                  Expect.equal again.Status 409 again.Text
                  Expect.equal (Json.text "error" again.Json) "DisputeNotOpenError" again.Text
                  Expect.equal (Json.text "detail" again.Json) $"Dispute {id} is not awaiting a response." again.Text
                  let! after = Http.get $"""/v1/orders/{Json.text "id" order}""" fake
                  Expect.equal (Json.text "status" after.Json) "paid" "the order stays as it was"
              })

          for status in [ DisputeStatus.Won; DisputeStatus.Lost ] do
              testCaseTask $"of something bought once that are {status} take its benefits, and leave its order as it was" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product = Buying.once (Buying.fixedPrice 1000) fake
                      let! benefit = Benefits.create Benefits.note fake

                      let! given =
                          Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{Json.text "id" benefit}"]}}""" fake

                      Expect.equal given.Status 200 given.Text
                      let! order = bought product fake
                      let! id = Disputes.raised (Json.text "id" order) fake
                      let! _, told = Events.during fake (fun () -> Disputes.advanced id status fake)
                      Expect.equal told [ "benefit_grant.revoked"; "customer.state_changed" ] "events"
                      let! dispute = Http.get $"/v1/disputes/{id}" fake

                      Expect.equal
                          [ for name in [ "resolved"; "closed"; "past_due" ] -> Json.flag name dispute.Json ]
                          [ true; true; false ]
                          "resolved"

                      let! after = Http.get $"""/v1/orders/{Json.text "id" order}""" fake
                      Expect.equal (Json.text "status" after.Json, Json.whole "refunded_amount" after.Json) ("paid", 0L) "as it was"
                  })

          testCaseTask "that are open let no money go back" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = once fake
                  let! _ = Disputes.raised (Json.text "id" order) fake

                  let! answer =
                      Http.post "/v1/refunds/" $"""{{"order_id":"{Json.text "id" order}","reason":"other","amount":1}}""" fake

                  Expect.equal answer.Status 403 answer.Text
                  Expect.equal (Json.text "error" answer.Json) "RefundDisputedPayment" answer.Text
              })

          testCaseTask "that are prevented give the money back, and take it again when the bank goes on all the same" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = once fake
                  let! id = Disputes.raisedAs DisputeStatus.EarlyWarning (Json.text "id" order) fake
                  let before = fake.Webhooks.Events.Count
                  let! _ = Disputes.advanced id DisputeStatus.Prevented fake

                  Expect.equal (Events.since before fake) [ "refund.created"; "order.updated"; "order.refunded" ] "events"

                  let! refunds = Http.get $"""/v1/refunds/?order_id={Json.text "id" order}""" fake
                  let refund = Json.at "items.0" refunds.Json
                  Expect.equal (Json.text "reason" refund) "dispute_prevention" "reason"
                  Expect.equal (Json.text "dispute.id" refund) (string id) "the dispute in it"
                  let before = fake.Webhooks.Events.Count
                  let! _ = Disputes.advanced id DisputeStatus.NeedsResponse fake
                  Expect.equal (Events.since before fake) [ "refund.updated"; "order.updated" ] "events of the way back"
                  let! after = Http.get $"""/v1/orders/{Json.text "id" order}""" fake
                  Expect.equal (Json.text "status" after.Json) "paid" "as before"
              })

          testCase "go from one status to certain others only" (fun () ->
              let all = List.ofSeq DisputeStatus.KnownValues

              let allowed =
                  [ for before in all do
                        for after in all do
                            if DisputeRules.CanAdvance(before, after) then
                                before.Value, after.Value ]

              Expect.equal
                  (Set.ofList allowed)
                  (Set.ofList
                      [ "early_warning", "prevented"
                        "early_warning", "needs_response"
                        "needs_response", "under_review"
                        "needs_response", "won"
                        "needs_response", "lost"
                        "under_review", "won"
                        "under_review", "lost"
                        "prevented", "needs_response" ])
                  "the machine") ]
