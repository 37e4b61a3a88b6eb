namespace Polar.Functional

open System
open System.Collections.Concurrent
open System.Collections.Generic
open System.Net.Http
open System.Threading
open System.Threading.Tasks

/// Interprets requests: live HTTP, the fake, a recording, a stub. Never throws.
type Executor = WireRequest -> CancellationToken -> Task<Result<WireResponse, TransportFault>>

/// How often, and how patiently, an executor tries again.
type RetryPolicy =
    {
        /// Tries in all, the first included.
        Attempts: int
        /// The longest wait before the second try; it doubles with each further one.
        BaseDelay: TimeSpan
        /// No wait is longer than this, unless the server asks for it.
        LongestDelay: TimeSpan
        /// Where the server asks for a longer wait than this, there is no further try.
        LongestRetryAfter: TimeSpan
        Time: TimeProvider
        /// A number from 0 up to 1, for jitter.
        Jitter: unit -> float
    }

[<RequireQualifiedAccess>]
module RetryPolicy =

    /// Three tries, waiting up to half a second, then up to a second; up to a minute where the server asks for it.
    let standard: RetryPolicy =
        { Attempts = 3
          BaseDelay = TimeSpan.FromSeconds 0.5
          LongestDelay = TimeSpan.FromSeconds 30.0
          LongestRetryAfter = TimeSpan.FromMinutes 1.0
          Time = TimeProvider.System
          Jitter = Random.Shared.NextDouble }

/// One exchange, as a recording keeps it: without a token, but with whatever path, bodies and answer hold; `Recording.clean` takes the secrets
/// out of those. Printing it shows nothing of the request's secrets, and nothing of the answer but its status.
[<StructuredFormatDisplay("{Shown}")>]
type Exchange =
    {
        /// The operation's id, `customers:get_state`.
        OperationId: string
        Method: string
        /// The path with its parameters in braces.
        Template: string
        Path: string
        Query: string
        Body: RequestBody
        Answer: Result<WireResponse, TransportFault>
    }

    /// The request as it is printed, which is also what a replay compares: secrets differ from run to run.
    member internal exchange.Request: string =
        Redaction.request exchange.Method exchange.Template exchange.Path exchange.Query (exchange.Body.ToString())

    member internal exchange.Shown: string =
        match exchange.Answer with
        | Ok response -> $"{exchange.Request} -> {response.Status}"
        | Error fault -> $"{exchange.Request} -> {fault}"

    override exchange.ToString() = exchange.Shown

