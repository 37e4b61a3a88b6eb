namespace Polar.Functional

open System.Threading
open System.Threading.Tasks

/// Sends requests.
[<RequireQualifiedAccess>]
module Polar =

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
                | Error fault -> return Error(endpoint.OfFailure(Decode.fault fault))
                | Ok response when response.Status < 400 && (response.Status < 300 || response.Status = 302) ->
                    return
                        endpoint.Success response
                        |> Result.mapError (fun fault ->
                            CallError.Undecodable(fault.Path, fault.Message, response.Status)
                            |> ApiFailure.Call
                            |> endpoint.OfFailure)
                | Ok response -> return Error(endpoint.OfFailure(Decode.failure endpoint.Operation PolarApi.Version response))
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
