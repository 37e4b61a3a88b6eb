using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Disputes;
using Polar.FakeServer.Billing.Refunds;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Sales.Checkouts;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Control;

/// <summary>Banks, card networks and the payment processor.</summary>
internal sealed class PaymentCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } =
    [
        new("POST", "disputes", RaiseAsync),
        new("PATCH", "disputes/{id}", AdvanceAsync),
        new("PATCH", "refunds/{id}", SettleAsync),
        new("POST", "payment-methods/{id}/fail", FailAsync),
        new("POST", "payment-methods/{id}/repair", RepairAsync),
        new("POST", "checkouts/{id}/authenticate", AuthenticateAsync),
        new("POST", "checkouts/{id}/hold", call => HoldAsync(call, isHeld: true)),
        new("POST", "checkouts/{id}/release", call => HoldAsync(call, isHeld: false)),
        new("POST", "intents/{id}/authenticate", AuthenticateIntentAsync),
    ];

    private static async Task<Reply> RaiseAsync(ControlCall call)
    {
        var input = await call.ReadAsync("order_id", "reason", "amount", "status").ConfigureAwait(false);
        var order = input.Id("order_id") ?? throw new WrongInputException("'order_id' is missing.");
        var (reason, amount, status) = (input.Text("reason"), input.Whole("amount"), input.Text("status"));
        var dispute = await call.Engine.ExecuteAsync(transaction => PaymentControl.RaiseDispute(
            transaction, order, reason, amount, status is null ? null : new DisputeStatus(status))).ConfigureAwait(false);
        return Reply.Of(call.Engine.Renderer, call.Engine.World, 201, dispute);
    }

    private static async Task<Reply> AdvanceAsync(ControlCall call)
    {
        if (Id(call) is not { } id || call.Engine.World.Disputes.Find(id) is null)
        {
            return ControlCall.NotFound("There is no such dispute.");
        }

        var input = await call.ReadAsync("status").ConfigureAwait(false);
        var status = new DisputeStatus(input.RequiredText("status"));
        var dispute = await call.Engine.ExecuteAsync(transaction => PaymentControl.AdvanceDispute(transaction, id, status)).ConfigureAwait(false);
        return Reply.Of(call.Engine.Renderer, call.Engine.World, 200, dispute);
    }

    private static async Task<Reply> SettleAsync(ControlCall call)
    {
        if (Id(call) is not { } id || call.Engine.World.Refunds.Find(id) is null)
        {
            return ControlCall.NotFound("There is no such refund.");
        }

        var input = await call.ReadAsync("status").ConfigureAwait(false);
        var status = new RefundStatus(input.RequiredText("status"));
        var refund = await call.Engine.ExecuteAsync(transaction => PaymentControl.SettleRefund(transaction, id, status)).ConfigureAwait(false);
        return Reply.Of(call.Engine.Renderer, call.Engine.World, 200, refund);
    }

    private static async Task<Reply> FailAsync(ControlCall call)
    {
        if (Method(call) is not { } id)
        {
            return ControlCall.NotFound("There is no such payment method.");
        }

        var input = await call.ReadOptionalAsync("reason", "times").ConfigureAwait(false);
        var (reason, times) = (input?.Text("reason"), input?.Whole("times"));
        return Shown(await call.Engine.ExecuteAsync(transaction => PaymentControl.Fail(transaction, id, reason, times)).ConfigureAwait(false));
    }

    private static async Task<Reply> RepairAsync(ControlCall call) => Method(call) is { } id
        ? Shown(await call.Engine.ExecuteAsync(transaction => PaymentControl.Repair(transaction, id)).ConfigureAwait(false))
        : ControlCall.NotFound("There is no such payment method.");

    private static async Task<Reply> AuthenticateAsync(ControlCall call)
    {
        if (Id(call) is not { } id || call.Engine.World.Checkouts.Find(id) is null)
        {
            return ControlCall.NotFound("There is no such checkout.");
        }

        var input = await call.ReadOptionalAsync("succeeds").ConfigureAwait(false);
        var succeeds = input?.Flag("succeeds") ?? true;
        await call.Engine.ExecuteAsync(transaction =>
        {
            PaymentControl.Authenticate(transaction, id, succeeds);
            return id;
        }).ConfigureAwait(false);
        return Reply.Json(200, new JsonObject
        {
            ["id"] = id.ToString(),
            ["status"] = call.Engine.World.Checkouts[id].Status.Value,
        }.ToJsonString());
    }

    private static async Task<Reply> HoldAsync(ControlCall call, bool isHeld)
    {
        if (Id(call) is not { } id || call.Engine.World.Checkouts.Find(id) is null)
        {
            return ControlCall.NotFound("There is no such checkout.");
        }

        await call.Engine.ExecuteAsync(transaction => PaymentControl.Hold(transaction, id, isHeld)).ConfigureAwait(false);
        return Reply.Json(200, new JsonObject
        {
            ["id"] = id.ToString(),
            ["held"] = isHeld,
        }.ToJsonString());
    }

    private static async Task<Reply> AuthenticateIntentAsync(ControlCall call)
    {
        if (Intents.Find(call.Engine.World, call.Values["id"]) is not { } intent)
        {
            return ControlCall.NotFound("There is no such intent.");
        }

        var input = await call.ReadOptionalAsync("succeeds").ConfigureAwait(false);
        var succeeds = input?.Flag("succeeds") ?? true;
        var acted = await call.Engine.ExecuteAsync(transaction =>
            PaymentControl.AuthenticateIntent(transaction, intent.ProcessorId, succeeds)).ConfigureAwait(false);
        return Reply.Json(200, new JsonObject
        {
            ["id"] = acted.ProcessorId,
            ["status"] = acted.Status == IntentStatus.Succeeded ? "succeeded" : "requires_payment_method",
        }.ToJsonString());
    }

    private static Guid? Id(ControlCall call) => Guid.TryParse(call.Values["id"], out var id) ? id : null;

    private static Guid? Method(ControlCall call) =>
        Id(call) is { } id && call.Engine.World.PaymentMethods.Find(id) is { IsDeleted: false } ? id : null;

    private static Reply Shown(PaymentMethodRow row) => Reply.Json(200, new JsonObject
    {
        ["id"] = row.Id.ToString(),
        ["customer_id"] = row.CustomerId.ToString(),
        ["refusal"] = row.Refusal?.Reason,
        ["times"] = row.RefusalsLeft,
    }.ToJsonString());
}
