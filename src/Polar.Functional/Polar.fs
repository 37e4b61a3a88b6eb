namespace Polar.Functional

open System.Threading
open System.Threading.Tasks

/// Sends requests.
[<RequireQualifiedAccess>]
module Polar =

    let private outcome (request: Request<'ok, 'error>) (response: WireResponse) : Result<'ok, 'error> =
        let endpoint = request.Endpoint

        let failed (failure: ApiFailure) =
            endpoint.OfFailure failure |> ErrorResponse.attach response |> Error

        match response.Status with
        | status when (status >= 200 && status < 300) || (status = 302 && endpoint.ExpectsRedirection) ->
            match endpoint.Success response with
            | Ok value -> Ok value
            | Error fault -> failed (Failures.ofUndecodable response fault)
        | status when status >= 300 && status < 400 -> failed (Failures.ofRedirect request.Path response)
        | _ -> failed (Failures.ofResponse endpoint.Operation PolarApi.Version response)

    /// Sends a request through an executor, with what this one call does differently. Never throws for what an API may answer.
    let sendWith
        (options: SendOptions)
        (executor: Executor)
        (request: Request<'ok, 'error>)
        (cancellation: CancellationToken)
        : Task<Result<'ok, 'error>> =
        task {
            let endpoint = request.Endpoint

            match Request.wire options request with
            | Error error -> return Error(endpoint.OfFailure(ApiFailure.Call error))
            | Ok wire ->
                match! executor wire cancellation with
                | Ok response -> return outcome request response
                | Error(TransportFault.Unreadable(response, _) as fault) ->
                    return
                        endpoint.OfFailure(Failures.ofFault fault)
                        |> ErrorResponse.attach response
                        |> Error
                | Error fault -> return Error(endpoint.OfFailure(Failures.ofFault fault))
        }

    /// Sends a request through an executor. Never throws for what an API may answer.
    let send (executor: Executor) (request: Request<'ok, 'error>) (cancellation: CancellationToken) : Task<Result<'ok, 'error>> =
        sendWith SendOptions.none executor request cancellation

    /// The same answer with the failure that all operations share, so that calls of different operations combine.
    let widen<'ok, 'error when 'error :> IPolarError> (answer: Task<Result<'ok, 'error>>) : Task<Result<'ok, PolarError>> =
        task {
            let! result = answer
            return result |> Result.mapError _.ToPolarError()
        }
