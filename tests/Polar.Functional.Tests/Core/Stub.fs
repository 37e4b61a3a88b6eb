/// Stubs for the tests of the core: answers and clocks.
module Polar.Functional.Tests.Core.Stub

open System
open System.Text
open System.Threading
open System.Threading.Tasks
open Expecto
open Microsoft.FSharp.Reflection
open Polar.Functional
open Polar.Tests.Endpoints

/// An answer with headers of its own and nothing else.
let bare (status: int) (headers: (string * string) list) (body: string) : WireResponse =
    { Status = status
      Headers = headers
      Body = Encoding.UTF8.GetBytes body }

/// An answer that echoes the version, as Polar's do.
let answer (status: int) (body: string) : WireResponse =
    bare status [ "polar-version", "2026-10"; "content-type", "application/json" ] body

let errorBody (code: string) (detail: string) =
    $"""{{"error":"{code}","detail":"{detail}"}}"""

/// An executor that gives the same answer each time.
let always (response: WireResponse) : Executor =
    Executor.ofFunction (fun _ -> Ok response)

/// An executor that gives the answers in turn, and the list of what it was asked.
let script (answers: Result<WireResponse, TransportFault> list) : Executor * ResizeArray<WireRequest> =
    let asked = ResizeArray<WireRequest>()

    let executor =
        Executor.ofFunction (fun request ->
            asked.Add request
            answers[min (asked.Count - 1) (answers.Length - 1)])

    executor, asked

let wait (task: Task<'a>) : 'a = task.GetAwaiter().GetResult()

let send (executor: Executor) (request: Request<'ok, 'error>) : Result<'ok, 'error> =
    wait (Polar.send executor request CancellationToken.None)

let failed (result: Result<'ok, 'error>) : 'error =
    match result with
    | Ok value -> failtest $"this should have failed: {value}"
    | Error error -> error

let succeeded (result: Result<'ok, 'error>) : 'ok =
    match result with
    | Ok value -> value
    | Error error -> failtest $"this should have succeeded: {error}"

/// A clock whose timers fire at once; it keeps what they were set to.
type SkippingTime() =
    inherit TimeProvider()
    let waits = ResizeArray<TimeSpan>()

    member _.Waits = List.ofSeq waits

    override _.GetUtcNow() = DateTimeOffset.UnixEpoch

    override _.CreateTimer(callback, state, due, _) =
        lock waits (fun () -> waits.Add due)
        ThreadPool.QueueUserWorkItem(fun _ -> callback.Invoke state) |> ignore

        { new ITimer with
            member _.Change(_, _) = true
            member _.Dispose() = ()
            member _.DisposeAsync() = ValueTask.CompletedTask }

/// A clock that stands still: its timers never fire.
type FrozenTime(now: DateTimeOffset) =
    inherit TimeProvider()
    override _.GetUtcNow() = now

    override _.CreateTimer(_, _, _, _) =
        { new ITimer with
            member _.Change(_, _) = true
            member _.Dispose() = ()
            member _.DisposeAsync() = ValueTask.CompletedTask }

/// What any call can meet, out of an operation's error.
let callOf (error: objnull) : CallError =
    let error = Unchecked.nonNull error

    match FSharpValue.GetUnionFields(error, error.GetType()) with
    | case, [| :? CallError as call |] when case.Name = "Call" -> call
    | case, _ -> failtest $"the case is {case.Name}, not one that any call can meet"

/// The error that every operation gives for an answer must be the same `CallError`.
let everyOperationMeets (response: WireResponse) (expected: CallError -> bool) (said: string) =
    for endpoint in endpoints do
        match endpoint.Send response with
        | Ok _ -> failtest $"{endpoint.Operation.Id} succeeds"
        | Error error -> Expect.isTrue (expected (callOf error)) $"{endpoint.Operation.Id}: {said}, but it is {error}"
