/// Faults that a test makes, and how it watches the fake's machinery.
namespace Polar.FakeServer.Tests.Execution

open System
open System.Collections.Concurrent
open System.Net
open System.Threading
open System.Threading.Tasks
open Microsoft.Extensions.Logging
open Polar.FakeServer
open Polar.FakeServer.Execution

/// A job that fails.
type internal FailingJob() =
    interface IJob with
        member _.Run(_: Transaction) = failwith "made to fail"

/// Keeps what the fake tells of itself.
[<Sealed>]
type Log() =
    let lines = ConcurrentQueue<LogLevel * string>()
    member _.Lines = List.ofSeq lines

    interface ILoggerFactory with
        member _.AddProvider _ = ()

        member _.CreateLogger _ =
            { new ILogger with
                member _.BeginScope _ = null
                member _.IsEnabled _ = true

                member _.Log(level, _, state, fault, format) =
                    lines.Enqueue(level, $"{format.Invoke(state, fault)} {fault}") }

    interface IDisposable with
        member _.Dispose() = ()

[<RequireQualifiedAccess>]
module internal Machinery =

    /// Has something done in a step of its own.
    let step (work: Transaction -> unit) (fake: FakePolar) : Task<bool> =
        fake.ExecuteAsync(fun transaction ->
            work transaction
            true)

    /// Has a job wait for its time.
    let schedule (due: DateTimeOffset) (job: IJob) (fake: FakePolar) : Task<bool> =
        step (fun transaction -> transaction.Schedule(due, job)) fake

    /// An endpoint that is a function of the test; it wants these types of events.
    let receive (types: string list) (handle: FakeWebhookRequest -> CancellationToken -> Task<HttpStatusCode>) (fake: FakePolar) =
        fake.Webhooks.ReceiveAsync(Func<_, _, _>(handle), List.toArray types)

    /// An endpoint that lets everybody wait: whom it keeps waiting, and when it has begun to.
    let hanging (types: string list) (fake: FakePolar) =
        task {
            let called =
                TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)

            let! endpoint =
                receive
                    types
                    (fun _ stop ->
                        task {
                            called.TrySetResult() |> ignore
                            do! Task.Delay(Timeout.Infinite, stop)
                            return HttpStatusCode.OK
                        })
                    fake

            return endpoint, called.Task
        }
