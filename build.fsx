// The one entry to everything that is done with this repository: `dotnet fsi build.fsx <target>`.
#load "build/Process.fsx"
#load "build/Packages.fsx"
#load "build/Licences.fsx"
#load "build/Nuspecs.fsx"
#load "build/Ahead.fsx"
#load "build/Tests.fsx"
#load "build/Consumers.fsx"
#load "build/Container.fsx"

open System
open System.IO
open Process

let description = "../shared/spec/polar-2026-10.json"
let solution = "Polar.Functional.sln"
let tool = "fake-server/Polar.FakeServer.Tool"

let builtTool =
    System.IO.Path.Combine(tool, "bin", "Release", "net10.0", "polar-fake.dll")

let benchmarks = "tests/Polar.Functional.Benchmarks"
let generatorProject = "src/Polar.Functional.Generator"

let restore () = Packages.restore ()

let build () =
    restore ()

    dotnet
        [ "build"
          solution
          "--configuration"
          "Release"
          "--verbosity"
          "quiet"
          "--nologo" ]

let generateInto (root: string) (source: string) =
    dotnet
        [ "run"
          "--project"
          generatorProject
          "--configuration"
          "Release"
          "--"
          source
          root
          Path.Combine(generatorProject, "Data", "documentation.json") ]

    // The formatter finds its rules beside or above what it formats.
    if root <> "." then
        File.Copy(".editorconfig", Path.Combine(root, ".editorconfig"), true)

    dotnet [ "fantomas"; Path.Combine(root, "src", "Polar.Functional", "Generated") ]

let generate (arguments: string list) =
    let source = arguments |> List.tryHead |> Option.defaultValue description

    if not (source.StartsWith "http") && not (File.Exists source) then
        stop 2 $"There is no API description at '{source}'. Name a file or a URL: dotnet fsi build.fsx generate <file or URL>"

    restore ()
    generateInto "." source

let test () =
    build ()

    Tests.run
        [ "tests/Polar.Functional.Tests"
          "tests/Polar.FakeServer.Tests"
          "tests/Polar.FakeServer.Aspire.Tests"
          "tests/Polar.FakeServer.BrowserTests" ]

let generatedFiles (root: string) =
    [ for folder in [ "src"; "fake-server"; "docs" ] do
          let folder = Path.Combine(root, folder)

          if Directory.Exists folder then
              for path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories) do
                  let relative = Path.GetRelativePath(root, path).Replace('\\', '/')

                  if relative.Contains "/Generated/" && not (relative.Contains "/obj/") then
                      relative, File.ReadAllText path ]
    |> Map.ofList

/// What is committed is what the generator makes of the API description, where that is at hand.
let checkGenerated () =
    if File.Exists description then
        let scratch =
            Path.Combine(Path.GetTempPath(), "polar-generated-" + Path.GetRandomFileName())

        Directory.CreateDirectory scratch |> ignore
        generateInto scratch description
        let expected, actual = generatedFiles scratch, generatedFiles "."

        let different =
            [ for entry in expected do
                  if actual.TryFind entry.Key <> Some entry.Value then
                      entry.Key
              for entry in actual do
                  if not (expected.ContainsKey entry.Key) then
                      entry.Key ]
            |> List.distinct

        Directory.Delete(scratch, true)

        match different with
        | [] -> say $"{expected.Count} generated files are what the generator makes."
        | files ->
            for file in List.truncate 20 files do
                eprintfn $"  differs: {file}"

            stop 1 $"{files.Length} generated files differ from what the generator makes: dotnet fsi build.fsx generate"
    else
        say "The API description is not at hand; the generated files are taken as they are."

let handwritten = [ "src"; "fake-server"; "tests"; "build.fsx"; "build" ]

let format (checkOnly: bool) =
    restore ()
    dotnet ([ "fantomas" ] @ (if checkOnly then [ "--check" ] else []) @ handwritten)

    dotnet (
        [ "format"; "whitespace"; solution; "--no-restore"; "--verbosity"; "quiet" ]
        @ (if checkOnly then [ "--verify-no-changes" ] else [])
    )

