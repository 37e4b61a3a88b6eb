open System
open System.Threading
open Polar.Functional
open Polar.Functional.Contracts

// The FSharp.Core of the SDK, as every new project has it.
let address =
    Environment.GetEnvironmentVariable "POLAR_ADDRESS" |> Unchecked.nonNull

let executor =
    Executor.live (Connection.create (Server.At(Uri address)) "polar_oat_fake")

let created =
    Polar.send executor (Customers.create (CustomerIndividualCreate(Email = "fsharp@acme.dev"))) CancellationToken.None
    |> Async.AwaitTask
    |> Async.RunSynchronously

match created with
| Ok customer ->
    printfn $"created {customer.Id}"
    exit 0
| Error error ->
    printfn $"{error.Message}"
    exit 1
