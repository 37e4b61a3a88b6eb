using System.Globalization;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Persistence;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Recording;

/// <summary>Repeats the steps of a recording on a fake that has just been made, and compares.</summary>
/// <param name="services">The fake.</param>
/// <param name="sender">Its webhooks, which are not sent.</param>
/// <param name="answer">Answers a call.</param>
internal sealed class Replayer(ControlServices services, WebhookSender sender, Func<HttpContext, Task<Reply>> answer)
{
    private int _calls;

    private Engine Engine => services.Engine;

    /// <summary>Repeats what is left of a recording, up to the first thing that is not as it was.</summary>
    /// <param name="recording">The recording, behind its header.</param>
    /// <param name="progress">Is told how far it has come, from 0 to 1.</param>
    /// <exception cref="FormatException">A line of it is no step.</exception>
    public async Task<FakeReplay> RunAsync(RecordingReader recording, IProgress<double>? progress)
    {
        while (await recording.ReadStepAsync().ConfigureAwait(false) is var (time, step))
        {
            Engine.Clock.Set(time);
            if (await RepeatAsync(step).ConfigureAwait(false) is { } difference)
            {
                return new FakeReplay(_calls, $"{difference} (line {recording.Line.ToString(CultureInfo.InvariantCulture)} of the recording).", IsComplete: false);
            }

            if (step is EndStep)
            {
                return new FakeReplay(_calls, null, IsComplete: true);
            }

            progress?.Report(recording.Progress);
        }

        return new FakeReplay(_calls, null, IsComplete: false);
    }

    /// <summary>Repeats one step; what is different, as a sentence without its end.</summary>
    private async Task<string?> RepeatAsync(RecordedStep step)
    {
        switch (step)
        {
            case CallStep call:
                return await RepeatAsync(call).ConfigureAwait(false);
            case NextDueStep next:
                await Engine.RunNextAsync(next.Until, CancellationToken.None).ConfigureAwait(false);
                return null;
            case ArrivalStep arrival:
                await Engine.ArriveAsync(arrival.Moment, CancellationToken.None).ConfigureAwait(false);
                return null;
            case AlarmStep:
                await Engine.RunDueAsync().ConfigureAwait(false);
                return null;
            case ResetStep:
                await services.ResetAsync().ConfigureAwait(false);
                return null;
            case DeliveryStep delivery:
                await sender.RepeatAsync(delivery).ConfigureAwait(false);
                return null;
            case ReceiverStep receiver:
                await Engine.ExecuteAsync(transaction => receiver.Add(transaction, services.Identity.Organization)).ConfigureAwait(false);
                return null;
            case ReceiverEndStep end:
                await Engine.ExecuteAsync(transaction => WebhookRules.Delete(transaction, end.Endpoint)).ConfigureAwait(false);
                return null;
            case CheckoutBankStep bank:
                await Engine.ExecuteAsync(bank.Take).ConfigureAwait(false);
                return null;
            case IntentBankStep bank:
                await Engine.ExecuteAsync(bank.Take).ConfigureAwait(false);
                return null;
            case EndStep end:
                return WorldDigest.Of(Engine.World) == end.World ? null : $"All {_calls} calls were answered as they were, but the world is another one at the end";
            case InProcessStep inProcess:
                return $"The program called {inProcess.Name} of the fake in its process, which cannot be repeated; the same is there as a call below /_fake/";
            default:
                throw new ArgumentException($"There is no way to repeat {step.GetType().Name}.", nameof(step));
        }
    }

    private async Task<string?> RepeatAsync(CallStep call)
    {
        _calls++;
        if (!call.IsRepeated)
        {
            return null;
        }

        var (_, now) = RecordedAnswer.Of(await answer(call.Request()).ConfigureAwait(false));
        return call.Answer.DifferenceTo(now, comparesBody: !call.OnlyLooks) is { } difference
            ? $"Call {_calls.ToString(CultureInfo.InvariantCulture)}, {call.Method} {SecretRemoval.From(call.Target)}: {difference}"
            : null;
    }
}
