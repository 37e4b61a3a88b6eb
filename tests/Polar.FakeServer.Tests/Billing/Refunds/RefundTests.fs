/// Money that goes back: how much of it is tax, what the order says then, and who is told.
module Polar.FakeServer.Tests.Billing.Refunds.RefundTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open FsCheck
open Polar.FakeServer
open Polar.FakeServer.Billing.Orders
open Polar.FakeServer.Billing.Refunds
open Polar.FakeServer.Tests
open Polar.Functional.Contracts

/// An order of so much, net of its tax, of which some has gone back.
let private orderOf (net: int64) (tax: int64) (refunded: int64) (refundedTax: int64) =
    OrderRow(
        Id = Guid.NewGuid(),
        OrganizationId = Guid.NewGuid(),
        CreatedAt = Fake.startTime,
        Status = OrderStatus.Paid,
        Subtotal = net,
        Net = net,
        Tax = tax,
        Refunded = refunded,
        RefundedTax = refundedTax,
        Currency = "usd",
        BillingReason = OrderBillingReason.Purchase,
        CustomerId = Guid.NewGuid(),
        ProductId = Nullable(Guid.NewGuid()),
        Items = Collections.Immutable.ImmutableList<OrderItemSchema>.Empty,
        Metadata = ValueMap<JsonScalar>.Empty,
        CustomFieldData = ValueMap<JsonScalar>.Empty
    )

/// The amounts of an order of 9990 with a tax of 2498 that go back one after the other, and the tax that goes with each.
let private inTurn = [ 1110L, 278L; 993L, 248L; 5887L, 1472L; 2000L, 500L ]

let private splits =
    testList
        "the tax of a refund"
        [ testCase "is the order's share, and all that is left at the end" (fun () ->
              let rest =
                  inTurn
                  |> List.fold
                      (fun (refunded, refundedTax) (amount, tax) ->
                          let split = RefundSplit.OfNet(orderOf 9990L 2498L refunded refundedTax, amount)
                          Expect.equal split.Tax tax $"of {amount}"
                          refunded + amount, refundedTax + split.Tax)
                      (0L, 0L)

              Expect.equal rest (9990L, 2498L) "everything has gone back")

          testCase "is nothing where the order had none" (fun () ->
              Expect.equal (RefundSplit.OfNet(orderOf 1000L 0L 0L 0L, 400L)) (RefundSplit(400L, 0L)) "net"
              Expect.equal (RefundSplit.OfTotal(orderOf 1000L 0L 0L 0L, 400L)) (RefundSplit(400L, 0L)) "total")

          testCase "rounds halves to the even number" (fun () ->
              // A tenth of 5 is 0.5, and of 15 is 1.5.
              Expect.equal (RefundSplit.OfNet(orderOf 1000L 100L 0L 0L, 5L)).Tax 0L "0.5"
              Expect.equal (RefundSplit.OfNet(orderOf 1000L 100L 0L 0L, 15L)).Tax 2L "1.5")

          testCase "never gives back more than there is, in whatever steps" (fun () ->
              let gives (NonNegativeInt net) (NonNegativeInt tax) (parts: PositiveInt list) =
                  let mutable order = orderOf (int64 net) (int64 tax) 0L 0L

                  for PositiveInt part in parts do
                      if int64 part <= order.Refundable then
                          let total = RefundSplit.OfNet(order, int64 part).Total
                          let split = RefundSplit.OfTotal(order, total)

                          order <- orderOf (int64 net) (int64 tax) (order.Refunded + split.Amount) (order.RefundedTax + split.Tax)

                  order.Refunded + order.RefundedTax <= int64 net + int64 tax
                  && order.RefundedTax <= int64 tax

              Check.QuickThrowOnFailure gives) ]

/// A book that somebody in New York has bought, with the order of it.
let private bought (amount: int) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! product = Buying.once (Buying.fixedPrice amount) fake
        let! session = Buying.session product "" fake

        let! answer =
            Buying.confirm
                """{"customer_email":"ada@acme.dev","customer_name":"Ada","customer_billing_address":{"country":"US","state":"US-NY","line1":"1 Main St","city":"New York","postal_code":"10001"},"confirmation_token_id":"tok_visa"}"""
                session
                fake

        Buying.succeeds answer |> ignore
        let! orders = Http.get "/v1/orders/" fake
        return Json.at "items.0" orders.Json
    }

let private body (order: JsonNode) (amount: int64) (members: string) =
    $"""{{"order_id":"{Json.text "id" order}","reason":"customer_request","amount":{amount}{members}}}"""

let private refund (order: JsonNode) (amount: int64) (members: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Http.post "/v1/refunds/" (body order amount members) fake
        Expect.equal answer.Status 201 answer.Text
        return answer.Json
    }

