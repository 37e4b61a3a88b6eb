namespace Polar.FakeServer.Tests.Properties

open System
open System.Collections.Generic
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests

/// A shop that things happen in, and everything that was asked of it.
[<Sealed>]
type Shop private (fake: FakePolar) =
    let caller = Caller fake
    let products = List<string>()
    let buyers = List<string>()
    let discounts = List<string>()
    let attached = List<string>()

    let pick (items: 'a IReadOnlyList) (index: int) : 'a option =
        if items.Count = 0 then
            None
        else
            Some items[index % items.Count]

    let ask (isBuyers: bool) (method: string) (path: string) (body: string option) : Task<Answer> = caller.Ask isBuyers method path body

    let post (path: string) (body: string) = ask false "POST" path (Some body)

    let made (ids: List<string>) (path: string) (body: string) : Task<unit> =
        task {
            let! answer = post path body

            if answer.Status <> 201 then
                failwith answer.Text

            ids.Add(Json.text "id" answer.Json)
        }

    let all (path: string) : Task<JsonNode list> = caller.All path

    /// The things of a list, oldest first, so that a number means the same in another run.
    let nth (path: string) (index: int) : Task<JsonNode option> =
        task {
            let! items = all path
            return pick (List.toArray items) index
        }

    let subscription (index: int) =
        nth "/v1/subscriptions/?sorting=started_at" index

    let changed (index: int) (body: string) : Task<bool> =
        task {
            match! subscription index with
            | Some row ->
                let! answer =
                    ask false "PATCH" $"""/v1/subscriptions/{Json.text "id" row}""" (Some body)

                return answer.Status = 200
            | None -> return false
        }

    let patch (index: int) (body: string) : Task<unit> =
        task {
            let! _ = changed index body
            ()
        }

    let seats (index: int) (count: int) (behavior: string) : Task<unit> =
        patch index $"""{{"seats":{count},"proration_behavior":"{behavior}"}}"""

    let assign (index: int) (person: int) : Task<unit> =
        task {
            match! subscription index with
            | Some row ->
                let isThere = if person % 2 = 0 then "true" else "false"

                let! _ =
                    post
                        "/v1/customer-seats"
                        $"""{{"subscription_id":"{Json.text "id" row}","email":"person{person % 12}@team.dev","immediate_claim":{isThere}}}"""

                ()
            | None -> ()
        }

    let movePeriod (index: int) (until: DateTimeOffset) : Task<unit> =
        patch index $"""{{"current_billing_period_end":"{until:O}"}}"""

    let attach (index: int) (discount: int) : Task<unit> =
        task {
            match discount % 4 with
            | 3 -> do! patch index """{"discount_id":null}"""
            | chosen ->
                let! isDone = changed index $"""{{"discount_id":"{discounts[chosen]}"}}"""

                if isDone then
                    attached.Add discounts[chosen]
        }

    let furnish () : Task<unit> =
        task {
            let! _ =
                ask
                    true
                    "PATCH"
                    $"/_fake/organizations/{fake.Organization.Id}"
                    (Some
                        """{"feature_settings":{"reset_proration_behavior_enabled":true},"subscription_settings":{"allow_multiple_subscriptions":true,"proration_behavior":"prorate","benefit_revocation_grace_period":0,"prevent_trial_abuse":false,"allow_customer_updates":true}}""")

            let! benefit =
                post "/v1/benefits/" """{"type":"custom","description":"Support","properties":{"note":null}}"""

            for body in Offer.products do
                do! made products "/v1/products/" body

                let! _ =
                    post $"/v1/products/{products[products.Count - 1]}/benefits" $"""{{"benefits":["{Json.text "id" benefit.Json}"]}}"""

                ()

            for index, address in Array.indexed Offer.addresses do
                do!
                    made
                        buyers
                        "/v1/customers/"
                        $"""{{"email":"buyer{index}@acme.dev","name":"Buyer {index}","billing_address":{address}}}"""

            for body in Offer.discounts do
                do! made discounts "/v1/discounts/" body
        }

    let buy (product: int) (buyer: int) (card: int) (discount: int) : Task<unit> =
        task {
            let reduced =
                match discount % 6 with
                | index when index < 3 -> $""","discount_id":"{discounts[index]}" """
                | _ -> ""

            let! session =
                post
                    "/v1/checkouts/"
                    $"""{{"products":["{products[product % products.Count]}"],"customer_id":"{buyers[buyer % buyers.Count]}"{reduced}}}"""

            if session.Status = 201 then
                let! _ =
                    ask
                        true
                        "POST"
                        (Buying.path session.Json + "/confirm")
                        (Some $"""{{"confirmation_token_id":"{Offer.cards[card % Offer.cards.Length]}","customer_billing_name":"Buyer"}}""")

                ()
        }

    let refund (order: int) (percent: int) : Task<unit> =
        task {
            match! nth "/v1/orders/?sorting=created_at" order with
            | Some row ->
                let amount =
                    max 1L (Json.whole "refundable_amount" row * int64 (percent % 101) / 100L)

                let! _ =
                    post "/v1/refunds/" $"""{{"order_id":"{Json.text "id" row}","reason":"other","amount":{amount}}}"""

                ()
            | None -> ()
        }

    let dispute (order: int) (ending: int) : Task<unit> =
        task {
            match! nth "/v1/orders/?sorting=created_at" order with
            | Some row ->
                let! raised = post "/_fake/disputes" $"""{{"order_id":"{Json.text "id" row}"}}"""

                if raised.Status = 201 then
                    let! _ =
                        ask
                            true
                            "PATCH"
                            $"""/_fake/disputes/{Json.text "id" raised.Json}"""
                            (Some $"""{{"status":"{Offer.endings[ending % Offer.endings.Length]}"}}""")

                    ()
            | None -> ()
        }

    let repair (buyer: int) : Task<unit> =
        task {
            let! methods = all $"/v1/customers/{buyers[buyer % buyers.Count]}/payment-methods"

            match pick (List.toArray methods) buyer with
            | Some card ->
                let! _ =
                    ask
                        true
                        "POST"
                        $"""/_fake/payment-methods/{Json.text "id" card}/fail"""
                        (Some """{"reason":"insufficient_funds","times":1}""")

                ()
            | None -> ()
        }

    member _.Fake = fake

    /// Everything that was asked of it, in order.
    member _.Calls = caller.Calls

    /// What it answered.
    member _.Answers = caller.Answers

    /// Everything that was asked of it, with what it answered; nothing for a move of the clock.
    member _.Exchanges: (Call * string) list = caller.Exchanges

    /// How many webhooks there had been when each of the calls was over.
    member _.Heard: int list = caller.Heard

    /// All things of a list.
    member _.All(path: string) = all path

    /// How often a discount was given to a subscription.
    member _.Attached(discount: string) =
        attached |> Seq.filter ((=) discount) |> Seq.length

    /// An empty shop.
    static member Empty(seed: int, ?recordTo: string) : Task<Shop> =
        task {
            let! fake =
                Fake.startWith (fun options ->
                    options.RecordTo <- Option.toObj recordTo
                    options.Seed <- seed
                    options.FreezeClock <- true
                    options.WallClock <- TimeProvider.System)

            return Shop fake
        }

    /// What is asked of a fake that was started elsewhere.
    static member On(fake: FakePolar) : Shop = Shop fake

    /// One with products, discounts and buyers.
    static member Open(seed: int, ?recordTo: string) : Task<Shop> =
        task {
            let! shop = Shop.Empty(seed, ?recordTo = recordTo)
            do! shop.Furnish()
            return shop
        }

    member private _.Furnish() = furnish ()

    /// Lets something happen; what the service refuses does not.
    member _.Do(step: Step) : Task<unit> =
        match step with
        | Buy(product, buyer, card, discount) -> buy product buyer card discount
        | Change(index, product, behavior) ->
            patch
                index
                $"""{{"product_id":"{products[product % products.Count]}","proration_behavior":"{Offer.behaviors[behavior % Offer.behaviors.Length]}"}}"""
        | Seats(index, count, behavior) -> seats index (1 + count % 9) Offer.behaviors[behavior % Offer.behaviors.Length]
        | Assign(index, person) -> assign index person
        | Cancel index -> patch index """{"cancel_at_period_end":true}"""
        | Uncancel index -> patch index """{"cancel_at_period_end":false}"""
        | Revoke index -> patch index """{"revoke":true}"""
        | Pause index -> patch index """{"pause_at_period_end":true}"""
        | Resume index -> patch index """{"resume":true}"""
        | Attach(index, discount) -> attach index discount
        | EndTrial index -> patch index """{"trial_end":"now"}"""
        | MovePeriod(index, days) -> movePeriod index (fake.Clock.UtcNow.AddDays(float (1 + days % 40)))
        | Refund(order, percent) -> refund order percent
        | Dispute(order, ending) -> dispute order ending
        | Repair card -> repair card
        | Pass hours -> caller.Move(TimeSpan.FromHours(float (1 + hours % 1200)))

    /// Asks the same again.
    member _.Replay(recorded: Call list) : Task<unit> =
        task {
            for call in recorded do
                match call with
                | Asked(method, path, body, isBuyers) ->
                    let! _ = ask isBuyers method path body
                    ()
                | Moved time -> do! caller.Move time
        }

    interface IAsyncDisposable with
        member _.DisposeAsync() = fake.DisposeAsync()
