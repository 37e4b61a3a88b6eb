/// Laws that hold for whatever is generated.
module internal Polar.FakeServer.Tests.Usage.Events.GeneratedLaws

open System.Linq
open Expecto
open FsCheck
open FsCheck.FSharp
open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Generated
open Polar.FakeServer.Simulation
open Polar.FakeServer.Storage
open Polar.FakeServer.Usage.Events
open Polar.FakeServer.Validation
open Polar.FakeServer.Tests
open Polar.Functional.Contracts

let always (name: string) (generator: Gen<'a>) (holds: 'a -> unit) =
    testCase name (fun () -> Check.One(Config.QuickThrowOnFailure.WithMaxTest 300, Prop.forAll (Arb.fromGen generator) holds))
