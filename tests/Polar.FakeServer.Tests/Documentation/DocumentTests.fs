module Polar.FakeServer.Tests.Documentation.DocumentTests

open System
open System.IO
open System.Reflection
open System.Text.RegularExpressions
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp
open Polar.Tests

let private ofExamples =
    testList
        "examples"
        [ for document in Examples.documents do
              testCase $"{document} shows its examples as they are compiled"
              <| fun () -> Approved.matches document (Examples.renewed document)

              testCase $"{document} shows no C# and no F# but from the samples"
              <| fun () ->
                  let code =
                      Examples.blocks document
                      |> List.filter (fun (language, _) -> language = "csharp" || language = "fsharp")

                  Expect.hasLength code (Examples.shown document).Length "each block stands behind its marker"

              for name in Examples.shown document do
                  testCaseTask $"{document}: the example '{name}' runs against a fake" (fun () ->
                      task {
                          match Map.tryFind name ExampleRuns.all with
                          | Some run -> do! run ()
                          | None -> failtest $"{document} shows '{name}', which nothing runs."
                      }) ]

let private shellLines =
    [ for document in Examples.documents do
          for language, code in Examples.blocks document do
              if language = "sh" then
                  for line in code.Split('\n', StringSplitOptions.RemoveEmptyEntries) do
                      document, line ]

/// Those of the page of control calls need a world with something of everything (ControlDocumentTests).
let private curlLines =
    shellLines
    |> List.filter (fun (document, line) -> document <> "docs/control.md" && line.StartsWith "curl ")

let private build = lazy File.ReadAllText(Approved.path "build.fsx")

let private versionOf (changelog: string) =
    (Regex.Match(changelog, @"^## \[(\d[^\]]*)\]", RegexOptions.Multiline)).Groups[1].Value

[<Tests>]
let tests =
    testList
        "documents"
        [ ofExamples

          testCaseTask "what is to be pasted into a shell works, line by line" (fun () ->
              task {
                  use! fake = Fake.start ()
                  Expect.isGreaterThan curlLines.Length 3 "lines with curl"

                  for document, line in curlLines do
                      let! answer = Http.raw fake (Curl.request line)

                      Expect.isTrue
                          (answer.Status = 200 || answer.Status = 201)
                          $"{document}: {line} answers {answer.Status} {answer.Text}"
              })

          testCase "every target that is named is one of build.fsx"
          <| fun () ->
              let named =
                  [ for document in Examples.documents do
                        for found in Regex.Matches(Examples.read document, @"dotnet fsi build\.fsx ([a-z]+)") do
                            document, found.Groups[1].Value ]

              Expect.isGreaterThan named.Length 3 "targets"

              for document, target in named do
                  Expect.stringContains build.Value $"\"{target}\"" $"{document} names {target}"

          testCase "every link within the repository leads somewhere"
          <| fun () ->
              for document in Examples.documents do
                  let folder = Path.GetDirectoryName(Approved.path document) |> Unchecked.nonNull

                  for found in Regex.Matches(Examples.read document, @"\]\((?!http)([^)#]+)\)") do
                      let target = Path.Combine(folder, found.Groups[1].Value)
                      Expect.isTrue (File.Exists target) $"{document} links to {found.Groups[1].Value}"

          testCase "the README is short"
          <| fun () -> Expect.isLessThan ((Examples.read "README.md").Split '\n').Length 150 "lines"

          testCase "the version of the packages is the first one of the changelog"
          <| fun () ->
              let version = versionOf (File.ReadAllText(Approved.path "CHANGELOG.md"))

              for package in
                  [ typeof<PolarError>.Assembly
                    typeof<PolarClient>.Assembly
                    typeof<FakePolar>.Assembly
                    typeof<Polar.Functional.Contracts.Customer>.Assembly ] do
                  match package.GetCustomAttribute<AssemblyInformationalVersionAttribute>() with
                  | null -> failtest $"{package} has no version"
                  | attribute -> Expect.equal ((attribute.InformationalVersion.Split '+')[0]) version (string package) ]
