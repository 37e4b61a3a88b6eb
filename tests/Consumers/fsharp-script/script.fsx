#i "nuget: FEED"
#r "nuget: Polar.Functional, VERSION"

open System
open System.Threading
open Polar.Functional

let address = Environment.GetEnvironmentVariable "POLAR_ADDRESS"

let executor =
    Executor.live (Connection.create (Server.At(Uri address)) "polar_oat_fake")

let listed =
    Polar.send executor (Customers.list (Contracts.CustomersListQuery())) CancellationToken.None
    |> Async.AwaitTask
    |> Async.RunSynchronously

match listed with
| Ok page ->
    printfn $"{page.Pagination.TotalCount} customers"
    exit 0
| Error error ->
    printfn $"{error.Message}"
    exit 1
