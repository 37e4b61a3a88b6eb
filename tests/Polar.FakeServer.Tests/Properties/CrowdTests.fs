/// Many clients on one fake at once, while its clock moves.
module Polar.FakeServer.Tests.Properties.CrowdTests

open System
open System.Collections.Concurrent
open System.Net
open System.Text.Json.Nodes
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Properties

let private crowd = 64

/// A product that clients buy, and a discount that half of them use.
let private offers (fake: FakePolar) =
    task {
        let! book = Buying.once (Buying.fixedPrice 1000) fake
        let! pro = Buying.monthly (Buying.fixedPrice 2000) fake

        let! discount =
            Given.create "/v1/discounts/" """{"name":"Early","type":"percentage","basis_points":1000,"duration":"forever"}""" fake

        return book, pro, Json.text "id" discount
    }

let private succeed (answer: Answer) =
    Expect.isLessThan answer.Status 300 answer.Text
    answer.Json

/// Where the clock has passed the end of a session in between, nothing was bought: another one is opened.
let rec private buy (fake: FakePolar) (customer: string) (product: string) (members: string) : Task<JsonNode> =
    task {
        let! session =
            Buying.session product $""","customer_id":"{customer}"{members}""" fake

        let! confirmed =
            Buying.confirm """{"confirmation_token_id":"tok_visa","customer_billing_name":"Client"}""" session fake

        if confirmed.Status = 410 then
            return! buy fake customer product members
        else
            return succeed confirmed
    }

/// What one of them does: it signs up, subscribes, buys a book, sends half of the money back, and changes its mind about its name.
let private visit (book: string, pro: string, discount: string) (index: int) (fake: FakePolar) : Task<string> =
    task {
        let! customer =
            Given.create
                "/v1/customers/"
                $"""{{"email":"client{index}@acme.dev","external_id":"client-{index}","billing_address":{{"country":"FR"}}}}"""
                fake

        let id = Json.text "id" customer

        let! _ =
            buy
                fake
                id
                pro
                (if index % 2 = 0 then
                     $""","discount_id":"{discount}" """
                 else
                     "")

        let! _ = buy fake id book ""

        let! orders = Http.get $"/v1/orders/?customer_id={id}&product_id={book}" fake

        let order = Json.at "items.0" (succeed orders)

        let! refund =
            Http.post "/v1/refunds/" $"""{{"order_id":"{Json.text "id" order}","reason":"other","amount":400}}""" fake

        succeed refund |> ignore

        let! renamed =
            Http.patch $"/v1/customers/{id}" $"""{{"name":"Client {index}"}}""" fake

        succeed renamed |> ignore
        return id
    }

[<Tests>]
let tests =
    testList
        "64 clients at once"
        [ testCaseTask "with the clock moving among them: nothing is lost, nothing is doubled" (fun () ->
              task {
                  use! shop = Shop.Empty 7
                  let fake = shop.Fake
                  let! offered = offers fake
                  let heard = ConcurrentQueue<string * string>()

                  let receive (delivery: FakeWebhookRequest) (_: CancellationToken) =
                      heard.Enqueue(delivery.Id, delivery.Body)
                      Task.FromResult HttpStatusCode.Accepted

                  use! _ = fake.Webhooks.ReceiveAsync(receive, [])

                  let already = fake.Webhooks.Events.Count

                  let moving =
                      Task.Run<unit>(fun () ->
                          task {
                              for _ in 1..20 do
                                  do! fake.Clock.AdvanceAsync "P3D"
                          })

                  let! clients =
                      Task.WhenAll [ for index in 1..crowd -> Task.Run<string>(fun () -> visit offered index fake) ]

                  do! moving
                  do! fake.Clock.AdvanceAsync "P1M"
                  let _, pro, discount = offered
                  let! orders = shop.All "/v1/orders/"
                  let! subscriptions = shop.All "/v1/subscriptions/"
                  let! refunds = shop.All "/v1/refunds/"
                  Expect.hasLength (List.distinct (List.ofArray clients)) crowd "a customer each"
                  Expect.hasLength subscriptions crowd "a subscription each"
                  Expect.hasLength refunds crowd "a refund each"

                  for client in clients do
                      let own = orders |> List.filter (fun row -> Json.text "customer_id" row = client)

                      let of' (reason: string) =
                          own |> List.filter (fun row -> Json.text "billing_reason" row = reason)

                      Expect.hasLength (of' "purchase") 1 "a book"
                      Expect.equal (of' "purchase" |> List.map (Json.whole "refunded_amount")) [ 400L ] "half of it back"
                      Expect.hasLength (of' "subscription_create") 1 "a beginning"

                      let subscription =
                          subscriptions |> List.find (fun row -> Json.text "customer_id" row = client)

                      let begun = DateTimeOffset.Parse(Json.text "started_at" subscription)

                      let periods =
                          Seq.initInfinite (fun month -> begun.AddMonths(month + 1))
                          |> Seq.takeWhile (fun at -> at <= fake.Clock.UtcNow)
                          |> Seq.length

                      Expect.hasLength (of' "subscription_cycle") periods "a bill for each month"
                      Expect.isTrue (own |> List.forall (fun row -> Json.flag "paid" row)) "all paid"

                  let! used = Http.get $"/v1/discounts/{discount}" fake
                  Expect.equal (Json.whole "redemptions_count" used.Json) (int64 (crowd / 2)) "half of them used it"
                  Expect.isTrue (subscriptions |> List.forall (fun row -> Json.text "product_id" row = pro)) "of the product"
                  do! fake.Webhooks.SettleAsync()

                  let published =
                      [ for published in Seq.skip already fake.Webhooks.Events -> published.Json ]

                  Expect.equal [ for _, body in heard -> body ] published "every event was delivered once, in order"
                  Expect.hasLength (heard |> Seq.distinctBy fst |> List.ofSeq) heard.Count "each with an id of its own"
                  do! Laws.hold shop
              }) ]
