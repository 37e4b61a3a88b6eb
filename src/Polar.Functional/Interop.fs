/// Executors as values, for callers to which a curried function is a method of many parameters.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Interop

open System
open System.Net.Http

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
