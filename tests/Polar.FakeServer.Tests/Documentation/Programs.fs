/// The samples that are whole programs, started as such.
[<RequireQualifiedAccess>]
module Polar.FakeServer.Tests.Documentation.Programs

open System
open System.Diagnostics
open System.IO
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.Tests

/// Built with the same configuration as the tests.
let private assembly (name: string) : string =
    let output =
        Path.GetRelativePath(Approved.path "tests/Polar.FakeServer.Tests", AppContext.BaseDirectory)

    Approved.path $"tests/{name}/{output}/{name}.dll"

let private start (name: string) (environment: (string * string) list) : Process =
    let settings =
        ProcessStartInfo("dotnet", [ assembly name ], RedirectStandardOutput = true, RedirectStandardError = true)

    for key, value in environment do
        settings.Environment[key] <- value

    Process.Start settings |> Unchecked.nonNull

/// Runs a program to its end: what it writes.
let run (name: string) : Task<string> =
    task {
        use program = start name []
        let! output = program.StandardOutput.ReadToEndAsync()
        let! errors = program.StandardError.ReadToEndAsync()
        do! program.WaitForExitAsync()
        Expect.equal program.ExitCode 0 $"{name} ends well: {errors}"
        return output
    }

let private listening = Regex @"Now listening on: (?<address>\S+)"

/// Runs a web application while something is done with its address.
let serve (name: string) (environment: (string * string) list) (play: Uri -> Task<unit>) : Task<unit> =
    task {
        use program = start name (("ASPNETCORE_URLS", "http://127.0.0.1:0") :: environment)

        try
            let mutable address: Uri option = None

            while address.IsNone do
                let! line = program.StandardOutput.ReadLineAsync()

                match line with
                | null ->
                    let! errors = program.StandardError.ReadToEndAsync()
                    failtest $"{name} has ended: {errors}"
                | line ->
                    let found = listening.Match line

                    if found.Success then
                        address <- Some(Uri found.Groups["address"].Value)

            do! play address.Value
        finally
            program.Kill true
    }
