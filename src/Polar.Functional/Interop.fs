/// Executors as values, for callers to which a curried function is a method of many parameters.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Interop

open System
open System.Net.Http
open System.Threading
open System.Threading.Tasks

let ofHttpClient (client: HttpClient) (connection: Connection) : Executor =
    let executor = Executor.ofHttpClient client connection
    executor

let live (connection: Connection) : Executor =
    let executor = Executor.live connection
    executor

let retry (policy: RetryPolicy) (executor: Executor) : Executor =
    let retrying = Executor.retry policy executor
    retrying

let logging (time: TimeProvider) (write: Action<string>) (executor: Executor) : Executor =
    let logging = Executor.logging time write.Invoke executor
    logging

let ofFunction (answer: Func<WireRequest, CancellationToken, Task<Result<WireResponse, TransportFault>>>) : Executor =
    let executor: Executor =
        fun request cancellation -> answer.Invoke(request, cancellation)

    executor

let recording (keep: Action<Exchange>) (executor: Executor) : Executor =
    let recording = Executor.recording keep.Invoke executor
    recording

let replay (exchanges: Exchange seq) : Executor =
    let replaying = Executor.replay exchanges
    replaying

let withOptions (options: SendOptions) (executor: Executor) : Executor =
    let optional = Executor.withOptions options executor
    optional
