/// Every app that uses the client carries the contracts with it.
module Polar.Functional.Tests.Contracts.AssemblySizeTests

open System.IO
open Expecto
open Polar.Functional.Contracts

let private most = 3_000_000L

[<Tests>]
let tests =
    testCase "the contracts are smaller than three megabytes" (fun () ->
        let size = FileInfo(typeof<Order>.Assembly.Location).Length
        Expect.isGreaterThan size 0L "an assembly"
        Expect.isLessThan size most "bytes")
