// Makes the fake's container and asks whether it is well. Where no container engine runs, the steps of the Dockerfile are done one by one instead:
// a stage is an empty folder, what it is made from is this machine, and its paths lie below the folder.
#load "Process.fsx"

open System
open System.Diagnostics
open System.IO
open System.Text.Json
open System.Text.RegularExpressions
open System.Threading
open Process

let private dockerfile = "fake-server/Dockerfile"

let private instructions () : (string * string) list =
    [ for line in File.ReadAllText(dockerfile).Replace("\\\n", " ").Split '\n' do
          let found = Regex.Match(line, @"^([A-Z]+) (.+)$")

          if found.Success then
              found.Groups[1].Value, found.Groups[2].Value.Trim() ]

/// A stage while it is made.
type private Stage =
    { Root: string
      Folder: string
      Variables: Map<string, string> }

let private inside (stage: Stage) (path: string) =
    if path.StartsWith '/' then
        Path.Combine(stage.Root, path.TrimStart '/')
    else
        Path.GetFullPath(Path.Combine(stage.Folder, path))

let private isIgnored (name: string) = name = "bin" || name = "obj"

let rec private copy (from: string) (target: string) =
    if File.Exists from then
        Directory.CreateDirectory(Path.GetDirectoryName target) |> ignore
        File.Copy(from, target, true)
    else
        Directory.CreateDirectory target |> ignore

        for file in Directory.GetFiles from do
            File.Copy(file, Path.Combine(target, Path.GetFileName file), true)

        for folder in Directory.GetDirectories from do
            if not (isIgnored (Path.GetFileName folder)) then
                copy folder (Path.Combine(target, Path.GetFileName folder))

/// A COPY: a folder's content goes into the target; files go into it under their names.
let private copyAll (find: string -> string) (sources: string list) (target: string) =
    for source in List.map find sources do
        if Directory.Exists source then
            copy source target
        else
            copy source (Path.Combine(target, Path.GetFileName source))

let private described (stage: Stage) (command: string) (arguments: string list) =
    let start =
        ProcessStartInfo(command, arguments, UseShellExecute = false, WorkingDirectory = stage.Folder)

    for entry in stage.Variables do
        start.Environment[entry.Key] <- entry.Value

    start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] <- "1"
    start.Environment["DOTNET_NOLOGO"] <- "1"
    start.Environment["MSBUILDDISABLENODEREUSE"] <- "1"
    start

let private start (stage: Stage) (command: string) (arguments: string list) =
    Process.Start(described stage command arguments)

/// Whether a command ends well; what it complains of is nobody's concern.
let private succeeds (stage: Stage) (command: string) (arguments: string list) =
    let start = described stage command arguments
    start.RedirectStandardError <- true
    use running = Process.Start start
    running.StandardError.ReadToEnd() |> ignore
    running.WaitForExit()
    running.ExitCode = 0

let private exitCodeOf (running: Process) =
    use running = running
    running.WaitForExit()
    running.ExitCode

/// Does the step of a stage that is under way.
let private make (stages: Map<string, Stage>) (stage: Stage) (instruction: string, text: string) : Stage =
    match instruction with
    | "WORKDIR" ->
        let folder = inside stage text
        Directory.CreateDirectory folder |> ignore
        { stage with Folder = folder }
    | "ENV" ->
        let name, value = text.Split('=', 2) |> fun parts -> parts[0], parts[1]

        { stage with
            Variables = stage.Variables.Add(name, value) }
    | "COPY" ->
        match text.Split ' ' |> List.ofArray with
        | from :: rest when from.StartsWith "--from=" ->
            let source = stages[from["--from=".Length ..]]
            copyAll (inside source) (List.take (rest.Length - 1) rest) (inside stage (List.last rest))
        | rest -> copyAll Path.GetFullPath (List.take (rest.Length - 1) rest) (inside stage (List.last rest))

        stage
    | "RUN" ->
        say $"  {text}"

        match exitCodeOf (start stage "bash" [ "-euc"; text ]) with
        | 0 -> stage
        | code -> stop code $"A step of {dockerfile} ended with exit code {code}."
    | "USER"
    | "EXPOSE"
    | "HEALTHCHECK"
    | "ENTRYPOINT"
    | "CMD" -> stage
    | other -> stop 1 $"{dockerfile} has a {other}, which is done here by nobody."

