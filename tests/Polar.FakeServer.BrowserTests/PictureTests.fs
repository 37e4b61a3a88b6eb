/// The pictures that documents show: there, used, and small.
module Polar.FakeServer.BrowserTests.PictureTests

open System.IO
open System.Text.RegularExpressions
open Expecto
open Polar.Tests

/// What the README's pictures may weigh together.
let private limit = 300_000L

let private shownIn (document: string) : string list =
    [ for found in Regex.Matches(File.ReadAllText(Approved.path document), @"!\[[^\]]+\]\(([^)]+)\)") do
          found.Groups[1].Value ]

let private size (path: string) = FileInfo(Approved.path path).Length

let private signature = [| 0x89uy; byte 'P'; byte 'N'; byte 'G' |]

[<Tests>]
let tests =
    testList
        "pictures"
        [ testCase "the README shows three, which weigh less than 300 KB" (fun () ->
              let shown = shownIn "README.md"

              Expect.equal
                  shown
                  [ "docs/images/checkout.png"
                    "docs/images/portal.png"
                    "docs/images/inspector.png" ]
                  "pictures"

              for path in shown do
                  Expect.equal (File.ReadAllBytes(Approved.path path)[..3]) signature $"{path} is a PNG"

              Expect.isLessThan (List.sumBy size shown) limit "their weight")

          testCase "every picture of the documents is shown in one, and none is missing" (fun () ->
              let shown =
                  [ yield! shownIn "README.md"
                    for document in Directory.GetFiles(Approved.path "docs", "*.md") do
                        for path in shownIn $"docs/{Path.GetFileName document}" do
                            $"docs/{path}" ]
                  |> List.distinct
                  |> List.sort

              let there =
                  [ for path in Directory.GetFiles(Approved.path "docs/images") -> $"docs/images/{Path.GetFileName path}" ]
                  |> List.sort

              Expect.equal shown there "pictures") ]
