namespace Polar.FakeServer.Tests.Properties

open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Properties.Rows

/// What holds of orders, payments and refunds, of their numbers, and of discounts.
[<RequireQualifiedAccess>]
module internal MoneyLaws =

    /// An order is its items, less the discount, and its tax: on top in North America, inside elsewhere.
    let ordersAddUp (shop: Shop) : Task<unit> =
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
    let moneyIsThere (shop: Shop) : Task<unit> =
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

    /// Invoices and receipts of a customer are numbered one after the other, in the order in which they came.
    let numbersRunOn (shop: Shop) : Task<unit> =
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
    let redemptionsAreCounted (shop: Shop) : Task<unit> =
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
