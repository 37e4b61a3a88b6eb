/// Where files are: tests beside what they test, in files that can be read at one sitting.
module Polar.FakeServer.Tests.House.TreeTests

open System
open System.IO
open System.Text.RegularExpressions
open Expecto
open Polar.Tests

let private limit = 300

/// Files that are longer all the same, each until somebody has cut it.
let private tooLong: string list = []

/// The projects of tests, each with the folder whose folders it mirrors.
let private projects =
    [ "tests/Polar.FakeServer.Tests", "fake-server/Polar.FakeServer"
      "tests/Polar.Functional.Tests", "src" ]

/// Folders of tests that have no folder of the same name in the source, and what they are there for.
let private others =
    Map.ofList
        [ "tests/Polar.FakeServer.Tests/CommandLine", "the program, fake-server/Polar.FakeServer.Tool"
          "tests/Polar.FakeServer.Tests/Conformance", "what holds for every operation, walked over one by one"
          "tests/Polar.FakeServer.Tests/Coverage", "which test shows which operation"
          "tests/Polar.FakeServer.Tests/Documentation", "README and the guides, whose examples are run"
          "tests/Polar.FakeServer.Tests/Effects", "what the rarer operations of many resources bring about"
          "tests/Polar.FakeServer.Tests/House", "conventions of the code"
          "tests/Polar.FakeServer.Tests/Node", "apps that run in Node"
          "tests/Polar.FakeServer.Tests/Properties", "laws of whatever happens in a shop"
          "tests/Polar.FakeServer.Tests/Refusals", "refusals of operations of many resources"
          "tests/Polar.FakeServer.Tests/Transport", "the source's Http, a name that the helpers who send requests have"
          "tests/Polar.Functional.Tests/AspNetCore", "src/Polar.Functional.AspNetCore"
          "tests/Polar.Functional.Tests/Contracts", "src/Polar.Functional.Contracts"
          "tests/Polar.Functional.Tests/Core", "src/Polar.Functional"
          "tests/Polar.Functional.Tests/Facade", "src/Polar.Functional.CSharp"
          "tests/Polar.Functional.Tests/Generator", "src/Polar.Functional.Generator" ]

let private endings = set [ ".cs"; ".fs"; ".fsx" ]

/// Folders of what is built, fetched or generated.
let private skipped =
    set [ "bin"; "obj"; "Generated"; "artifacts"; "paket-files"; "scratch" ]

let private nameOf (path: string) =
    path.Substring(path.LastIndexOfAny [| '/'; '\\' |] + 1)

/// The files that people write below a folder, by their paths in the repository.
let rec private written (folder: string) : string list =
    [ for file in Directory.GetFiles(Approved.path folder) do
          if endings |> Set.exists file.EndsWith then
              Path.Combine(folder, nameOf file).Replace('\\', '/')

      for below in Directory.GetDirectories(Approved.path folder) do
          let name = nameOf below

          if not (skipped.Contains name || name.StartsWith '.') then
              yield! written (Path.Combine(folder, name)) ]

let private all = lazy (written "")

let private folderOf (file: string) =
    match Path.GetDirectoryName file with
    | null -> ""
    | folder -> folder.Replace('\\', '/')

let private lengthOf (file: string) =
    File.ReadLines(Approved.path file) |> Seq.length

/// Files that are longer than they may be, without those that are known to be.
let private faultsOfLength (known: string list) (files: (string * int) list) : string list =
    [ for file, length in files do
          if length > limit && not (List.contains file known) then
              $"{file} has {length} lines: cut it by subject, or put what is shared into a file of its own."

      for file in known do
          if not (files |> List.exists (fun (name, length) -> name = file && length > limit)) then
              $"{file} is short enough: take it off the list." ]

/// Files of code that lie about at the top of the repository, where only the build's script is one.
let private faultsOfTop (files: string list) : string list =
    [ for file in files do
          if folderOf file = "" && file <> "build.fsx" then
              $"{file} lies at the top of the repository: code goes into src, fake-server, tests or build." ]

