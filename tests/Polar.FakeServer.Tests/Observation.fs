namespace Polar.FakeServer.Tests

open System.Collections.Concurrent
open System.Text.Json
open System.Text.Json.Nodes
open System.Threading
open Polar.FakeServer
open Polar.FakeServer.Http

/// What tests do with their fakes, noted while they run: which operations they call, and where they look at what was published.
[<RequireQualifiedAccess>]
module internal Observation =

    [<Struct; RequireQualifiedAccess>]
    type Step =
        /// An operation, the status of its answer, and the name of the refusal; empty where it is none.
        | Call of operation: string * status: int * error: string
        /// Events were read.
        | Look

    let private current = AsyncLocal<string | null>()
    let private noted = ConcurrentDictionary<string, ConcurrentQueue<Step>>()

    /// The tests that there are, each with the module that it stands in.
    let mutable known: Map<string, string> = Map.empty

    /// What is to be said when all tests have run; false where it is a failure.
    let mutable conclude: unit -> bool = fun () -> true

    /// Says which test runs from here on.
    let enter (test: string) : unit = current.Value <- test

    /// What a test has done so far, in its order.
    let ofTest (test: string) : Step list =
        match noted.TryGetValue test with
        | true, steps -> List.ofSeq steps
        | _ -> []

    let private refusal (record: RequestRecord) : string =
        try
            match JsonNode.Parse(record.ReplyBody.Span) with
            | :? JsonObject as body when record.Status >= 400 ->
                match body["error"] with
                | null -> ""
                | error -> string error
            | _ -> ""
        with :? JsonException ->
            ""

    /// Notes what is done with a fake, for the test that has started it.
    let follow (fake: FakePolar) : unit =
        match current.Value with
        | null -> ()
        | test ->
            let steps = noted.GetOrAdd(test, (fun _ -> ConcurrentQueue()))

            fake.Requests.Log.add_Added (fun record ->
                match record.Operation with
                | null -> ()
                | operation -> steps.Enqueue(Step.Call(operation, record.Status, (if record.Status < 400 then "" else refusal record))))

            fake.Webhooks.Looked <- (fun () -> steps.Enqueue Step.Look)
