/// `polar-fake serve` as a process.
module internal Polar.FakeServer.Tests.CommandLine.Serving

open System.Diagnostics
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine.Tool

let ended (running: Process) =
    task {
        let started = Stopwatch.GetTimestamp()
        do! running.WaitForExitAsync().WaitAsync patience
        return Stopwatch.GetElapsedTime started
    }
