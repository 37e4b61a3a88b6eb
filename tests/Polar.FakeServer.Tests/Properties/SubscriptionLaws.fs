namespace Polar.FakeServer.Tests.Properties

open System.Collections.Generic
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Properties.Rows

/// What holds of subscriptions: their periods, their bills, what they give, and to whom.
[<RequireQualifiedAccess>]
module internal SubscriptionLaws =

    /// Each period begins where the one before ended, or now, where something begins anew; or, where a change of product waited while the end of its period
    /// was moved, when that change was to come, as the service has planned it.
    let periodsMeet (shop: Shop) : unit =
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
    let periodsAreBilledOnce (shop: Shop) : Task<unit> =
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
    let grantsFollow (shop: Shop) : Task<unit> =
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
    let seatsSuffice (shop: Shop) : Task<unit> =
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
