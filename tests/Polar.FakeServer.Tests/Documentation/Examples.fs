/// The code that the documents show: regions of the sample projects, which are compiled with everything else.
module Polar.FakeServer.Tests.Documentation.Examples

open System
open System.IO
open System.Text.RegularExpressions
open Expecto
open Polar.Tests

/// The documents that a reader meets.
let documents: string list =
    [ "README.md"
      "CONTRIBUTING.md"
      // What the packages' own pages show.
      for folder in
          [ "src/Polar.Functional.Contracts"
            "src/Polar.Functional"
            "src/Polar.Functional.CSharp"
            "fake-server/Polar.FakeServer"
            "fake-server/Polar.FakeServer.Aspire"
            "fake-server/Polar.FakeServer.Tool" ] do
          $"{folder}/README.md"
      for file in Directory.GetFiles(Approved.path "docs", "*.md") |> Array.sort do
          $"docs/{Path.GetFileName file}" ]

let read (document: string) : string =
    (File.ReadAllText(Approved.path document)).ReplaceLineEndings "\n"

let private region =
    Regex(@"^ *// example: (?<name>.+)\n(?<code>(?:.*\n)*?) *// end$", RegexOptions.Multiline)

/// As it stands at the margin.
let private dedent (code: string) : string =
    let lines = code.TrimEnd('\n').Split '\n'

    let indent =
        lines
        |> Array.filter (fun line -> line <> "")
        |> Array.map (fun line -> line.Length - line.TrimStart(' ').Length)
        |> Array.min

    lines
    |> Array.map (fun line -> if line = "" then "" else line.Substring indent)
    |> String.concat "\n"

/// Every marked region of the samples, by its name: the language's word in Markdown, and the code.
let all: Map<string, string * string> =
    Map.ofList
        [ for project, extension, language in
              [ "Polar.Functional.Samples.CSharp", "*.cs", "csharp"
                "Polar.Functional.Samples.Console", "*.cs", "csharp"
                "Polar.Functional.Samples.Web", "*.cs", "csharp"
                "Polar.Functional.Samples.Aspire", "*.cs", "csharp"
                "Polar.Functional.Samples.FSharp", "*.fs", "fsharp" ] do
              for file in Directory.GetFiles(Approved.path $"tests/{project}", extension) do
                  for found in region.Matches((File.ReadAllText file).ReplaceLineEndings "\n") do
                      found.Groups["name"].Value, (language, dedent found.Groups["code"].Value) ]

let private marker =
    Regex(@"<!-- example: (?<name>.+?) -->\n(```\w+\n(?:.*\n)*?```\n)?", RegexOptions.Multiline)

/// The names of the examples that a document shows.
let shown (document: string) : string list =
    [ for found in marker.Matches(read document) do
          found.Groups["name"].Value ]

/// The document with the examples as they are in the samples.
let renewed (document: string) : string =
    marker.Replace(
        read document,
        fun found ->
            let name = found.Groups["name"].Value

            match Map.tryFind name all with
            | Some(language, code) -> $"<!-- example: {name} -->\n```{language}\n{code}\n```\n"
            | None -> failtest $"{document} shows the example '{name}', which is in no sample."
    )

let private fence =
    Regex(@"^```(?<language>\w*)\n(?<code>(?:.*\n)*?)```$", RegexOptions.Multiline)

/// A document's code blocks: language and code.
let blocks (document: string) : (string * string) list =
    [ for found in fence.Matches(read document) do
          found.Groups["language"].Value, found.Groups["code"].Value ]
