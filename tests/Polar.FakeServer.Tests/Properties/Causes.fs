namespace Polar.FakeServer.Tests.Properties

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests

/// What is told of customers and of what a shop sells, and how often: once for what was done to it, and never else. What was told last is what there is.
[<RequireQualifiedAccess>]
module Causes =

    let private state = "customer.state_changed"

    let private isOfCustomer (told: Telling) =
        told.Kind.StartsWith("customer.", StringComparison.Ordinal)
        && told.Kind <> state

    /// Whoever is told of, so is its state, at once and once; what else changes a state in one call, at one moment, is told of once as well, behind all of it.
    let private ofStates (all: Telling list) : unit =
        let rec others (rest: Telling list) : Telling list =
            match rest with
            | told :: following when isOfCustomer told ->
                match following with
                | next :: behind when next.Kind = state && next.Id = told.Id -> others behind
                | _ -> failtest $"{told.Id} at {told.At}: {told.Kind} without the state"
            | told :: following -> told :: others following
            | [] -> []

        let causing (told: Telling) : string option =
            if told.Kind.StartsWith "subscription." || told.Kind.StartsWith "benefit_grant." then
                Some(Json.text "customer_id" told.Data)
            elif told.Kind = state then
                Some told.Id
            else
                None

        for (customer, call, at), own in
            others all
            |> List.choose (fun told ->
                causing told
                |> Option.map (fun customer -> (customer, told.Call, told.At), told.Kind))
            |> List.groupBy fst do
            let kinds = List.map snd own
            let place = $"{customer} in call {call} at {at}: {kinds}"
            Expect.hasLength (kinds |> List.filter ((=) state)) 1 $"{place}: one state"
            Expect.isGreaterThan kinds.Length 1 $"{place}: a cause"
            Expect.equal (List.last kinds) state $"{place}: the state behind its causes"

    /// Whoever buys is told of once with the purchase, changed or not; else something has changed.
    let private ofCustomers (shop: Shop) (all: Telling list) : unit =
        let bought =
            [ for index, path, answer in Telling.answered "POST" 200 shop do
                  if path.EndsWith "/confirm" then
                      index, Json.text "customer_id" (Json.parse answer) ]

        let updates =
            [ for _, own in Telling.about "customer." (List.filter isOfCustomer all) do
                  for earlier, later in List.pairwise own do
                      Expect.equal later.Kind "customer.updated" $"{later.Id} in call {later.Call}"
                      later, (Telling.differences earlier.Data later.Data).IsEmpty ]

        for later, isSame in updates do
            if isSame then
                Expect.contains bought (later.Call, later.Id) $"{later.Id} in call {later.Call}: nothing was changed"

        for call, customer in bought do
            let told =
                updates
                |> List.filter (fun (later, _) -> (later.Call, later.Id) = (call, customer))

            Expect.isNonEmpty told $"{customer} in call {call}: a purchase"

            Expect.isLessThanOrEqual (told |> List.filter snd |> List.length) 1 $"{customer} in call {call}: told of a purchase twice"

    /// What is told of a call that adds something to the shop.
    let private additions (method: string) (path: string) : string list =
        match method, path with
        | "POST", "/v1/products/" -> [ "product.created" ]
        | "POST", "/v1/benefits/" -> [ "benefit.created" ]
        | "POST", "/v1/discounts/" -> [ "discount.created" ]
        | "POST", "/v1/customers/" -> [ "member.created"; "customer.created" ]
        | "POST", path when path.StartsWith "/v1/products/" -> [ "product.updated" ]
        | _ -> []

    let private ofFurniture (shop: Shop) (all: Telling list) : unit =
        let kinds =
            [ "product."
              "benefit."
              "discount."
              "organization."
              "member."
              "customer.created"
              "customer.deleted" ]

        let told =
            all
            |> List.filter (fun told -> kinds |> List.exists told.Kind.StartsWith)
            |> List.groupBy _.Call
            |> List.map (fun (call, own) -> call, own |> List.map _.Kind)
            |> Map.ofList

        for index, (call, _) in List.indexed shop.Exchanges do
            match call with
            | Asked(method, path, _, _) ->
                Expect.equal (told.TryFind index |> Option.defaultValue []) (additions method path) $"{method} {path}, call {index}"
            | Moved time -> Expect.isFalse (told.ContainsKey index) $"{time} pass in call {index}"

    /// The state that was told last is the one that there is.
    let private statesAreToldOf (shop: Shop) (all: Telling list) : Task<unit> =
        task {
            for customer, own in Telling.about state all do
                let! answer = Http.get $"/v1/customers/{customer}/state" shop.Fake

                for name in [ "active_subscriptions"; "granted_benefits"; "active_meters" ] do
                    Expect.equal
                        ((Json.at name (List.last own).Data).ToJsonString())
                        ((Json.at name answer.Json).ToJsonString())
                        $"{customer}: {name} as told last"
        }

    /// What a thing is now, as far as it is no other thing: a number, a text, a time.
    let private ownOf (names: string list) (row: JsonNode) : (string * string) list =
        [ for name in names do
              name,
              (match Json.find name row with
               | null -> "null"
               | value -> value.ToJsonString()) ]

    let private last (prefix: string) (names: string list) (all: Telling list) : Map<string, (string * string) list> =
        Map.ofList [ for id, own in Telling.about prefix all -> id, ownOf names (List.last own).Data ]

    /// Nothing has changed that was not told of: what was told last is what there is.
    let private nothingIsUntold (shop: Shop) (all: Telling list) : Task<unit> =
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
            let all = Telling.all shop
            ofStates all
            ofCustomers shop all
            ofFurniture shop all
            do! statesAreToldOf shop all
            do! nothingIsUntold shop all
        }
