// Runs commands; a failing one ends the build with its own exit code.
open System
open System.Diagnostics

let say (text: string) = Console.WriteLine text

let stop (code: int) (reason: string) =
    Console.Error.WriteLine reason
    exit code

/// Runs a command and gives its exit code.
let run (command: string) (arguments: string list) : int =
    let start = ProcessStartInfo(command, UseShellExecute = false)

    for argument in arguments do
        start.ArgumentList.Add argument

    // Servers that outlive the build keep its output open, and a caller would wait for them.
    start.Environment["MSBUILDDISABLENODEREUSE"] <- "1"
    start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] <- "1"
    start.Environment["DOTNET_NOLOGO"] <- "1"

    match Process.Start start with
    | null -> stop 1 $"'{command}' did not start."
    | running ->
        use running = running
        running.WaitForExit()
        running.ExitCode

/// Runs `dotnet` with these arguments.
let dotnet (arguments: string list) : unit =
    match run "dotnet" arguments with
    | 0 -> ()
    | code ->
        let command = String.concat " " (List.truncate 3 arguments)
        stop code $"`dotnet {command} …` ended with exit code {code}."
