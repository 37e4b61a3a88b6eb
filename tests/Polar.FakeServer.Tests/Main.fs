module Polar.FakeServer.Tests.Main

open Expecto

[<EntryPoint>]
let main arguments =
    runTestsWithCLIArgs [] arguments (testList "all" [])
