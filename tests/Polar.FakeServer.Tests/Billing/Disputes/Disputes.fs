/// Disputes, which no merchant can begin.
namespace Polar.FakeServer.Tests

open System
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Billing.Disputes
open Polar.FakeServer.Billing.Orders
open Polar.FakeServer.Billing.Payments
open Polar.Functional.Contracts

[<RequireQualifiedAccess>]
module internal Disputes =

    /// The buyer's bank disputes what was paid for an order.
    let raisedAs (status: DisputeStatus) (order: string) (fake: FakePolar) : Task<Guid> =
        let id = Guid.Parse order

        fake.Engine.ExecuteAsync(fun transaction ->
            let order = transaction.World.Table<OrderRow>()[id]

            let payment =
                transaction.World.Table<PaymentRow>().Of(order.OrganizationId, PaymentRow.ByOrder, id)
                |> Seq.head

            DisputeRules.Raise(transaction, order, payment, status, Nullable(), "product_not_received").Id)

    /// The same, where the merchant is to answer.
    let raised (order: string) (fake: FakePolar) =
        raisedAs DisputeStatus.NeedsResponse order fake

    /// The bank, the merchant or the network has decided.
    let advanced (dispute: Guid) (status: DisputeStatus) (fake: FakePolar) : Task<Guid> =
        fake.Engine.ExecuteAsync(fun transaction ->
            DisputeRules.Advance(transaction, transaction.World.Table<DisputeRow>()[dispute], status).Id)