let check () =
    restore ()
    Licences.check ()
    format true
    checkGenerated ()

let packages = "artifacts"

let pack () =
    build ()

    // A package of an earlier version is none of this one's.
    if Directory.Exists packages then
        Directory.Delete(packages, true)

    for project in
        [ "src/Polar.Functional.Contracts"
          "src/Polar.Functional"
          "src/Polar.Functional.CSharp"
          "src/Polar.Functional.AspNetCore"
          "fake-server/Polar.FakeServer"
          "fake-server/Polar.FakeServer.Aspire" ] do
        dotnet
            [ "pack"
              project
              "--configuration"
              "Release"
              "--no-build"
              "--output"
              packages
              "--verbosity"
              "quiet" ]

    Ahead.packTool tool packages
    Nuspecs.relaxAll packages

let consumers () =
    pack ()
    Consumers.run builtTool packages

let runTool (arguments: string list) =
    restore ()

    dotnet
        [ "build"
          tool
          "--configuration"
          "Release"
          "--verbosity"
          "quiet"
          "--nologo" ]

    dotnet (builtTool :: arguments)

/// Measures everything, what a filter such as `*Pages*` names, with `compare` what is promised of pairs, or with `start` how long processes take to their
/// first answer; `--list flat` names it all.
let bench (arguments: string list) =
    restore ()

    for project in [ benchmarks; tool ] do
        dotnet
            [ "build"
              project
              "--configuration"
              "Release"
              "--verbosity"
              "quiet"
              "--nologo" ]

    let filter =
        match arguments with
        | "compare" :: names -> "compare" :: names
        | "start" :: tools -> "start" :: tools
        | filter :: rest when not (filter.StartsWith '-') -> "--filter" :: filter :: rest
        | options -> options

    dotnet (
        [ Path.Combine(benchmarks, "bin", "Release", "net10.0", "Polar.Functional.Benchmarks.dll") ]
        @ filter
    )

let targets: (string * string * (string list -> unit)) list =
    [ "demo", "buy a subscription from the fake, from product to renewal", (fun _ -> runTool [ "demo" ])
      "test", "build everything and run all tests", (fun _ -> test ())
      "serve", "start the fake on loopback (takes the options of `polar-fake serve`)", (fun rest -> runTool ("serve" :: rest))
      "bench",
      "measure speed and memory: all, what a filter such as '*Pages*' names, `compare` for what is promised, `start` for whole processes",
      bench
      "generate", "make the generated code again from a file or URL of the API description", generate
      "format", "format all code", (fun _ -> format false)
      "check", "check formatting, licences and generated code", (fun _ -> check ())
      "pack", "make the NuGet packages in artifacts/", (fun _ -> pack ())
      "consumers", "pack, then restore, build and run small programs that use the packages", (fun _ -> consumers ())
      "container",
      "make the fake's container and start it; without a container engine, the same steps one by one",
      (fun _ -> Container.run ())
      "restore", "bring the packages that paket.lock pins", (fun _ -> restore ())
      "update", "resolve paket.dependencies again, after a change to it", (fun _ -> Packages.update ())
      "notices",
      "write THIRD-PARTY-NOTICES from the packages",
      (fun _ ->
          restore ()
          Licences.write ()) ]

let list () =
    printfn "Targets of `dotnet fsi build.fsx <target>`:"
    printfn ""

    for name, purpose, _ in targets do
        printfn $"  {name, -10} {purpose}"

Environment.CurrentDirectory <- __SOURCE_DIRECTORY__

match fsi.CommandLineArgs |> List.ofArray |> List.skip 1 with
| [] -> list ()
| name :: rest ->
    match targets |> List.tryFind (fun (target, _, _) -> target = name) with
    | Some(_, _, run) -> run rest
    | None ->
        eprintfn $"There is no target '{name}'."
        list ()
        exit 2
