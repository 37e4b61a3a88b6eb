namespace Polar.FakeServer.Tests.Properties

open System
open System.Collections.Generic
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// What holds in every shop, whatever has happened in it.
[<RequireQualifiedAccess>]
module Laws =

    let private text (name: string) (row: JsonNode) = Json.text name row
    let private sum (name: string) (rows: JsonNode list) = rows |> List.sumBy (Json.whole name)

    let private time (name: string) (row: JsonNode) =
        DateTimeOffset.Parse(Json.text name row)

    let private textOrEmpty (name: string) (row: JsonNode) =
        if Json.isNull name row then "" else Json.text name row

    /// What was told of, with the time of it.
    let private told (fake: FakePolar) =
        [ for published in fake.Webhooks.Events ->
              published.Type, Json.at "data" (Json.parse published.Json), time "timestamp" (Json.parse published.Json) ]

    /// An order is its items, less the discount, and its tax: on top in North America, inside elsewhere.
    let private ordersAddUp (shop: Shop) : Task<unit> =
        task {
            let! orders = shop.All "/v1/orders/"

            for order in orders do
                let id = text "id" order
                let subtotal = Json.whole "subtotal_amount" order
                let discount = Json.whole "discount_amount" order
                let net = Json.whole "net_amount" order
                let tax = Json.whole "tax_amount" order
                let total = Json.whole "total_amount" order
                Expect.equal (sum "amount" (Json.items "items" order)) subtotal $"{id}: items"
                Expect.equal total (net + tax) $"{id}: total"

                match textOrEmpty "customer.billing_address.country" order with
                | "US"
                | "CA" -> Expect.equal net (subtotal - discount) $"{id}: tax on top"
                | _ -> Expect.equal total (subtotal - discount) $"{id}: tax inside"

                Expect.equal (Json.whole "due_amount" order) (max 0L (total + Json.whole "applied_balance_amount" order)) $"{id}: due"
                Expect.isTrue (sign tax = sign total || tax = 0L) $"{id}: {tax} of {total}"
        }

    /// No more goes back than has come in, and no order is paid twice.
    let private moneyIsThere (shop: Shop) : Task<unit> =
        task {
            let! orders = shop.All "/v1/orders/"
            let! payments = shop.All "/v1/payments/?status=succeeded"
            let! refunds = shop.All "/v1/refunds/"

            let paidFor = payments |> List.groupBy (textOrEmpty "order_id") |> Map.ofList

            Expect.isFalse (paidFor.ContainsKey "") "no money without an order"

            let back =
                refunds
                |> List.filter (fun row -> text "status" row = "succeeded")
                |> List.groupBy (text "order_id")
                |> Map.ofList

            for order in orders do
                let id = text "id" order

                let came = Map.tryFind id paidFor |> Option.defaultValue []

                let went = Map.tryFind id back |> Option.defaultValue []
                Expect.isLessThanOrEqual came.Length 1 $"{id}: charged once"
                Expect.equal (sum "amount" went) (Json.whole "refunded_amount" order) $"{id}: counted"
                Expect.equal (sum "tax_amount" went) (Json.whole "refunded_tax_amount" order) $"{id}: its tax"

                Expect.isLessThanOrEqual (sum "amount" went + sum "tax_amount" went) (sum "amount" came) $"{id}: what went back"

                for payment in came do
                    Expect.equal (Json.whole "amount" payment) (Json.whole "due_amount" order) $"{id}: what was due"
                    Expect.isTrue (Json.flag "paid" order) $"{id}: paid"
        }

    /// Each period begins where the one before ended, or now, where something begins anew; or, where a change of product waited while the end of its period
    /// was moved, when that change was to come, as the service has planned it.
    let private periodsMeet (shop: Shop) : unit =
        let before = Dictionary<string, JsonNode>()

        for kind, data, at in told shop.Fake do
            if kind.StartsWith "subscription." then
                let id = text "id" data
                let start, finish = time "current_period_start" data, time "current_period_end" data
                Expect.isLessThanOrEqual start finish $"{id}: a period has a length"

                match before.TryGetValue id with
                | true, old ->
                    let oldStart, oldEnd =
                        time "current_period_start" old, time "current_period_end" old

                    let planned =
                        not (Json.isNull "pending_update" old)
                        && not (Json.isNull "pending_update.product_id" old)
                        && start = time "pending_update.applies_at" old

                    if planned then
                        Expect.equal kind "subscription.cycled" $"{id}: a change comes with a period"
                    elif kind = "subscription.cycled" && start <> at then
                        Expect.equal start oldEnd $"{id}: no gap, no overlap"
                    elif start <> oldStart then
                        Expect.equal start at $"{id}: {kind} begins now"
                | _ -> Expect.equal start at $"{id}: begins when it is made"

                before[id] <- data

    /// Each period is billed once: the order of a renewal comes for each that began, and for no other.
    let private periodsAreBilledOnce (shop: Shop) : Task<unit> =
        task {
            let! orders = shop.All "/v1/orders/"

            let begun =
                told shop.Fake
                |> List.filter (fun (kind, _, _) -> kind = "subscription.cycled" || kind = "subscription.resumed")
                |> List.countBy (fun (_, data, _) -> text "id" data)
                |> Map.ofList

            for id, renewals in
                orders
                |> List.filter (fun order -> text "billing_reason" order = "subscription_cycle")
                |> List.groupBy (text "subscription_id") do
                let full =
                    renewals
                    |> List.filter (fun order ->
                        Json.items "items" order
                        |> List.exists (fun item -> not (Json.flag "proration" item)))

                Expect.equal full.Length (Map.tryFind id begun |> Option.defaultValue 0) $"{id}: bills and periods"
        }

    /// What only a subscription gives is had for as long as it is active, and by nobody else; of one with seats by whoever has claimed one, whatever its
    /// state was when they did.
    let private grantsFollow (shop: Shop) : Task<unit> =
        task {
            let! grants = shop.All "/v1/benefit-grants/"
            let! subscriptions = shop.All "/v1/subscriptions/"

            for row in subscriptions do
                let id = text "id" row

                let had =
                    grants
                    |> List.filter (fun grant -> textOrEmpty "subscription_id" grant = id && Json.flag "is_granted" grant)

                if (Json.items "product.benefits" row).IsEmpty then
                    Expect.isEmpty had $"{id} gives nothing"
                elif Json.isNull "seats" row then
                    Expect.equal (not had.IsEmpty) (List.contains (text "status" row) [ "active"; "trialing" ]) $"{id} gives"
                else
                    let! answer = Http.get $"/v1/customer-seats?subscription_id={id}" shop.Fake

                    let people =
                        Json.items "seats" answer.Json
                        |> List.filter (fun seat -> text "status" seat = "claimed")
                        |> List.map (text "member_id")

                    Expect.equal (had |> List.map (textOrEmpty "member_id") |> List.sort) (List.sort people) $"{id} gives to whom"
        }

    /// Nobody is given a seat that is not there. Where fewer come with a period, people stay on more than there are, and none is free.
    let private seatsSuffice (shop: Shop) : Task<unit> =
        task {
            let limits = Dictionary<string, int64>()
            let taken = Dictionary<string, Set<string>>()

            for kind, data, _ in told shop.Fake do
                if kind.StartsWith "subscription." then
                    if not (Json.isNull "seats" data) then
                        limits[text "id" data] <- Json.whole "seats" data
                elif kind.StartsWith "customer_seat." then
                    let id, seat = textOrEmpty "subscription_id" data, text "id" data

                    let before =
                        match taken.TryGetValue id with
                        | true, seats -> seats
                        | _ -> Set.empty

                    taken[id] <-
                        if text "status" data = "revoked" then
                            before.Remove seat
                        else
                            before.Add seat

                    // Whoever changes to a product with seats has the first one before that is told.
                    match limits.TryGetValue id with
                    | true, limit when not (before.Contains seat) && text "status" data <> "revoked" ->
                        Expect.isLessThanOrEqual (int64 taken[id].Count) limit $"{id}: a seat for somebody more"
                    | _ -> ()

            let! subscriptions = shop.All "/v1/subscriptions/"

            for row in subscriptions do
                let id = text "id" row

                if not (Json.isNull "seats" row) then
                    let! answer = Http.get $"/v1/customer-seats?subscription_id={id}" shop.Fake

                    let people =
                        Json.items "seats" answer.Json
                        |> List.filter (fun seat -> text "status" seat <> "revoked")
                        |> List.map (text "id")

                    let told =
                        match taken.TryGetValue id with
                        | true, seats -> seats
                        | _ -> Set.empty

                    Expect.equal (set people) told $"{id}: people on seats"

                    Expect.equal
                        (Json.whole "available_seats" answer.Json, Json.whole "total_seats" answer.Json)
                        (max 0L (Json.whole "seats" row - int64 people.Length), Json.whole "seats" row)
                        $"{id}: what is free"
        }

    /// Invoices and receipts of a customer are numbered one after the other, in the order in which they came.
    let private numbersRunOn (shop: Shop) : Task<unit> =
        task {
            let! orders = shop.All "/v1/orders/?sorting=created_at"

            for customer, own in List.groupBy (text "customer_id") orders do
                for name in [ "invoice_number"; "receipt_number" ] do
                    let numbers =
                        own
                        |> List.map (textOrEmpty name)
                        |> List.filter (fun number -> number <> "")
                        |> List.map (fun number -> int (number.Substring(number.LastIndexOf '-' + 1)))

                    Expect.equal (List.sort numbers) [ 1 .. numbers.Length ] $"{customer}: {name}"
        }

    /// A discount counts each purchase and each subscription that it was given to, once.
    let private redemptionsAreCounted (shop: Shop) : Task<unit> =
        task {
            let! discounts = shop.All "/v1/discounts/"
            let! sessions = shop.All "/v1/checkouts/"

            for discount in discounts do
                let id = text "id" discount

                let bought =
                    sessions
                    |> List.filter (fun row ->
                        textOrEmpty "discount_id" row = id
                        && List.contains (text "status" row) [ "succeeded"; "confirmed" ])

                let given = shop.Attached id
                Expect.equal (Json.whole "redemptions_count" discount) (int64 (bought.Length + given)) $"{id}: redemptions"
        }

    /// Of each thing is told in the service's order: made before it is changed, changed before it is paid or ended.
    let private eventsAreInOrder (shop: Shop) : unit =
        let events = told shop.Fake

        for prefix in [ "order."; "subscription." ] do
            for id, own in
                events
                |> List.filter (fun (kind, _, _) -> kind.StartsWith prefix)
                |> List.groupBy (fun (_, data, _) -> text "id" data) do
                let kinds = [ for kind, _, _ in own -> kind ]
                Expect.equal (List.head kinds) $"{prefix}created" $"{id}: first"

                let count (kind: string) =
                    kinds |> List.filter ((=) kind) |> List.length

                Expect.equal (count $"{prefix}created") 1 $"{id}: made once"
                Expect.isLessThanOrEqual (count "order.paid") 1 $"{id}: paid once"

                for earlier, later in List.pairwise kinds do
                    match later with
                    | "order.paid"
                    | "subscription.canceled"
                    | "subscription.past_due"
                    | "subscription.paused"
                    | "subscription.resumed"
                    | "subscription.uncanceled" -> Expect.equal earlier $"{prefix}updated" $"{id}: before {later}"
                    | "subscription.revoked" -> Expect.equal earlier "subscription.canceled" $"{id}: before {later}"
                    | _ -> ()

    /// Checks them all.
    let hold (shop: Shop) : Task<unit> =
        task {
            do! ordersAddUp shop
            do! moneyIsThere shop
            periodsMeet shop
            do! periodsAreBilledOnce shop
            do! grantsFollow shop
            do! seatsSuffice shop
            do! numbersRunOn shop
            do! redemptionsAreCounted shop
            eventsAreInOrder shop
        }
