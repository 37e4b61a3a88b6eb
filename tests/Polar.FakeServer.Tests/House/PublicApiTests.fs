module Polar.FakeServer.Tests.House.PublicApiTests

open Expecto
open Polar.Tests

[<Tests>]
let tests =
    testList "public API" [ PublicApi.test typeof<Polar.FakeServer.FakePolar>.Assembly ]
