// Code that is compiled ahead of time: a tool, or a fake in a test, then need not wait for the compiler at its start. The compiler is a package that only
// packing needs, so it is in no lock; where it cannot be restored, packages are what they are without it.
#load "Process.fsx"

open System
open System.Diagnostics
open System.IO
open System.IO.Compression
open System.Runtime.InteropServices
open Process

/// The platform that packages are compiled for: the one that packs.
let private platform = RuntimeInformation.RuntimeIdentifier

/// Restores a project with the compiler that the options ask for; says nothing of what goes wrong, since it may.
let private restores (project: string) (options: string list) : bool =
    let start =
        ProcessStartInfo(
            "dotnet",
            [ "restore"; project; "--verbosity"; "quiet" ] @ options,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        )

    start.Environment["MSBUILDDISABLENODEREUSE"] <- "1"

    match Process.Start start with
    | null -> false
    | running ->
        use running = running
        let error = running.StandardError.ReadToEndAsync()
        running.StandardOutput.ReadToEnd() |> ignore
        running.WaitForExit()
        error.Result |> ignore
        running.ExitCode = 0

/// Puts what was compiled for this platform into the packages of the libraries too, beside what all platforms can run: the runtime takes what is for its own.
/// A fake in a test then starts sooner.
let private addTo (packages: string) (compiled: string) =
    for package in Directory.GetFiles(packages, "*.nupkg") do
        use archive = ZipFile.Open(package, ZipArchiveMode.Update)

        for library in [ for entry in archive.Entries -> entry.FullName ] do
            let assembly = Path.Combine(compiled, Path.GetFileName library)

            if library.StartsWith "lib/" && library.EndsWith ".dll" && File.Exists assembly then
                archive.CreateEntryFromFile(assembly, $"runtimes/{platform}/{library}")
                |> ignore

/// What links a program here; None where nothing does.
let private linker =
    [ "clang"; "gcc" ]
    |> List.tryFind (fun name ->
        (Environment.GetEnvironmentVariable "PATH").Split Path.PathSeparator
        |> Array.exists (fun folder -> File.Exists(Path.Combine(folder, name))))

/// Packs the tool for this platform once more, as one program with the runtime in it, in the place of what was packed for it before; says why where that
/// cannot be.
let private packNatively (project: string) (output: string) (pack: string list -> int) =
    let options =
        [ $"--property:CompiledFor={platform}"; "--property:CompiledNatively=true" ]

    let built = Path.Combine(output, "native")

    match linker with
    | None -> say $"There is no C compiler to link with: polar-fake for {platform} is compiled ahead, but needs the runtime."
    | Some linker ->
        if
            restores project options
            && pack (
                [ "--no-restore"
                  "--runtime"
                  platform
                  "--output"
                  built
                  $"--property:CppCompilerAndLinker={linker}" ]
                @ options
            )
                =
                0
        then
            for package in Directory.GetFiles(built, $"*.{platform}.*.nupkg") do
                File.Move(package, Path.Combine(output, Path.GetFileName package), true)
        else
            say $"The native compiler for {platform} cannot be had here: polar-fake is compiled ahead, but needs the runtime."

        if Directory.Exists built then
            Directory.Delete(built, true)

/// Packs the tool, once the libraries that it is made of are packed: compiled for this platform, with a package for all others beside it; where the compiler
/// cannot be had, one package for all.
let packTool (project: string) (output: string) =
    let pack (options: string list) =
        run
            "dotnet"
            ([ "pack"; project; "--configuration"; "Release"; "--verbosity"; "quiet" ]
             @ options)

    let compiled = Path.Combine(project, "obj", "Release", "net10.0", platform, "R2R")

    // Nothing of an earlier compilation.
    if Directory.Exists compiled then
        Directory.Delete(compiled, true)

    let ahead = [ $"--property:CompiledFor={platform}" ]

    if
        restores project ahead
        && pack ([ "--no-restore"; "--output"; output ] @ ahead) = 0
    then
        addTo output compiled
        packNatively project output pack
    else
        say $"The compiler for {platform} cannot be had here: polar-fake is packed for all platforms alike, and takes longer to start."

        // What was packed before it failed.
        for package in Directory.GetFiles(output, "polar-fake.*.nupkg") do
            File.Delete package

        match pack [ "--output"; output ] with
        | 0 -> ()
        | code -> stop code $"{project} was not packed: exit code {code}."