/// Folders of tests that mirror nothing.
let private faultsOfFolders (others: Set<string>) (isSource: string -> bool) (project: string) (source: string) (folders: string list) =
    [ for folder in folders do
          let relative = folder.Substring(project.Length).TrimStart '/'

          if
              relative <> ""
              && not (others.Contains folder)
              && not (isSource $"{source}/{relative}")
          then
              $"{folder} has no {source}/{relative}: put its tests where the source has what they test." ]

let private opening =
    Regex(@"^(?<kind>module|namespace) +(?:internal +|rec +)*(?<name>[\w.]+) *$", RegexOptions.Multiline)

/// What is wrong with the name that a file of tests begins with. Helpers that tests of many folders use may be in the project's own namespace.
let private faultsOfName (project: string) (file: string) (text: string) : string list =
    let root = nameOf project
    let relative = file.Substring(project.Length + 1)
    let path = relative.Substring(0, relative.Length - ".fs".Length).Replace('/', '.')

    let folder =
        match folderOf relative with
        | "" -> root
        | below -> $"""{root}.{below.Replace('/', '.')}"""

    let found = opening.Match text
    let name = found.Groups["name"].Value
    let hasTests = text.Contains "[<Tests>]"

    let isRight =
        match found.Groups["kind"].Value with
        | "module" -> name = $"{root}.{path}"
        | "namespace" -> name = folder || name = root && not hasTests
        | _ -> false

    [ if not isRight then
          $"{file} begins with {name}: a name follows its folder."

      if hasTests && folder = root && project.EndsWith "FakeServer.Tests" then
          $"{file} has tests and is in no folder." ]

let private filesOf (project: string) =
    all.Value |> List.filter (fun file -> file.StartsWith $"{project}/")

let private none (faults: string list) =
    Expect.isEmpty faults (String.Join("\n", faults))

[<Tests>]
let tests =
    testList
        "fake: the tree"
        [ testCase "no file that people write is longer than 300 lines"
          <| fun () ->
              Expect.isGreaterThan all.Value.Length 1000 "files that people write"
              none (faultsOfLength tooLong [ for file in all.Value -> file, lengthOf file ])

          testCase "no code lies at the top but the build's script"
          <| fun () -> none (faultsOfTop all.Value)

          testCase "folders of tests are folders of the source, or there is a reason"
          <| fun () ->
              for project, source in projects do
                  let folders = filesOf project |> List.map folderOf |> List.distinct
                  let isSource (folder: string) = Directory.Exists(Approved.path folder)
                  Expect.isGreaterThan folders.Length 5 project
                  none (faultsOfFolders (others |> Map.keys |> set) isSource project source folders)

              for folder in Map.keys others do
                  Expect.isTrue (Directory.Exists(Approved.path folder)) $"{folder} is there"

          testCase "tests are named after their folders"
          <| fun () ->
              for project, _ in projects do
                  for file in filesOf project do
                      none (faultsOfName project file (File.ReadAllText(Approved.path file)))

          testCase "what is out of place is found"
          <| fun () ->
              let project = "tests/Polar.FakeServer.Tests"
              Expect.hasLength (faultsOfLength [] [ "a.fs", limit; "b.fs", limit + 1 ]) 1 "too long"
              Expect.hasLength (faultsOfLength [ "a.fs" ] [ "a.fs", limit ]) 1 "short by now"
              Expect.hasLength (faultsOfTop [ "build.fsx"; "Left.cs"; "src/A.cs" ]) 1 "at the top"

              Expect.hasLength
                  (faultsOfFolders
                      Set.empty
                      (fun folder -> folder = "source/Sales")
                      project
                      "source"
                      [ $"{project}/Sales"; $"{project}/Other"; project ])
                  1
                  "mirrors nothing"

              Expect.isEmpty
                  (faultsOfName project $"{project}/Sales/ATests.fs" "module Polar.FakeServer.Tests.Sales.ATests\n[<Tests>]")
                  "right"

              Expect.hasLength
                  (faultsOfName project $"{project}/Sales/ATests.fs" "module Polar.FakeServer.Tests.ATests\n[<Tests>]")
                  1
                  "a name"

              Expect.hasLength (faultsOfName project $"{project}/ATests.fs" "module Polar.FakeServer.Tests.ATests\n[<Tests>]") 1 "no folder" ]
