/// What tests of the client ask for.
module internal Polar.Functional.Tests.Facade.ClientCalls

open System
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp
open Polar.Functional.Tests
open Polar.Functional.Tests.Facade.StubHttp

type Options = Polar.Functional.CSharp.CallOptions
let customer = Filled.json<Customer> [ "Name", box "Ada" ]
let id = Guid.NewGuid()

let errorOf (result: PolarResult<'T, 'E>) : PolarError =
    (result.Match((fun _ -> failtest "this should have failed"), (fun error -> error.ToPolarError())))