/// Makes executors, and wraps them in others.
[<RequireQualifiedAccess>]
module Executor =

    /// Over any `HttpClient`: one of a factory, one with handlers of its own, one of a test host. It must not follow redirects. What it repeats on its
    /// own counts as one try here: .NET's handlers send a request without a body up to four times when connections are lost, unless the client is made
    /// over `HttpHandler.create ()`.
    let ofHttpClient (client: HttpClient) (connection: Connection) : Executor =
        Transport.exchanging
            (fun message cancellation -> client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation))
            connection
        |> Telemetry.observing connection

    /// Over the network, through Flurl's client. A call is sent once.
    let live (connection: Connection) : Executor =
        Transport.exchanging (FlurlTransport.create ()) connection
        |> Telemetry.observing connection

    /// A pure stub.
    let ofFunction (answer: WireRequest -> Result<WireResponse, TransportFault>) : Executor =
        fun request _ -> Task.FromResult(answer request)

    /// What one call does differently applies to all calls through this executor, unless the call itself says otherwise.
    let withOptions (options: SendOptions) (executor: Executor) : Executor =
        fun request cancellation ->
            let options =
                { AccessToken = request.Options.AccessToken |> Option.orElse options.AccessToken
                  Timeout = request.Options.Timeout |> Option.orElse options.Timeout
                  Headers = options.Headers @ request.Options.Headers }

            executor { request with Options = options } cancellation

    /// A timer takes no more.
    let private longestTimer = TimeSpan.FromDays 49.0

    /// A bound on each call, measured by the given clock: a positive time, beyond 49 days none.
    let timeout (time: TimeProvider) (after: TimeSpan) (executor: Executor) : Executor =
        fun request cancellation ->
            task {
                match Connection.timeoutFault after with
                | Some fault -> return Error(TransportFault.Unsendable fault)
                | None ->
                    use stop = CancellationTokenSource.CreateLinkedTokenSource cancellation

                    let bound =
                        if after <= longestTimer then
                            after
                        else
                            Timeout.InfiniteTimeSpan

                    try
                        // The wait ends also where the executor does not look at its token.
                        return! (executor request stop.Token).WaitAsync(bound, time, cancellation)
                    with
                    | :? TimeoutException ->
                        stop.Cancel()
                        return Error(TransportFault.TimedOut after)
                    | :? OperationCanceledException -> return Error TransportFault.Cancelled
            }

    /// What the next try may find otherwise; an operation that the server does not have (501) stays so. 520 to 524 are Cloudflare's.
    let private isTransient (status: int) =
        match status with
        | 500
        | 502
        | 503
        | 504 -> true
        | status -> status >= 520 && status <= 524

    /// Whether a 429 is certainly no word of the operation's, which are all JSON: the rate limiter and proxies in front refuse a call before anybody
    /// looks at it.
    let private isUntouched (response: WireResponse) =
        match (ErrorBody.text response).TrimStart() with
        | "" -> true
        | text -> text[0] <> '{' && text[0] <> '['

    /// Whether another try can do no harm: nothing was changed, or the call was refused before it could change anything.
    let private mayRepeat (request: WireRequest) (answer: Result<WireResponse, TransportFault>) =
        let isSafe = request.Operation.Retry = RetryClass.Safe

        match answer with
        | Ok response when response.Status = 429 -> isSafe || (request.Operation.Method = "POST" && isUntouched response)
        | Ok response -> isSafe && isTransient response.Status
        | Error(TransportFault.Network _ | TransportFault.TimedOut _ | TransportFault.Unreadable(_, BodyFault.EndsEarly)) -> isSafe
        | Error(TransportFault.Unsendable _ | TransportFault.Cancelled | TransportFault.Unreadable _) -> false

    /// How long the server asks to wait.
    let private asked (time: TimeProvider) (answer: Result<WireResponse, TransportFault>) : TimeSpan =
        match answer with
        | Ok response ->
            RetryAfter.ofResponse (Some(time.GetUtcNow())) response
            |> Option.defaultValue TimeSpan.Zero
        | Error _ -> TimeSpan.Zero

    let private delay (policy: RetryPolicy) (attempt: int) (answer: Result<WireResponse, TransportFault>) =
        let longest =
            min policy.LongestDelay.TotalSeconds (policy.BaseDelay.TotalSeconds * Math.Pow(2.0, float (attempt - 1)))

        // At least half of it, so that jitter never makes a hammer of the client.
        let own = longest * (0.5 + policy.Jitter() / 2.0)

        max (TimeSpan.FromSeconds own) (asked policy.Time answer) |> min longestTimer

    /// Tries again what may be repeated; waits at least as long as the server asks, and stops waiting when the caller gives up.
    let retry (policy: RetryPolicy) (executor: Executor) : Executor =
        fun request cancellation ->
            task {
                let mutable attempt = 1
                let! first = executor request cancellation
                let mutable answer = first

                while attempt < policy.Attempts
                      && mayRepeat request answer
                      && asked policy.Time answer <= policy.LongestRetryAfter
                      && not cancellation.IsCancellationRequested do
                    try
                        do! Task.Delay(delay policy attempt answer, policy.Time, cancellation)
                        attempt <- attempt + 1
                        let! next = executor { request with Attempt = attempt } cancellation
                        answer <- next
                    with :? OperationCanceledException ->
                        answer <- Error TransportFault.Cancelled

                return answer
            }

    /// One line for each call: operation, path template, outcome and time. No value of a path, no body and no token is in it.
    let logging (time: TimeProvider) (write: string -> unit) (executor: Executor) : Executor =
        fun request cancellation ->
            task {
                let started = time.GetTimestamp()
                let! answer = executor request cancellation
                let elapsed = time.GetElapsedTime(started).TotalMilliseconds

                let outcome =
                    match answer with
                    | Ok response -> string response.Status
                    | Error(TransportFault.Network reason) -> $"no answer ({reason})"
                    | Error(TransportFault.TimedOut _) -> "timed out"
                    | Error TransportFault.Cancelled -> "cancelled"
                    | Error(TransportFault.Unsendable reason) -> $"not sent ({reason})"
                    | Error(TransportFault.Unreadable(response, fault)) -> $"{response.Status}, whose body {fault.Reason}"

                write $"{request.Operation.Id} {request.Operation.Method} {request.Operation.Template} -> {outcome} in {elapsed:f0} ms"
                return answer
            }

    /// Hands every exchange to a sink, tokens left out.
    let recording (keep: Exchange -> unit) (executor: Executor) : Executor =
        fun request cancellation ->
            task {
                let! answer = executor request cancellation

                keep
                    { OperationId = request.Operation.Id
                      Method = request.Operation.Method
                      Template = request.Operation.Template
                      Path = request.Path
                      Query = request.Query
                      Body = request.Body
                      Answer = answer }

                return answer
            }

    /// Answers from a recording: equal requests get the recorded answers in their order, the last one again and again. Requests that differ in
    /// their secrets alone are equal, so that a recording from which they were cleaned serves as well. Anything else is a network fault that
    /// says what was not recorded.
    let replay (exchanges: Exchange seq) : Executor =
        let answers =
            ConcurrentDictionary<string, Queue<Result<WireResponse, TransportFault>>>()

        for exchange in exchanges do
            answers.GetOrAdd(exchange.Request, (fun _ -> Queue())).Enqueue exchange.Answer

        fun request _ ->
            match answers.TryGetValue(request.ToString()) with
            | true, queue ->
                let answer =
                    lock queue (fun () -> if queue.Count > 1 then queue.Dequeue() else queue.Peek())

                Task.FromResult answer
            | _ -> Task.FromResult(Error(TransportFault.Network $"Not recorded: {request.Operation.Method} {request.Operation.Template}"))
