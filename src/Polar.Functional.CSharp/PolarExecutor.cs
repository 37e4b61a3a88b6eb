using Polar.Functional.Contracts;
using ExecutorFunction = Microsoft.FSharp.Core.FSharpFunc<
    Polar.Functional.WireRequest,
    Microsoft.FSharp.Core.FSharpFunc<
        System.Threading.CancellationToken,
        System.Threading.Tasks.Task<Microsoft.FSharp.Core.FSharpResult<Polar.Functional.WireResponse, Polar.Functional.TransportFault>>>>;

namespace Polar.Functional.CSharp;

/// <summary>
/// What the calls of a <see cref="PolarClient"/> go through: the network, a stub, a recording, or any of them with another executor around it.
/// </summary>
public sealed class PolarExecutor
{
    private PolarExecutor(ExecutorFunction function) => Function = function;

    internal ExecutorFunction Function { get; }

    /// <summary>Over the network, with the tries that the options allow.</summary>
    /// <param name="options">How to reach Polar.</param>
    /// <returns>The executor.</returns>
    /// <exception cref="ArgumentException">The options have faults; the message names them.</exception>
    public static PolarExecutor Live(PolarOptions options) => new(PolarClient.LiveFunction(options));

    /// <summary>Over an <see cref="HttpClient"/> of the caller's, with the tries that the options allow. It must not follow redirects.</summary>
    /// <param name="http">The client; it stays the caller's.</param>
    /// <param name="options">How to reach Polar.</param>
    /// <returns>The executor.</returns>
    /// <exception cref="ArgumentException">The options have faults; the message names them.</exception>
    public static PolarExecutor Over(HttpClient http, PolarOptions options) => new(PolarClient.HttpFunction(http, options));

    /// <summary>A stub: a function answers, and nothing is sent.</summary>
    /// <param name="answer">Gives the answer, or the fault, for a request.</param>
    /// <returns>The executor.</returns>
    public static PolarExecutor Stub(Func<PolarRequest, PolarReply> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Of((request, _) => Task.FromResult(answer(request)));
    }

    /// <summary>Answers from a recording: equal requests get the recorded answers in their order; what was not recorded is a network fault.</summary>
    /// <param name="recording">The recording.</param>
    /// <returns>The executor.</returns>
    public static PolarExecutor Replay(PolarRecording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        return new(Interop.replay(recording.Exchanges()));
    }

    /// <summary>Keeps every exchange.</summary>
    /// <param name="recording">Where it is kept.</param>
    /// <returns>An executor around this one.</returns>
    public PolarExecutor RecordTo(PolarRecording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        return new(Interop.recording(recording.Add, Function));
    }

    /// <summary>Writes a line for each call: operation, path template, outcome and time; no secret and no value of a path.</summary>
    /// <param name="write">Takes the line.</param>
    /// <param name="time">The clock that calls are measured by; the system's by default.</param>
    /// <returns>An executor around this one.</returns>
    public PolarExecutor LogTo(Action<string> write, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(write);
        return new(Interop.logging(time ?? TimeProvider.System, write, Function));
    }

    /// <summary>Does anything before and after a call, or instead of it.</summary>
    /// <param name="around">Gets the request and what sends it on.</param>
    /// <returns>An executor around this one.</returns>
    public PolarExecutor Around(Func<PolarRequest, Func<Task<PolarReply>>, CancellationToken, Task<PolarReply>> around)
    {
        ArgumentNullException.ThrowIfNull(around);
        return Of((request, cancellation) => around(request, () => SendAsync(request, cancellation), cancellation));
    }

    private static PolarExecutor Of(Func<PolarRequest, CancellationToken, Task<PolarReply>> answer) =>
        new(Interop.ofFunction(async (wire, cancellation) => (await answer(new PolarRequest(wire), cancellation).ConfigureAwait(false)).Answer));

    private async Task<PolarReply> SendAsync(PolarRequest request, CancellationToken cancellation) =>
        PolarReply.From(await Function.Invoke(request.Wire).Invoke(cancellation).ConfigureAwait(false));
}
