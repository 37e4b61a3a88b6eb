/// The page of control calls: it has them all, and its examples work.
module Polar.FakeServer.Tests.Documentation.ControlDocumentTests

open System
open System.Net.Http
open System.Text.RegularExpressions
open Expecto
open Polar.FakeServer.Composition
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Control

let private document = "docs/control.md"

let private row =
    Regex(@"^\| `(?<call>[A-Z]+ /_fake/[^`]+)` \| (?<takes>[^|]+) \| (?<answers>[^|]+) \| (?<typed>[^|]+) \|$", RegexOptions.Multiline)

let private rows =
    lazy [ for found in row.Matches(Examples.read document) -> found.Groups["call"].Value ]

let private calls = lazy [ for route in ControlRegistry.All -> string route ]

/// What a line of the examples does: the request, and the name that it gives to a member of the answer.
let private assignment =
    Regex @"^(?<name>[A-Z_]+)=\$\((?<curl>curl .+) \| jq -r \.(?<member>\w+)\)$"

/// A line that keeps the answer in a file.
let private keeping = Regex @"^(?<curl>curl .+) > (?<file>\S+)$"

/// A line that sends what is in a file.
let private sending = Regex @"^(?<curl>curl .+) -d @(?<file>\S+)$"

let private blocks =
    lazy
        [ for language, code in Examples.blocks document do
              if language = "sh" then
                  code.Split('\n', StringSplitOptions.RemoveEmptyEntries) ]

let private callOf (request: HttpRequestMessage) : string option =
    let path = (string request.RequestUri).Split('?')[0]
    let segments = path.Substring("/_fake/".Length).Split '/'

    ControlRegistry.All
    |> Seq.tryFind (fun route -> not (isNull (route.Match(string request.Method, segments))))
    |> Option.map string

[<Tests>]
let tests =
    testList
        "page of control calls"
        [ testCase "it has every call once, and none that there is not"
          <| fun () -> Expect.equal (List.sort rows.Value) (List.sort calls.Value) document

          testCaseTask "each call has an example, and the examples of a block work one after the other" (fun () ->
              task {
                  let! started, known = Controlled.start ()
                  use prepared = started
                  let mutable shown = Set.empty

                  for block in blocks.Value do
                      use! fake = prepared.ForkAsync()
                      let mutable names = known
                      let mutable files = Map.empty

                      for line in block do
                          let found = assignment.Match line
                          let kept = keeping.Match line
                          let sent = sending.Match line

                          let curl =
                              [ found; kept; sent ]
                              |> List.tryFind _.Success
                              |> Option.map _.Groups["curl"].Value
                              |> Option.defaultValue line

                          let request = Curl.request (Controlled.filled names curl)

                          if sent.Success then
                              request.Method <- HttpMethod.Post
                              request.Content <- new StringContent(Map.find sent.Groups["file"].Value files)

                          match callOf request with
                          | Some call -> shown <- shown.Add call
                          | None -> failtest $"{line} is no control call"

                          let! answer = Http.raw fake request
                          Expect.isTrue (answer.Status < 300) $"{line} answers {answer.Status} {answer.Text}"

                          if kept.Success then
                              files <- files.Add(kept.Groups["file"].Value, answer.Text)

                          if found.Success then
                              names <- names.Add(found.Groups["name"].Value, Json.text found.Groups["member"].Value answer.Json)

                  Expect.equal (Set.toList shown) (List.sort calls.Value) "every call is shown"
              }) ]
