module Polar.FakeServer.Tests.Documentation.FidelityTests

open System.Text.RegularExpressions
open Expecto
open Polar.FakeServer.Tests

let private document = "docs/fidelity.md"

let private line =
    Regex(@"^\| `(?<id>[^`]+)` \| `(?<method>[A-Z]+) (?<path>[^`]+)` \| (?<state>[^|]+) \|$", RegexOptions.Multiline)

/// An operation's line: its id, its request, what is said of it.
let private lines =
    lazy
        ([ for found in line.Matches(Examples.read document) do
               found.Groups["id"].Value, $"""{found.Groups["method"].Value} {found.Groups["path"].Value}""", found.Groups["state"].Value ])

[<Tests>]
let tests =
    testList
        "fidelity"
        [ testCase "the page lists every operation once, in the order of the API"
          <| fun () ->
              Expect.equal
                  (lines.Value |> List.map (fun (id, request, _) -> id, request))
                  (Operations.all
                   |> List.map (fun operation -> operation.Id, $"{operation.Method} {operation.Template}"))
                  document

          testCase "an operation is full, or partial with what is missing"
          <| fun () ->
              for id, _, state in lines.Value do
                  Expect.isTrue (Regex.IsMatch(state, @"^(full|partial: .+)$")) $"{document}: {id} is '{state}'" ]
