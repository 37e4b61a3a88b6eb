namespace Polar.FakeServer.Tests.Properties

open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests.Properties.Rows

/// What holds in every shop, whatever has happened in it.
[<RequireQualifiedAccess>]
module internal Laws =

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
            do! MoneyLaws.ordersAddUp shop
            do! MoneyLaws.moneyIsThere shop
            SubscriptionLaws.periodsMeet shop
            do! SubscriptionLaws.periodsAreBilledOnce shop
            do! SubscriptionLaws.grantsFollow shop
            do! SubscriptionLaws.seatsSuffice shop
            do! MoneyLaws.numbersRunOn shop
            do! MoneyLaws.redemptionsAreCounted shop
            eventsAreInOrder shop
        }
