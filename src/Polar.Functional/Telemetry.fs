namespace Polar.Functional

open System
open System.Collections.Generic
open System.Diagnostics
open System.Diagnostics.Metrics
open System.Threading
open System.Threading.Tasks

/// What the client tells OpenTelemetry: a span and a duration for each try of a call, with the conventions for HTTP clients. Neither holds a
/// secret, a value of a path or a query: an address may hold them, so `url.template` takes the place of `url.full`.
[<RequireQualifiedAccess>]
module Telemetry =

    /// The name of the activity source and of the meter.
    [<Literal>]
    let Name = "Polar.Functional"

    let private source = new ActivitySource(Name)
    let private meter = new Meter(Name)

    let private duration =
        meter.CreateHistogram<double>(
            "http.client.request.duration",
            "s",
            "Duration of HTTP client requests.",
            tags = Seq.empty<KeyValuePair<string, objnull>>,
            advice =
                InstrumentAdvice<double>(
                    HistogramBucketBoundaries =
                        [| 0.005
                           0.01
                           0.025
                           0.05
                           0.075
                           0.1
                           0.25
                           0.5
                           0.75
                           1.0
                           2.5
                           5.0
                           7.5
                           10.0 |]
                )
        )

    /// What is known before there is an answer.
    let private requestTags (server: Uri) (request: WireRequest) : TagList =
        let mutable tags = TagList()
        tags.Add("http.request.method", request.Operation.Method)
        tags.Add("server.address", server.Host)
        tags.Add("server.port", server.Port)
        tags.Add("url.scheme", server.Scheme)
        tags.Add("url.template", request.Operation.Template)
        tags.Add("polar.operation.id", request.Operation.Id)
        tags

    /// Why a try failed, in few words; None where it did not.
    let private errorType (answer: Result<WireResponse, TransportFault>) : string option =
        match answer with
        | Ok response when response.Status >= 400 -> Some(string response.Status)
        | Ok _ -> None
        | Error TransportFault.Cancelled -> Some "cancelled"
        | Error(TransportFault.TimedOut _) -> Some "timeout"
        | Error(TransportFault.Unsendable _) -> Some "unsendable"
        | Error(TransportFault.Unreadable _) -> Some "unreadable_body"
        | Error _ -> Some "network"

    let private answerTags (answer: Result<WireResponse, TransportFault>) : (string * objnull) list =
        [ match answer with
          | Ok response
          | Error(TransportFault.Unreadable(response, _)) -> "http.response.status_code", box response.Status
          | Error _ -> ()
          match errorType answer with
          | Some error -> "error.type", box error
          | None -> () ]

    let private finish (activity: Activity) (request: WireRequest) (answer: Result<WireResponse, TransportFault>) : unit =
        if request.Attempt > 1 then
            activity.SetTag("http.request.resend_count", request.Attempt - 1) |> ignore

        for name, value in answerTags answer do
            activity.SetTag(name, value) |> ignore

        if (errorType answer).IsSome then
            activity.SetStatus ActivityStatusCode.Error |> ignore

    let private measure (tags: TagList) (started: int64) (answer: Result<WireResponse, TransportFault>) : unit =
        let mutable tags = tags

        for name, value in answerTags answer do
            tags.Add(name, value)

        duration.Record((Stopwatch.GetElapsedTime started).TotalSeconds, &tags)

    let private observed
        (server: Uri)
        (send: WireRequest -> CancellationToken -> Task<Result<WireResponse, TransportFault>>)
        (request: WireRequest)
        (cancellation: CancellationToken)
        =
        task {
            let tags = requestTags server request
            let started = Stopwatch.GetTimestamp()

            use activity =
                source.StartActivity(
                    $"{request.Operation.Method} {request.Operation.Template}",
                    ActivityKind.Client,
                    Unchecked.defaultof<ActivityContext>,
                    tags
                )

            let! answer = send request cancellation

            match activity with
            | null -> ()
            | activity -> finish activity request answer

            if duration.Enabled then
                measure tags started answer

            return answer
        }

    /// Tells of every request that goes out; costs next to nothing while nobody listens.
    let internal observing
        (connection: Connection)
        (send: WireRequest -> CancellationToken -> Task<Result<WireResponse, TransportFault>>)
        : WireRequest -> CancellationToken -> Task<Result<WireResponse, TransportFault>> =
        match Server.fault connection.Server with
        | Some _ -> send // Nothing goes out to what is no server.
        | None ->
            let server = Uri connection.Server.Address

            fun request cancellation ->
                if source.HasListeners() || duration.Enabled then
                    observed server send request cancellation
                else
                    send request cancellation
