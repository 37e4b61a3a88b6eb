/// Which test shows a success of each operation, and which one each of its documented errors, as seen while the tests ran.
module internal Polar.FakeServer.Tests.Coverage.OperationTable

open System
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.FakeServer.Tests

/// A failure that an operation documents, beside what the schema refuses.
type Refusal =
    {
        Operation: string
        Status: int
        /// The name of the error; empty where whatever comes with the status is meant.
        Error: string
    }

let private operations: Operation list =
    endpoints |> List.map _.Operation |> List.distinctBy _.Id

let private methodOf: Map<string, string> =
    Map.ofList [ for operation in operations -> operation.Id, operation.Method ]

let ids: string list = [ for route in Operations.all -> route.Id ]

/// Every documented failure, in the order of the API.
let refusals: Refusal list =
    [ for id in ids do
          let operation = operations |> List.find (fun operation -> operation.Id = id)

          for error in operation.Errors do
              if error.Status <> 422 || error.Code.IsSome then
                  { Operation = id
                    Status = error.Status
                    Error = Option.defaultValue "" error.Code } ]
    |> List.distinct

/// Tests that go through every operation, list or body, or through what chance makes, show nothing of one of them.
let private ofAll =
    [ for place in
          [ "Conformance."
            "Lists.SampleListTests"
            "Properties."
            "Validation."
            "Transport.BodyTests"
            "Transport.FaultTests"
            "Transport.HeaderTests"
            "Transport.HostTests"
            "Transport.OrderTests"
            "Transport.PathTests"
            "Transport.RouteTests"
            "Transport.StatusTests"
            "Transport.TargetTests"
            "Coverage."
            "House."
            "Refusals.RefusalTests"
            "SampleData." ] -> $"Polar.FakeServer.Tests.{place}" ]

/// One that calls more operations than this is about none of them.
let private most = 40

let private isRead (operation: string) = methodOf.TryFind operation = Some "GET"

/// The operations that a test shows a success of. One that reads, by its answer; one that changes something, where the events that followed were read
/// before anything else was changed, and something of the state was read afterwards.
let private successes (steps: Observation.Step array) : string list =
    let isChange step =
        match step with
        | Observation.Step.Call(operation, status, _) -> status < 400 && methodOf.ContainsKey operation && not (isRead operation)
        | Observation.Step.Look -> false

    [ for index in 0 .. steps.Length - 1 do
          match steps[index] with
          | Observation.Step.Call(operation, status, _) when status < 400 && methodOf.ContainsKey operation ->
              if isRead operation then
                  operation
              else
                  let behind = steps[index + 1 ..]

                  let looked = behind |> Seq.takeWhile (isChange >> not) |> Seq.exists _.IsLook

                  let read =
                      behind
                      |> Array.exists (fun step ->
                          match step with
                          | Observation.Step.Call(other, _, _) -> isRead other
                          | Observation.Step.Look -> false)

                  if looked && read then
                      operation
          | _ -> () ]
    |> List.distinct

let private refused (steps: Observation.Step array) : Refusal list =
    [ for step in steps do
          match step with
          | Observation.Step.Call(operation, status, error) when status >= 400 ->
              { Operation = operation
                Status = status
                Error = error }

              { Operation = operation
                Status = status
                Error = "" }
          | _ -> () ]
    |> List.distinct

/// What was seen: the tests for each operation and for each refusal, those first that call the fewest operations.
type Seen =
    { Successes: Map<string, string list>
      Refusals: Map<Refusal, string list> }

let private isOfAll (place: string) =
    ofAll
    |> List.exists (fun start -> place.StartsWith(start, StringComparison.Ordinal))

let private called (steps: Observation.Step array) : int =
    steps
    |> Seq.choose (fun step ->
        match step with
        | Observation.Step.Call(operation, _, _) -> Some operation
        | Observation.Step.Look -> None)
    |> Seq.distinct
    |> Seq.length

let seen () : Seen =
    let shown =
        [ for KeyValue(test, place) in Observation.known do
              if not (isOfAll place) then
                  let steps = Array.ofList (Observation.ofTest test)
                  let count = called steps

                  if count > 0 && count <= most then
                      (count, test), successes steps, refused steps ]
        |> List.sortBy (fun (rank, _, _) -> rank)

    let by (things: (int * string) * string list * Refusal list -> 'a list) =
        [ for (_, test), _, _ as entry in shown do
              for thing in things entry -> thing, test ]
        |> List.groupBy fst
        |> List.map (fun (thing, tests) -> thing, List.map snd tests)
        |> Map.ofList

    { Successes = by (fun (_, successes, _) -> successes)
      Refusals = by (fun (_, _, refusals) -> refusals) }
