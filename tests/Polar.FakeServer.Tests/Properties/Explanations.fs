namespace Polar.FakeServer.Tests.Properties

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Every webhook tells of a difference between two states, every difference is told of, and both in the service's order.
[<RequireQualifiedAccess>]
module Explanations =

    /// Something that was told: of what kind, of which thing, how that was then, and when.
    type private Told =
        { Kind: string
          Data: JsonNode
          At: string }

        member told.Id = Json.text "id" told.Data

    let private told (fake: FakePolar) : Told list =
        [ for published in fake.Webhooks.Events do
              let body = Json.parse published.Json

              { Kind = published.Type
                Data = Json.at "data" body
                At = Json.text "timestamp" body } ]

    let private about (prefix: string) (all: Told list) : (string * Told list) list =
        all
        |> List.filter (fun told -> told.Kind.StartsWith(prefix, StringComparison.Ordinal))
        |> List.groupBy _.Id

    let private isNull (name: string) (row: JsonNode) = Json.isNull name row
    let private status (row: JsonNode) = Json.text "status" row

    /// The names of what differs between two states, but for when it was changed.
    let private differences (before: JsonNode) (after: JsonNode) : string list =
        [ for entry in after.AsObject() do
              if
                  entry.Key <> "modified_at"
                  && not (JsonNode.DeepEquals(before[entry.Key], entry.Value))
              then
                  entry.Key ]

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

    let private ofSubscriptions (all: Told list) : unit =
        for id, own in about "subscription." all do
            let mutable before: JsonNode option = None
            let mutable expected: string list = []

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
                    expected <- consequences old told.Data
                    before <- Some told.Data
                | Some old, "subscription.cycled" ->
                    Expect.isTrue
                        (differences old told.Data
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

    let private ofOrders (all: Told list) : unit =
        for id, own in about "order." all do
            let mutable before: JsonNode option = None
            let mutable expected: string list = []

            for told in own do
                match before, told.Kind with
                | None, kind ->
                    Expect.equal kind "order.created" $"{id}: first"

                    // What is born paid is told of as if it had been paid then.
                    if Json.flag "paid" told.Data then
                        expected <- [ "order.updated"; "order.paid" ]
                | Some _, kind when not expected.IsEmpty ->
                    Expect.equal kind expected.Head $"{id} at {told.At}: what follows from its change"
                    expected <- expected.Tail
                | Some old, "order.updated" ->
                    // At the instant that it is made it is told of again, whether or not a card was tried in vain.
                    if told.At <> (List.head own).At then
                        Expect.isNonEmpty (differences old told.Data) $"{id} at {told.At}: something differs"

                    expected <- outcomes old told.Data
                | Some _, kind -> failtest $"{id} at {told.At}: {kind} follows from nothing"

                before <- Some told.Data

            Expect.isEmpty expected $"{id}: what was not told"

    let private ofGrants (all: Told list) : unit =
        for id, own in about "benefit_grant." all do
            let mutable isGranted = false

            for told in own do
                let now = Json.flag "is_granted" told.Data

                match told.Kind with
                | "benefit_grant.created" -> Expect.equal (isGranted, now) (false, true) $"{id} at {told.At}: is given"
                | "benefit_grant.revoked" -> Expect.equal (isGranted, now) (true, false) $"{id} at {told.At}: is taken"
                | "benefit_grant.cycled" -> Expect.equal (isGranted, now) (true, true) $"{id} at {told.At}: goes on"
                | kind -> failtest $"{id} at {told.At}: {kind} follows from nothing"

                isGranted <- now

    let private ofSeats (all: Told list) : unit =
        for id, own in about "customer_seat." all do
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

    let private ofRefunds (all: Told list) : unit =
        for id, own in about "refund." all do
            Expect.equal (List.head own).Kind "refund.created" $"{id}: first"

            for earlier, later in List.pairwise own do
                Expect.equal later.Kind "refund.updated" $"{id} at {later.At}"
                Expect.isNonEmpty (differences earlier.Data later.Data) $"{id} at {later.At}: something differs"

    /// A session differs, or somebody has tried in vain to pay for it: then it is as it was before.
    let private ofSessions (shop: Shop) (all: Told list) : unit =
        for id, own in about "checkout." all do
            let created = List.head own
            Expect.equal created.Kind "checkout.created" $"{id}: first"
            let mutable same = 0

            for earlier, later in List.pairwise own do
                if (differences earlier.Data later.Data).IsEmpty then
                    same <- same + 1

                match later.Kind with
                | "checkout.expired" -> Expect.equal (status earlier.Data, status later.Data) ("open", "expired") $"{id}: its time is over"
                | kind -> Expect.equal kind "checkout.updated" $"{id} at {later.At}"

            let refused =
                shop.RefusedConfirmations.TryFind(Buying.path created.Data + "/confirm")
                |> Option.defaultValue 0

            Expect.isLessThanOrEqual same refused $"{id}: what was told though nothing differs"

    /// A customer's state has its subscriptions and its benefits: it is told of where one of them, or the customer, is told of, once an instant at least.
    let private ofStates (all: Told list) : unit =
        let customerOf (told: Told) : string option =
            if told.Kind.StartsWith "subscription." || told.Kind.StartsWith "benefit_grant." then
                Some(Json.text "customer_id" told.Data)
            elif told.Kind.StartsWith "customer." && told.Kind <> "customer.state_changed" then
                Some told.Id
            else
                None

        let causes =
            set
                [ for told in all do
                      match customerOf told with
                      | Some customer -> customer, told.At
                      | None -> () ]

        let states =
            set
                [ for told in all do
                      if told.Kind = "customer.state_changed" then
                          told.Id, told.At ]

        Expect.isEmpty (Set.difference states causes) "states that changed without a cause"
        Expect.isEmpty (Set.difference causes states) "causes without a state that changed"

    /// What a thing is now, as far as it is no other thing: a number, a text, a time.
    let private ownOf (names: string list) (row: JsonNode) : (string * string) list =
        [ for name in names do
              name,
              (match Json.find name row with
               | null -> "null"
               | value -> value.ToJsonString()) ]

    let private last (prefix: string) (names: string list) (all: Told list) : Map<string, (string * string) list> =
        Map.ofList [ for id, own in about prefix all -> id, ownOf names (List.last own).Data ]

    /// Nothing has changed that was not told of: what was told last is what there is.
    let private nothingIsUntold (shop: Shop) (all: Told list) : Task<unit> =
        task {
            for prefix, path, names in
                [ "subscription.",
                  "/v1/subscriptions/",
                  [ "status"
                    "amount"
                    "product_id"
                    "discount_id"
                    "seats"
                    "current_period_start"
                    "current_period_end"
                    "cancel_at_period_end"
                    "canceled_at"
                    "started_at"
                    "ends_at"
                    "ended_at"
                    "trial_end"
                    "past_due_at"
                    "pause_at_period_end"
                    "paused_at"
                    "pending_update" ]
                  "order.",
                  "/v1/orders/",
                  [ "status"
                    "paid"
                    "subtotal_amount"
                    "discount_amount"
                    "net_amount"
                    "tax_amount"
                    "total_amount"
                    "applied_balance_amount"
                    "due_amount"
                    "refunded_amount"
                    "refunded_tax_amount"
                    "invoice_number"
                    "is_invoice_generated" ]
                  "benefit_grant.", "/v1/benefit-grants/", [ "is_granted"; "is_revoked"; "member_id" ]
                  "refund.", "/v1/refunds/", [ "status"; "amount"; "tax_amount" ]
                  "checkout.", "/v1/checkouts/", [ "status"; "amount"; "total_amount"; "customer_id" ] ] do
                let known = last prefix names all
                let! rows = shop.All path

                for row in rows do
                    let id = Json.text "id" row
                    Expect.equal (Some(ownOf names row)) (known.TryFind id) $"{path}{id}: what was told of it"
        }

    /// Checks all of it.
    let hold (shop: Shop) : Task<unit> =
        task {
            let all = told shop.Fake
            ofSubscriptions all
            ofOrders all
            ofGrants all
            ofSeats all
            ofRefunds all
            ofSessions shop all
            ofStates all
            do! nothingIsUntold shop all
        }
