module Polar.FakeServer.Aspire.Tests.Main

open Expecto

[<EntryPoint>]
let main arguments =
    runTestsInAssemblyWithCLIArgs [] arguments
