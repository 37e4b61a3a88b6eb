namespace Polar.FakeServer.Tests.Properties

open System
open System.Collections.Generic
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// What customers have to their credit follows from what was told, one thing after the other: each order takes what there is, no more and no less.
[<RequireQualifiedAccess>]
module Balances =

    let private textOrEmpty (name: string) (row: JsonNode) =
        if Json.isNull name row then "" else Json.text name row

    /// What a balance does to an order of so much: credit pays for it, a debt is collected with it; what is given back pays off a debt first.
    let private applied (total: int64) (balance: int64) : int64 =
        if total >= 0L then -1L * min total balance
        elif balance < 0L then min (-total) (-balance)
        else 0L

    /// What goes back to a card, or will never be paid, is taken off credit that there is.
    let private withdrawn (amount: int64) (balance: int64) : int64 = balance - (max 0L (min balance amount))

    /// What an order comes to, before a balance is looked at.
    let private amounts (row: JsonNode) : int64 list =
        [ for name in
              [ "subtotal_amount"
                "discount_amount"
                "net_amount"
                "tax_amount"
                "total_amount" ] -> Json.whole name row ]

    let private walletOf (customer: string) (shop: Shop) : Task<int64> =
        task {
            let! token =
                shop.Fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse customer))

            let! answer =
                Http.raw shop.Fake (Http.request "GET" "/v1/customer-portal/wallets/" (Some token) None)

            return Json.items "items" answer.Json |> List.sumBy (Json.whole "balance")
        }

    /// What is said of a subscription's next charge: the end of its period, and the amounts; nothing where there is none to come.
    let private foretold (shop: Shop) (subscription: JsonNode) : Task<(string * DateTimeOffset * int64 list) option> =
        task {
            let id = Json.text "id" subscription
            let! answer = Http.get $"/v1/subscriptions/{id}/charge-preview" shop.Fake

            let goesOn =
                not (Json.flag "cancel_at_period_end" subscription)
                && not (Json.flag "pause_at_period_end" subscription)
                && Json.isNull "paused_at" subscription

            return
                if answer.Status = 200 && goesOn then
                    Some(id, DateTimeOffset.Parse(Json.text "current_period_end" subscription), amounts answer.Json)
                else
                    None
        }

    /// What is said of the next charge of each subscription is what its next period is billed with, where nothing happens in between.
    let areForetold (shop: Shop) : Task<unit> =
        task {
            let! subscriptions = shop.All "/v1/subscriptions/"
            let said = ResizeArray()

            for subscription in subscriptions do
                match! foretold shop subscription with
                | Some charge -> said.Add charge
                | None -> ()

            if said.Count > 0 then
                let last = said |> Seq.map (fun (_, moment, _) -> moment) |> Seq.max
                do! shop.Fake.Clock.SetAsync last
                let! orders = shop.All "/v1/orders/?sorting=created_at"

                for id, moment, charge in said do
                    let billed =
                        orders
                        |> List.tryFind (fun order ->
                            textOrEmpty "subscription_id" order = id
                            && Json.text "billing_reason" order = "subscription_cycle"
                            && DateTimeOffset.Parse(Json.text "created_at" order) >= moment)

                    match billed with
                    | Some order -> Expect.equal (amounts order) charge $"{id} at {moment}"
                    | None -> failtest $"{id} was not billed at {moment}"
        }

    /// Checks all of it.
    let hold (shop: Shop) : Task<unit> =
        task {
            let! payments = shop.All "/v1/payments/?status=succeeded"
            let paid = set [ for payment in payments -> textOrEmpty "order_id" payment ]
            let balances = Dictionary<string, int64>()
            let states = Dictionary<string, string>()

            let of' (customer: string) =
                match balances.TryGetValue customer with
                | true, balance -> balance
                | _ -> 0L

            for told in Telling.all shop do
                if told.Kind.StartsWith "order." || told.Kind.StartsWith "refund." then
                    let customer = Json.text "customer_id" told.Data
                    let balance = of' customer
                    let state = Json.text "status" told.Data

                    let before =
                        match states.TryGetValue told.Id with
                        | true, known -> known
                        | _ -> ""

                    let after =
                        match told.Kind with
                        | "order.created" when Json.isNull "checkout_id" told.Data ->
                            let total = Json.whole "total_amount" told.Data
                            Expect.equal (Json.whole "applied_balance_amount" told.Data) (applied total balance) $"{told.Id}: of {balance}"

                            if total >= 0L then
                                balance + applied total balance
                            else
                                balance - total
                        | "order.created" ->
                            Expect.equal (Json.whole "applied_balance_amount" told.Data) 0L $"{told.Id}: a purchase is paid for by the card"
                            balance
                        | "order.paid" when not (paid.Contains told.Id) -> balance - Json.whole "due_amount" told.Data
                        | "order.updated" when state = "void" && before <> "void" ->
                            withdrawn (Json.whole "due_amount" told.Data) balance
                            + max 0L (-(Json.whole "applied_balance_amount" told.Data))
                        | "refund.created"
                        | "refund.updated" when state = "succeeded" && before <> "succeeded" ->
                            withdrawn (Json.whole "amount" told.Data + Json.whole "tax_amount" told.Data) balance
                        | _ -> balance

                    balances[customer] <- after
                    states[told.Id] <- state

            for customer in List.ofSeq balances.Keys do
                let! wallet = walletOf customer shop
                Expect.equal wallet balances[customer] $"{customer}: what is left"
        }
