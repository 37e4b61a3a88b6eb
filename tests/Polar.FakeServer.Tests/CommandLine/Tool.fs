/// What the tests of the command line share: commands in this process, and as processes of their own.
module Polar.FakeServer.Tests.CommandLine.Tool

open System
open System.Diagnostics
open System.IO
open System.Net.Http
open System.Runtime.InteropServices
open System.Text
open System.Text.RegularExpressions
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tool
open Polar.FakeServer.Tests

/// What a command wrote and ended with.
type Outcome =
    { Code: int
      Output: string
      Error: string }

let lines (text: string) =
    text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)
    |> List.ofArray

/// Runs a command in this process, with these variables and no others.
let runWith (variables: Map<string, string>) (stop: CancellationToken) (output: TextWriter) (arguments: string list) : Task<Outcome> =
    task {
        use error = new StringWriter()

        let! code =
            CommandLine.RunAsync(List.toArray arguments, Terminal.Plain(output, error), stop, variables)

        return
            { Code = code
              Output = string output
              Error = string error }
    }

let runUntil stop output arguments = runWith Map.empty stop output arguments

let run (arguments: string list) : Task<Outcome> =
    task {
        use output = new StringWriter()
        return! runUntil CancellationToken.None output arguments
    }

/// Tells when a text has been written.
[<Sealed>]
type Awaited(text: string) =
    inherit StringWriter()

    let written =
        TaskCompletionSource TaskCreationOptions.RunContinuationsAsynchronously

    member _.Written: Task = written.Task

    override writer.Flush() =
        if (string writer).Contains text then
            written.TrySetResult() |> ignore

    override writer.Write(value: char) =
        base.Write value
        writer.Flush()

    override writer.Write(value: string | null) =
        base.Write value
        writer.Flush()

let addressIn (text: string) =
    Uri (Regex.Match(text, @"http://127\.0\.0\.1:\d+")).Value

/// A `serve` in this process on a free port; it is stopped when the play is over.
let serving (arguments: string list) (play: string -> HttpClient -> Task<unit>) : Task<Outcome> =
    task {
        use stop = new CancellationTokenSource()
        use output = new Awaited("Ctrl-C")
        let ended = runUntil stop.Token output ([ "serve"; "--port"; "0" ] @ arguments)
        do! output.Written.WaitAsync(TimeSpan.FromSeconds 30.0)
        use client = new HttpClient(BaseAddress = addressIn (string output))
        do! play (string output) client
        stop.Cancel()
        return! ended
    }

/// What starts the tool as a process, and the words before its own: the one that was built beside these tests, or an installed one that POLAR_TESTED_TOOL names.
let program, first =
    match Environment.GetEnvironmentVariable "POLAR_TESTED_TOOL" with
    | null
    | "" ->
        let configuration =
            DirectoryInfo(AppContext.BaseDirectory).Parent |> Unchecked.nonNull |> _.Name

        "dotnet", [ Polar.Tests.Approved.path $"fake-server/Polar.FakeServer.Tool/bin/{configuration}/net10.0/polar-fake.dll" ]
    | installed -> installed, []

/// The same as a shell takes it.
let command = String.Join(' ', [ for word in program :: first -> $"'{word}'" ])

let start (arguments: string list) : Process =
    let start =
        ProcessStartInfo(program, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true)

    for argument in first @ arguments do
        start.ArgumentList.Add argument

    Process.Start start |> Unchecked.nonNull

[<DllImport("libc", SetLastError = true)>]
extern int kill(int pid, int signal)

[<DllImport("libc", EntryPoint = "signal")>]
extern nativeint dispose(int signal, nativeint disposition)

let interrupt = 2
let terminate = 15

/// A shell that runs tests in the background has them ignore interrupts, and whatever they start ignores them too.
let heedInterrupts () =
    let status = "/proc/self/status"

    if File.Exists status then
        let ignored =
            File.ReadAllLines status
            |> Array.find _.StartsWith("SigIgn:")
            |> fun line -> Convert.ToUInt64((line.Split ':')[1] |> _.Trim(), 16)

        if ignored &&& (1UL <<< (interrupt - 1)) <> 0UL then
            dispose (interrupt, 0n) |> ignore

/// Whatever becomes of the test, the process does not outlive it.
let killedInTheEnd (running: Process) =
    { new IDisposable with
        member _.Dispose() =
            if not running.HasExited then
                running.Kill() }

let patience = TimeSpan.FromSeconds 60.0


/// Starts `serve` as a process, and waits until it says that it listens: the process and what it has said.
let startServing (arguments: string list) : Task<Process * string> =
    task {
        let running = start ([ "serve"; "--port"; "0"; "--empty" ] @ arguments)
        let said = StringBuilder()
        let mutable reading = true

        while reading do
            match! running.StandardOutput.ReadLineAsync() with
            | null -> failtest $"It ended too early: {said} {running.StandardError.ReadToEnd()}"
            | line ->
                said.AppendLine line |> ignore
                reading <- not (line.Contains "Ctrl-C")

        return running, string said
    }
