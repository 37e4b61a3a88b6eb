/// Calls whose failures are looked at.
module internal Polar.Functional.Tests.Core.ErrorCalls

open System
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests

let id = Guid.Parse "992fae2a-2a17-4b7a-8d9e-e287cf90131b"

let get (response: WireResponse) =
    send (always response) (Products.get id) |> failed

let call (response: WireResponse) = get response |> box |> callOf
let html = "<html><body>Bad gateway</body></html>"