/// The words of an instruction in its exec form.
let private words (name: string) : string list =
    let text = instructions () |> List.findBack (fst >> (=) name) |> snd
    List.ofArray (JsonSerializer.Deserialize<string[]>(text[text.IndexOf '[' ..]))

/// Asks as the health check does until the answer is good.
let private awaitHealth (isHealthy: unit -> bool) =
    let patience = Stopwatch.StartNew()

    while not (isHealthy ()) do
        if patience.Elapsed > TimeSpan.FromSeconds 30.0 then
            stop 1 "The fake in the container is not well after half a minute."

        Thread.Sleep 250

let private freePort () =
    use listener = new Net.Sockets.TcpListener(Net.IPAddress.Loopback, 0)
    listener.Start()
    (listener.LocalEndpoint :?> Net.IPEndPoint).Port

let private stepByStep () =
    let scratch =
        Path.Combine(Path.GetTempPath(), "polar-container-" + Path.GetRandomFileName())

    let steps = instructions ()

    let stages, last =
        (((Map.empty, None): Map<string, Stage> * Stage option), steps)
        ||> List.fold (fun (stages, stage) (instruction, text) ->
            match instruction, stage with
            | "FROM", _ ->
                let words = text.Split ' '
                say $"Stage of {words[0]}, which this machine stands for:"
                let root = Path.Combine(scratch, $"stage{stages.Count}")
                Directory.CreateDirectory root |> ignore

                let stage =
                    { Root = root
                      Folder = root
                      Variables = Map.empty }

                let name = if words.Length > 2 then words[2] else "last"
                stages.Add(name, stage), Some stage
            | _, Some stage ->
                let stage = make stages stage (instruction, text)
                stages, Some stage
            | _ -> stop 1 $"{dockerfile} does not begin with FROM.")

    match last with
    | None -> stop 1 $"{dockerfile} has no stage."
    | Some stage ->
        let stage =
            { stage with
                Variables = stage.Variables.Add("POLAR_FAKE_PORT", string (freePort ())) }

        let command = words "ENTRYPOINT" @ words "CMD"
        let running = start stage command.Head command.Tail

        try
            let check = words "HEALTHCHECK"
            awaitHealth (fun () -> succeeds stage check.Head check.Tail)
        finally
            running.Kill()
            running.WaitForExit()

        stages |> ignore

    Directory.Delete(scratch, true)

    say
        $"The {steps.Length} steps of {dockerfile} were done one by one in an empty folder, and the fake is well. No container engine runs here."

let private docker (arguments: string list) =
    exitCodeOf (Process.Start(ProcessStartInfo("docker", arguments, UseShellExecute = false)))

let private hasEngine () =
    try
        use running =
            Process.Start(
                ProcessStartInfo("docker", [ "info" ], UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true)
            )

        running.StandardOutput.ReadToEnd() |> ignore
        running.WaitForExit()
        running.ExitCode = 0
    with _ ->
        false

let private inEngine () =
    let name = "polar-fake-" + Path.GetRandomFileName()[..6]

    if docker [ "build"; "--file"; dockerfile; "--tag"; "polar-fake"; "." ] <> 0 then
        stop 1 "The image was not built."

    if docker [ "run"; "--detach"; "--rm"; "--name"; name; "polar-fake" ] <> 0 then
        stop 1 "The container did not start."

    try
        awaitHealth (fun () -> docker ("exec" :: name :: words "HEALTHCHECK") = 0)
    finally
        docker [ "stop"; name ] |> ignore

    say "The image was built, and the fake in its container is well."

let run () =
    if hasEngine () then inEngine () else stepByStep ()
