namespace Polar.FakeServer.Tests.Properties

open System
open System.Collections.Generic
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Every webhook tells of a difference between two states, every difference is told of, and both in the service's order.
[<RequireQualifiedAccess>]
module Explanations =

    let private isNull (name: string) (row: JsonNode) = Json.isNull name row
    let private status (row: JsonNode) = Json.text "status" row
    let private time (text: string) = DateTimeOffset.Parse text

    /// What follows behind `subscription.updated`, by how the subscription was and how it is.
    let private consequences (before: JsonNode) (after: JsonNode) : string list =
        let isActive row =
            List.contains (status row) [ "active"; "trialing" ]

        let isRevoked row =
            List.contains (status row) [ "canceled"; "unpaid" ]

        let isCanceled = isNull "canceled_at" >> not

        let becomes (state: string) =
            status after = state && status before <> state

        let isEnded = isRevoked after && not (isRevoked before)

        [ if isActive after && not (isActive before) then
              if status before = "paused" then
                  "subscription.resumed"
              else
                  "subscription.active"
          if becomes "paused" then
              "subscription.paused"
          if isCanceled before && not (isCanceled after) then
              "subscription.uncanceled"
          if becomes "past_due" then
              "subscription.past_due"
          if isCanceled after && (not (isCanceled before) || isEnded) then
              "subscription.canceled"
          if isEnded then
              "subscription.revoked" ]

    /// How many orders of a subscription began to be asked for again and again at a moment: none paid for them then, or they had no card at all.
    let private latePayments (shop: Shop) (all: Telling list) : Task<Dictionary<string * DateTimeOffset, int>> =
        task {
            let! payments = shop.All "/v1/payments/?sorting=created_at"

            let ofOrder =
                payments
                |> List.filter (isNull "order_id" >> not)
                |> List.groupBy (Json.text "order_id")
                |> Map.ofList

            let begun = Dictionary<string * DateTimeOffset, int>()

            for id, own in Telling.about "order." all do
                let made = List.head own

                if not (isNull "subscription_id" made.Data) && not (Json.flag "paid" made.Data) then
                    let tries = ofOrder.TryFind id |> Option.defaultValue []
                    let first = tries |> List.tryHead |> Option.map (Json.text "created_at" >> time)

                    let late =
                        match first with
                        | Some moment when moment = time made.At -> if status tries.Head = "failed" then Some moment else None
                        | _ ->
                            if own |> List.exists (fun told -> told.At = made.At && Json.flag "paid" told.Data) then
                                None
                            else
                                Some(time made.At)

                    match late with
                    | Some moment ->
                        let place = Json.text "subscription_id" made.Data, moment

                        begun[place] <-
                            1
                            + (match begun.TryGetValue place with
                               | true, orders -> orders
                               | _ -> 0)
                    | None -> ()

            return begun
        }

    /// What is asked of a subscription and changes nothing of it is told of once; and so is, of one that is past due, each further order that begins to be
    /// asked for again and again.
    let private ofSubscriptions (shop: Shop) (all: Telling list) (begun: Dictionary<string * DateTimeOffset, int>) : unit =
        let asked =
            set [ for index, path, _ in Telling.answered "PATCH" 200 shop -> index, path ]

        let takeOrder (place: string * DateTimeOffset) : bool =
            match begun.TryGetValue place with
            | true, orders when orders > 0 ->
                begun[place] <- orders - 1
                true
            | _ -> false

        for id, own in Telling.about "subscription." all do
            let mutable before: JsonNode option = None
            let mutable expected: string list = []
            let mutable heard = -1

            for told in own do
                match before, told.Kind with
                | None, _ ->
                    Expect.equal told.Kind "subscription.created" $"{id}: first"
                    expected <- [ "subscription.active"; "subscription.updated" ]
                    before <- Some told.Data
                | _, kind when not expected.IsEmpty ->
                    Expect.equal kind expected.Head $"{id} at {told.At}: what follows from its change"
                    expected <- expected.Tail
                    before <- Some told.Data
                | Some old, "subscription.updated" ->
                    let isLate = status told.Data = "past_due" && takeOrder (id, time told.At)

                    if (Telling.differences old told.Data).IsEmpty && not isLate then
                        Expect.isTrue (asked.Contains(told.Call, $"/v1/subscriptions/{id}")) $"{id} at {told.At}: something differs"
                        Expect.notEqual told.Call heard $"{id} at {told.At}: told of in vain twice"
                        heard <- told.Call

                    expected <- consequences old told.Data
                    before <- Some told.Data
                | Some old, "subscription.cycled" ->
                    Expect.isTrue
                        (Telling.differences old told.Data
                         |> List.exists (fun name -> name.StartsWith "current_period"))
                        $"{id} at {told.At}: another period"

                    expected <- "subscription.updated" :: consequences old told.Data
                | Some _, kind -> failtest $"{id} at {told.At}: {kind} follows from nothing"

            Expect.isEmpty expected $"{id}: what was not told"

    /// What follows behind `order.updated`, by how the order was and how it is.
    let private outcomes (before: JsonNode) (after: JsonNode) : string list =
        [ if Json.flag "paid" after && not (Json.flag "paid" before) then
              "order.paid"
          if Json.whole "refunded_amount" after > Json.whole "refunded_amount" before then
              "order.refunded" ]

    /// An order that nobody has a card for is told of again when it has been made: of the next attempt, or, once its subscription has ended, of nothing.
    let private ofOrders (shop: Shop) (all: Telling list) : Task<unit> =
        task {
            let! payments = shop.All "/v1/payments/"

            let tried =
                set
                    [ for payment in payments do
                          if not (isNull "order_id" payment) then
                              Json.text "order_id" payment, time (Json.text "created_at" payment) ]

            for id, own in Telling.about "order." all do
                let mutable before: JsonNode option = None
                let mutable expected: string list = []

                for told in own do
                    match before, told.Kind with
                    | None, kind ->
                        Expect.equal kind "order.created" $"{id}: first"

                        // What is born paid is told of as if it had been paid then.
                        expected <-
                            if Json.flag "paid" told.Data then
                                [ "order.updated"; "order.paid" ]
                            elif tried.Contains(id, time told.At) then
                                []
                            else
                                [ "order.updated" ]
                    | Some old, "order.updated" ->
                        if expected.IsEmpty then
                            Expect.isNonEmpty (Telling.differences old told.Data) $"{id} at {told.At}: something differs"
                        else
                            Expect.equal expected.Head told.Kind $"{id} at {told.At}: what follows from its change"
                            Expect.equal told.At (List.head own).At $"{id} at {told.At}: told of again at once"
                            expected <- expected.Tail

                        expected <- expected @ outcomes old told.Data
                    | Some _, kind when not expected.IsEmpty ->
                        Expect.equal kind expected.Head $"{id} at {told.At}: what follows from its change"
                        expected <- expected.Tail
                    | Some _, kind -> failtest $"{id} at {told.At}: {kind} follows from nothing"

                    before <- Some told.Data

                Expect.isEmpty expected $"{id}: what was not told"
        }

    let private ofGrants (all: Telling list) : unit =
        for id, own in Telling.about "benefit_grant." all do
            let mutable isGranted = false

            for told in own do
                let now = Json.flag "is_granted" told.Data

                match told.Kind with
                | "benefit_grant.created" -> Expect.equal (isGranted, now) (false, true) $"{id} at {told.At}: is given"
                | "benefit_grant.revoked" -> Expect.equal (isGranted, now) (true, false) $"{id} at {told.At}: is taken"
                | "benefit_grant.cycled" -> Expect.equal (isGranted, now) (true, true) $"{id} at {told.At}: goes on"
                | kind -> failtest $"{id} at {told.At}: {kind} follows from nothing"

                isGranted <- now

    let private ofSeats (all: Telling list) : unit =
        for id, own in Telling.about "customer_seat." all do
            let mutable before = "revoked"

            for told in own do
                let now = status told.Data

                match told.Kind with
                | "customer_seat.assigned" -> Expect.equal (before, now) ("revoked", "pending") $"{id} at {told.At}: is given"
                | "customer_seat.claimed" ->
                    Expect.equal now "claimed" $"{id} at {told.At}: is taken"
                    Expect.notEqual before now $"{id} at {told.At}: once"
                | "customer_seat.revoked" ->
                    Expect.equal now "revoked" $"{id} at {told.At}: is taken away"
                    Expect.notEqual before now $"{id} at {told.At}: once"
                | kind -> failtest $"{id} at {told.At}: {kind} follows from nothing"

                before <- now

    /// A refund that was asked for is told of again when the processor reports it; else it differs.
    let private ofRefunds (shop: Shop) (all: Telling list) : unit =
        let asked =
            set
                [ for index, path, answer in Telling.answered "POST" 201 shop do
                      if path = "/v1/refunds/" then
                          index, Json.text "id" (Json.parse answer) ]

        for id, own in Telling.about "refund." all do
            let first = List.head own
            Expect.equal first.Kind "refund.created" $"{id}: first"
            let mutable reports = if asked.Contains(first.Call, id) then 1 else 0

            for earlier, later in List.pairwise own do
                Expect.equal later.Kind "refund.updated" $"{id} at {later.At}"

                if (Telling.differences earlier.Data later.Data).IsEmpty then
                    Expect.equal (later.Call, later.At) (first.Call, first.At) $"{id} at {later.At}: something differs"
                    reports <- reports - 1

            Expect.equal reports 0 $"{id}: reports of the processor"

    /// A session differs; or somebody has tried in vain to pay for it: then it is told of once, as it was before.
    let private ofSessions (shop: Shop) (all: Telling list) : unit =
        let refused =
            [ for index, path, answer in Telling.answered "POST" 400 shop do
                  if
                      path.EndsWith "/confirm"
                      && Json.text "error" (Json.parse answer) = "PaymentError"
                  then
                      path, index ]

        for id, own in Telling.about "checkout." all do
            let created = List.head own
            Expect.equal created.Kind "checkout.created" $"{id}: first"

            for earlier, later in List.pairwise own do
                match later.Kind with
                | "checkout.expired" -> Expect.equal (status earlier.Data, status later.Data) ("open", "expired") $"{id}: its time is over"
                | kind -> Expect.equal kind "checkout.updated" $"{id} at {later.At}"

            let confirm = Buying.path created.Data + "/confirm"

            let same =
                [ for earlier, later in List.pairwise own do
                      if (Telling.differences earlier.Data later.Data).IsEmpty then
                          later.Call ]

            Expect.equal
                same
                [ for _, index in refused |> List.filter (fst >> (=) confirm) -> index ]
                $"{id}: what was told though nothing differs"

    /// Checks all of it.
    let hold (shop: Shop) : Task<unit> =
        task {
            let all = Telling.all shop
            let! begun = latePayments shop all
            ofSubscriptions shop all begun
            do! ofOrders shop all
            ofGrants all
            ofSeats all
            ofRefunds shop all
            ofSessions shop all
            do! Causes.hold shop
        }
