module Polar.FakeServer.Tests.House.BenchmarkTests

open System
open System.Diagnostics
open System.IO
open System.Reflection
open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests

let private own =
    match Assembly.GetExecutingAssembly().GetName().Name with
    | null -> failwith "This assembly has no name."
    | name -> name

let private project = "Polar.Functional.Benchmarks"

/// The benchmarks are built beside these tests.
let private program =
    Path.Combine(AppContext.BaseDirectory.Replace(own, project), project + ".dll")

let private runOnce () : Task<int * string * string> =
    task {
        let start =
            ProcessStartInfo(
                "dotnet",
                [ program; "--once" ],
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false
            )

        use running = new Process(StartInfo = start)
        running.Start() |> ignore
        let errors = running.StandardError.ReadToEndAsync()
        let! output = running.StandardOutput.ReadToEndAsync()
        let! error = errors
        do! running.WaitForExitAsync()
        return running.ExitCode, output, error
    }

[<Tests>]
let tests =
    testList
        "benchmarks"
        [ testCaseTask "every benchmark runs" (fun () ->
              task {
                  let! code, output, error = runOnce ()
                  Expect.equal (code, error) (0, "") "the benchmarks end well"

                  for subject in
                      [ "CustomerPages.Last(1000)"
                        "ProductPages.SortedByName(1000)"
                        "LicenseKeyPages.ByStatus(1000)"
                        "Lookups.ActivateAndDeactivateLicenseKey(1000)"
                        "socket: create a customer: fake"
                        "socket: get a product: bare ASP.NET Core"
                        "socket: page of products: fake"
                        "client call: PolarClient in C#"
                        "decoding: generated code"
                        "Start.StartCallAndStop(False)"
                        "Fork.ForkCallAndStop(1000)" ] do
                      Expect.stringContains output subject "it was run"
              }) ]
