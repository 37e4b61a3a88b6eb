module Polar.FakeServer.BrowserTests.Main

open Expecto

[<EntryPoint>]
let main arguments =
    let exitCode = runTestsInAssemblyWithCLIArgs [] arguments
    Browser.close().GetAwaiter().GetResult()
    exitCode
