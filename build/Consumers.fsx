// Uses the packed packages as a stranger would: the programs of tests/Consumers are copied out of the repository, restored from the packed feed into
// a package folder of their own, built with warnings as errors, and run against a fake that the packed tool starts.
#load "Process.fsx"
#load "PackedTool.fsx"

open System
open System.Diagnostics
open System.IO
open System.Text.RegularExpressions
open Process

let private programs =
    [ "csharp-console"; "csharp-web"; "csharp-tests"; "fsharp-console" ]

/// The program that is compiled ahead of time, where that can be done.
let private native = "csharp-native"

/// Assemblies of others that the compiler ahead of time may warn of; of ours it may not.
let private mayWarn = [ "FSharp.Core"; "Flurl.Http"; "Flurl"; "Newtonsoft.Json" ]

let private script = "fsharp-script"

/// The version of the packages in a folder.
let private versionIn (feed: string) =
    Directory.GetFiles(feed, "Polar.Functional.Contracts.*.nupkg")
    |> Array.tryHead
    |> Option.map (fun package -> Path.GetFileNameWithoutExtension(package).Replace("Polar.Functional.Contracts.", ""))

let rec private copy (from: string) (target: string) =
    Directory.CreateDirectory target |> ignore

    for file in Directory.GetFiles from do
        File.Copy(file, Path.Combine(target, Path.GetFileName file))

    for folder in Directory.GetDirectories from do
        copy folder (Path.Combine(target, Path.GetFileName folder))

/// The packed feed beside the feeds of the user; packages of the project come from nowhere else, because the folder that they go to is new.
let private writeConfiguration (scratch: string) (feed: string) =
    File.WriteAllText(
        Path.Combine(scratch, "NuGet.Config"),
        $"""<configuration>
  <packageSources>
    <add key="packed" value="{feed}" />
  </packageSources>
</configuration>
"""
    )

/// A command in the scratch folder; a failing one ends the build.
let private inScratch (scratch: string) (settings: (string * string) list) (arguments: string list) =
    let start =
        ProcessStartInfo("dotnet", arguments, UseShellExecute = false, WorkingDirectory = scratch)

    for name, value in settings do
        start.Environment[name] <- value

    use running = Process.Start start
    running.WaitForExit()

    if running.ExitCode <> 0 then
        let command = String.concat " " arguments
        stop 1 $"`dotnet {command}` ended with exit code {running.ExitCode}."

let private onPath (command: string) =
    (Environment.GetEnvironmentVariable "PATH").Split Path.PathSeparator
    |> Array.exists (fun folder -> File.Exists(Path.Combine(folder, command)))

/// Why nothing can be compiled ahead of time here; None where it can.
let private obstacle () =
    if not (OperatingSystem.IsLinux()) then
        Some "it is only tried on Linux"
    elif not (onPath "clang" || onPath "gcc") then
        Some "there is no C compiler to link with"
    else
        None

/// Publishes a program compiled ahead of time; every warning must be about an assembly that is allowed to have some.
let private publishNative (scratch: string) (settings: (string * string) list) (version: string) =
    let start =
        ProcessStartInfo(
            "dotnet",
            [ "publish"
              native
              "--configuration"
              "Release"
              "--use-current-runtime"
              "--output"
              "published"
              $"--property:PolarVersion={version}"
              (if onPath "clang" then
                   "--property:CppCompilerAndLinker=clang"
               else
                   "--property:CppCompilerAndLinker=gcc") ],
            UseShellExecute = false,
            WorkingDirectory = scratch,
            RedirectStandardOutput = true
        )

    for name, value in settings do
        start.Environment[name] <- value

    use running = Process.Start start
    let output = running.StandardOutput.ReadToEnd()
    running.WaitForExit()

    if running.ExitCode <> 0 then
        Console.Error.WriteLine output
        stop 1 $"{native} was not published."

    let ours =
        [ for line in output.Split '\n' do
              if
                  Regex.IsMatch(line, @"warning [A-Z]+\d+:")
                  && not (mayWarn |> List.exists (fun name -> line.Contains $"Assembly '{name}'"))
              then
                  line.Trim() ]
        |> List.distinct

    if not ours.IsEmpty then
        for line in ours do
            Console.Error.WriteLine(line: string)

        stop 1 $"{native} has warnings that are not of {mayWarn}."

    let program =
        ProcessStartInfo(Path.Combine(scratch, "published", native), UseShellExecute = false)

    for name, value in settings do
        program.Environment[name] <- value

    use running = Process.Start program
    running.WaitForExit()

    if running.ExitCode <> 0 then
        stop 1 $"{native} ended with exit code {running.ExitCode}."

/// Runs every consumer against the packages in a folder, and the packed tool beside the one that was built.
let run (builtTool: string) (feed: string) =
    let feed = Path.GetFullPath feed

    match versionIn feed with
    | None -> stop 1 $"There are no packages in {feed}: dotnet fsi build.fsx pack"
    | Some version ->
        let scratch =
            Path.Combine(Path.GetTempPath(), "polar-consumers-" + Path.GetRandomFileName())

        copy (Path.Combine("tests", "Consumers")) scratch
        writeConfiguration scratch feed

        let settings =
            [ "NUGET_PACKAGES", Path.Combine(scratch, "packages")
              "DOTNET_CLI_TELEMETRY_OPTOUT", "1"
              "DOTNET_NOLOGO", "1"
              "MSBUILDDISABLENODEREUSE", "1" ]

        let dotnet settings arguments = inScratch scratch settings arguments

        dotnet settings [ "tool"; "install"; "polar-fake"; "--version"; version; "--tool-path"; "tool" ]

        let tool = Path.Combine(scratch, "tool", "polar-fake"), []
        PackedTool.check ("dotnet", [ builtTool ]) tool scratch
        let address, fake = PackedTool.serve tool [ "--empty" ]

        try
            let settings = ("POLAR_ADDRESS", address) :: settings

            for program in programs do
                say $"{program}:"

                dotnet
                    settings
                    [ "run"
                      "--project"
                      program
                      "--configuration"
                      "Release"
                      $"--property:PolarVersion={version}" ]

            say $"{native}:"

            match obstacle () with
            | Some reason -> say $"  skipped: {reason}."
            | None -> publishNative scratch settings version

            say $"{script}:"
            let path = Path.Combine(scratch, script, "script.fsx")
            File.WriteAllText(path, (File.ReadAllText path).Replace("FEED", feed).Replace("VERSION", version))
            dotnet settings [ "fsi"; "--warnaserror+"; path ]
        finally
            fake.Kill()
            fake.WaitForExit()

        Directory.Delete(scratch, true)
        say $"{programs.Length + 1} consumers of version {version} were restored, built and run."