let private orderNow (order: JsonNode) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Http.get $"""/v1/orders/{Json.text "id" order}""" fake
        return answer.Json
    }

let private number (path: string) (node: JsonNode) = (Json.at path node).GetValue<int64>()

let private effects =
    testList
        "a refund"
        [ testCaseTask "says what went back, and the order counts it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = bought 10000 fake
                  Expect.equal (number "tax_amount" order) 888L "8.875 % of 10000 in New York, 887.5, rounded up"
                  let! made = refund order 5000L ""","metadata":{"ticket":7}""" fake
                  Expect.equal (number "amount" made) 5000L "net"
                  Expect.equal (number "tax_amount" made) 444L "half of the tax"
                  Expect.equal (Json.text "status" made) "succeeded" "status"
                  Expect.equal (Json.text "order_id" made) (Json.text "id" order) "order"
                  Expect.isNull (Json.find "dispute" made) "no dispute"
                  Expect.equal (number "metadata.ticket" made) 7L "metadata"
                  let! after = orderNow order fake
                  Expect.equal (Json.text "status" after) "partially_refunded" "the order's status"
                  Expect.equal (number "refunded_amount" after, number "refunded_tax_amount" after) (5000L, 444L) "counted"
                  Expect.equal (number "refundable_amount" after, number "refundable_tax_amount" after) (5000L, 444L) "left"
                  let! _ = refund order 5000L "" fake
                  let! last = orderNow order fake
                  Expect.equal (Json.text "status" last) "refunded" "all of it"
              })

          testCaseTask "is told in the service's order" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = bought 1000 fake
                  let before = fake.Webhooks.Events.Count
                  let! _ = refund order 400L "" fake

                  let told =
                      [ for published in Seq.skip before fake.Webhooks.Events -> published.Type ]

                  Expect.equal told [ "refund.created"; "order.updated"; "order.refunded"; "refund.updated" ] "events"
              })

          testCaseTask "takes the benefits of a single purchase where it is asked to" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! benefit =
                      Given.create "/v1/benefits/" """{"type":"custom","description":"Thanks","properties":{"note":null}}""" fake

                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  let! _ =
                      Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{Json.text "id" benefit}"]}}""" fake

                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  let! orders = Http.get "/v1/orders/" fake
                  let order = Json.at "items.0" orders.Json
                  let before = fake.Webhooks.Events.Count
                  let! _ = refund order 100L ""","revoke_benefits":true""" fake

                  let told =
                      [ for published in Seq.skip before fake.Webhooks.Events -> published.Type ]

                  Expect.contains told "benefit_grant.revoked" "the grant is gone"
              }) ]

let private refusals =
    testList
        "a refund is refused"
        [ let refused name (status: int) (error: string) (prepare: FakePolar -> Task<string>) =
              testCaseTask name (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! body = prepare fake
                      let! answer = Http.post "/v1/refunds/" body fake
                      Expect.equal answer.Status status answer.Text
                      Expect.equal (Json.text "error" answer.Json) error answer.Text
                  })

          refused "for an order that nobody knows" 422 "PolarRequestValidationError" (fun _ ->
              Task.FromResult """{"order_id":"6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10","reason":"other","amount":1}""")

          refused "beyond what is left" 422 "PolarRequestValidationError" (fun fake ->
              task {
                  let! order = bought 1000 fake
                  return body order 1001L ""
              })

          refused "when all has gone back" 403 "RefundedAlready" (fun fake ->
              task {
                  let! order = bought 1000 fake
                  let! _ = refund order 1000L "" fake
                  return body order 1L ""
              })

          refused "with the benefits of a subscription" 400 "RevokeSubscriptionBenefitsProhibited" (fun fake ->
              task {
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  let! orders = Http.get "/v1/orders/" fake
                  return body (Json.at "items.0" orders.Json) 1L ""","revoke_benefits":true"""
              })

          refused "for a reason that only the service may give" 422 "RequestValidationError" (fun fake ->
              task {
                  let! order = bought 1000 fake
                  return (body order 100L "").Replace("customer_request", "dispute_prevention")
              })

          refused "where nothing was paid" 422 "PolarRequestValidationError" (fun fake ->
              task {
                  let! product = Buying.once (Buying.fixedPrice 0) fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm """{"customer_email":"ada@acme.dev"}""" session fake
                  Buying.succeeds answer |> ignore
                  let! orders = Http.get "/v1/orders/" fake
                  return body (Json.at "items.0" orders.Json) 1L ""
              }) ]

[<Tests>]
let tests = testList "refunds" [ splits; effects; refusals ]
