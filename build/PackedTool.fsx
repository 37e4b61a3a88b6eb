// Uses the tool as it was packed, beside the one that was built. Where it was compiled natively, code may be missing that the built one has made when it runs,
// so both have to answer the same and to come to the same world, and what the packed one has kept has to be there when it starts again.
#load "Process.fsx"

open System
open System.Diagnostics
open System.IO
open System.Text.RegularExpressions
open Process

/// A tool: what starts it, and the words before its own.
type Tool = string * string list

let private starting ((program, first): Tool) (words: string list) =
    ProcessStartInfo(program, first @ words, UseShellExecute = false, RedirectStandardOutput = true)

/// Runs a command of the tool to its end and gives what it printed; a failing one ends the build.
let private runs (tool: Tool) (words: string list) : string =
    use running = Process.Start(starting tool words)
    let output = running.StandardOutput.ReadToEnd()
    running.WaitForExit()

    if running.ExitCode <> 0 then
        let command = String.concat " " words
        stop 1 $"{output}\n`{fst tool} {command}` ended with exit code {running.ExitCode}."

    output

/// Starts `serve` and gives its address with the process.
let serve (tool: Tool) (options: string list) : string * Process =
    let running = Process.Start(starting tool ([ "serve"; "--port"; "0" ] @ options))

    let rec address () =
        match running.StandardOutput.ReadLine() with
        | null ->
            stop 1 "polar-fake ended before it said where it listens."
            ""
        | line ->
            let found = Regex.Match(line, @"http://127\.0\.0\.1:\d+")
            if found.Success then found.Value else address ()

    let address = address ()
    // What it says later is nobody's concern, but must not fill the pipe.
    running.StandardOutput.ReadToEndAsync() |> ignore
    address, running

/// Ends it as Ctrl-C does, so that it writes to the end what it writes.
let private ends (running: Process) =
    use interrupt = Process.Start("kill", [ "-TERM"; string running.Id ])
    interrupt.WaitForExit()
    running.WaitForExit()

    if running.ExitCode <> 0 then
        stop 1 $"polar-fake was told to end, and ended with exit code {running.ExitCode}."

/// All events, by what `trigger` lists.
let private events (tool: Tool) =
    [ for line in (runs tool [ "trigger" ]).Split '\n' do
          let name = Regex.Match(line, @"^[a-z_]+\.[a-z_]+")

          if name.Success then
              name.Value ]

/// Every event is caused in the built tool and a year goes by; the packed one repeats it all.
let private repeats (built: Tool) (packed: Tool) (folder: string) =
    let recording = Path.Combine(folder, "built.rec")

    let address, fake =
        serve built [ "--clock"; "2026-01-15T10:00:00Z"; "--freeze"; "--record"; recording ]

    let caused = events packed

    if caused.Length < 42 then
        stop 1 $"`trigger` lists {caused.Length} events."

    for event in caused do
        runs packed [ "trigger"; event; "--url"; address ] |> ignore

    runs packed [ "advance"; "P1Y"; "--url"; address ] |> ignore
    ends fake

    let said = runs packed [ "replay"; recording ]

    if not (said.Contains "the same world") then
        stop 1 $"The packed tool repeats what the built one did, and says: {said}"

/// An exported world without what it was made from.
let private worldIn (document: string) =
    let text = File.ReadAllText document
    text.Substring(text.IndexOf "\"clock\"")

/// What was bought is there when the process is killed and started again, and can be carried to another fake.
let private keeps (packed: Tool) (folder: string) =
    let data, first, second =
        Path.Combine(folder, "fake.db"), Path.Combine(folder, "first.json"), Path.Combine(folder, "second.json")

    let address, fake = serve packed [ "--data"; data; "--freeze" ]
    runs packed [ "trigger"; "order.paid"; "--url"; address ] |> ignore
    runs packed [ "trigger"; "customer_seat.claimed"; "--url"; address ] |> ignore
    runs packed [ "advance"; "P2M"; "--url"; address ] |> ignore
    runs packed [ "export"; first; "--url"; address ] |> ignore
    fake.Kill()
    fake.WaitForExit()

    let address, fake = serve packed [ "--data"; data; "--freeze" ]
    runs packed [ "export"; second; "--url"; address ] |> ignore
    ends fake

    if worldIn first <> worldIn second then
        stop 1 $"What {first} has was kept, and {second} is what was found again."

    let address, fake = serve packed [ "--empty"; "--freeze" ]
    runs packed [ "import"; first; "--url"; address ] |> ignore
    runs packed [ "export"; second; "--url"; address ] |> ignore
    ends fake

    if worldIn first <> worldIn second then
        stop 1 $"{first} was imported, and {second} is what was exported again."

/// Tries the packed tool beside the built one.
let check (built: Tool) (packed: Tool) (folder: string) =
    if OperatingSystem.IsWindows() then
        say "The packed tool is not tried beside the built one: Windows has no signal that ends it in good order."
    else
        repeats built packed folder
        keeps packed folder
        say "The packed tool repeats what the built one does, and finds again what it has kept."
