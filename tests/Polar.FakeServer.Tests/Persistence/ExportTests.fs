/// The world as one document: over HTTP, in-process and by commands.
module Polar.FakeServer.Tests.Persistence.ExportTests

open System
open System.IO
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Persistence
open Polar.FakeServer.Tests.CommandLine.Tool

let private export (fake: FakePolar) : Task<string> =
    task {
        let! answer = Http.anonymous "GET" "/_fake/export" None fake
        Expect.equal (answer.Status, answer.Headers["content-type"]) (200, "application/json") answer.Text
        return answer.Text
    }

let private import (document: string) (fake: FakePolar) : Task<Answer> =
    Http.anonymous "POST" "/_fake/import" (Some document) fake

let private furnished () : Task<FakePolar> =
    task {
        let! fake = Fake.startWith (fun options -> options.FreezeClock <- true)
        let! product = Given.monthly 900L fake
        let! _ = Given.purchase product "ada@acme.dev" fake
        return fake
    }

let private ofDocument =
    [ testCaseTask "it is JSON with a line for each thing, the same each time, and names what it is" (fun () ->
          task {
              use! fake = furnished ()
              let! one = export fake
              let! other = export fake
              Kept.isSameDocument one other "nothing has happened in between"
              let document = Json.parse one
              Expect.equal (Json.text "format" document) "polar-fake-world" "what"
              Expect.equal (Json.whole "version" document) 1L "its form"
              Expect.equal (Json.text "clock" document) "2026-03-01T12:00:00+00:00" "when"
              Expect.equal (Json.text "lists.customers.entries.0.resource.email" document) "ada@acme.dev" "who"
              Expect.isGreaterThan (one.Split('\n').Length) 500 "indented"
              let! typed = fake.ExportAsync()
              Expect.equal typed one "in-process too"
          })

      testCaseTask "a change is a few lines" (fun () ->
          task {
              use! fake = furnished ()
              let! before = export fake
              let! customers = Http.get "/v1/customers/" fake

              let! renamed =
                  Http.patch $"""/v1/customers/{Json.text "items.0.id" customers.Json}""" """{"name":"Grace Hopper"}""" fake

              Expect.equal renamed.Status 200 renamed.Text
              let! after = export fake

              let fresh =
                  Set.difference (Set.ofArray (after.Split '\n')) (Set.ofArray (before.Split '\n'))

              Expect.exists fresh _.Contains("\"name\": \"Grace Hopper\"") "the new name"
              Expect.isLessThan fresh.Count 60 "and what goes with it"
          })

      testCaseTask "import goes to the world of a document and to its time, in this process and in the file" (fun () ->
          task {
              use! origin = furnished ()
              do! origin.Clock.AdvanceAsync "P3D"
              let! document = export origin
              use folder = new Kept.Folder()
              let! fake = Kept.startOn folder.File ignore
              let! _ = Given.customer "grace@acme.dev" fake
              let! answer = import document fake
              Expect.equal answer.Status 200 answer.Text
              Expect.equal (Json.text "clock" answer.Json) "2026-03-04T12:00:00Z" "the time of it"
              let! now = export fake
              Kept.isSameDocument document now "the same world"
              do! fake.DisposeAsync()
              use! fake = Kept.startOn folder.File ignore
              let! kept = export fake
              Kept.isSameDocument document kept "and kept"
              do! fake.Clock.AdvanceAsync "P1M"
              let! orders = Http.get "/v1/orders/" fake
              Expect.equal (Json.whole "pagination.total_count" orders.Json) 2L "what was to come does"
          })

      testCaseTask "a document that begins with a mark of its encoding is read all the same" (fun () ->
          task {
              use! fake = furnished ()
              let! document = export fake
              let! answer = import ("\uFEFF" + document) fake
              Expect.equal answer.Status 200 answer.Text
          }) ]

/// The document without the entries of a list.
let private without (list: string) (document: string) : string =
    let node = Json.parse document
    (Json.at $"lists.{list}" node).AsObject()["entries"] <- System.Text.Json.Nodes.JsonObject()
    node.ToJsonString()

let private garbage: (string * (string -> string) * string) list =
    [ "nothing", (fun _ -> ""), "The document is not JSON."
      "no JSON", (fun _ -> "hello"), "The document is not JSON."
      "half of one", (fun document -> document[.. document.Length / 2]), "The document is not JSON."
      "something behind it", (fun document -> document + "{}"), "The document is not JSON."
      "a list", (fun _ -> "[]"), "The document is no object."
      "an empty object", (fun _ -> "{}"), "The document is no world of a fake Polar."
      "another document", (fun _ -> """{"format":"something"}"""), "The document is no world of a fake Polar."
      "a later form",
      _.Replace("\"version\": 1", "\"version\": 2"),
      "The document is of another version of the fake: its form is number 2, and this version reads number 1."
      "a member that is none", _.Replace("\"random\":", "\"chance\":"), "The document has a member 'chance' that no world has."
      "a list that is none", _.Replace("\"customers\": {", "\"clients\": {"), "The document has a list 'clients' that no world has."
      "a row with a member that is none",
      _.Replace("\"short_id\":", "\"long_id\":"),
      "The document does not fit at customers.0: CustomerRow has no member 'long_id'."
      "a text for a number", _.Replace("\"amount\": 900", "\"amount\": \"much\""), "There is a text instead of a whole number."
      "no id", _.Replace("\"id\": \"", "\"id\": \"x"), "instead of an id."
      "a row without what it must have", _.Replace("\"short_id\": ", "\"own_billing_name\": "), "'short_id' is missing."
      "an entry without a number", _.Replace("\"0\": {", "\"first\": {"), "The entry 'first' of"
      "a type that is none",
      _.Replace("\"$type\": \"Contracts.CustomerIndividual\"", "\"$type\": \"Contracts.Nobody\""),
      "It is not said which Customer it is."
      "a type that is something else",
      _.Replace("\"$type\": \"Contracts.CustomerIndividual\"", "\"$type\": \"Contracts.Product\""),
      "It is not said which Customer it is."
      "a type of the platform",
      _.Replace("\"$type\": \"Contracts.CustomerIndividual\"", "\"$type\": \"System.Diagnostics.Process\""),
      "It is not said which Customer it is."
      "another organization",
      _.Replace("\"seed\": 42", "\"seed\": 7").Replace("\"access_token\": \"polar_oat_fake\"", "\"access_token\": \"polar_oat_other\""),
      "The document is of a fake that was started with seed 7"
      "no organization", without "organizations", "The document has no organization, which no world is without." ]

let private ofGarbage =
    [ for name, spoil, expected in garbage do
          testCaseTask $"import refuses {name} with a sentence, and nothing has changed" (fun () ->
              task {
                  use! fake = furnished ()
                  let! before = export fake
                  let! answer = import (spoil before) fake
                  Expect.equal answer.Status 400 answer.Text
                  Expect.stringContains (Json.text "detail" answer.Json) expected ""
                  Expect.isFalse (answer.Text.Contains "polar_oat") "no secret"
                  let! after = export fake
                  Kept.isSameDocument before after "as it was"

                  let mutable refused = ""

                  try
                      do! fake.ImportAsync(spoil before)
                  with :? ArgumentException as wrong ->
                      refused <- wrong.Message

                  Expect.stringContains refused expected "in-process too"
              })

      testCaseTask "import survives a document in which anything is other than it was" (fun () ->
          task {
              use! fake = furnished ()
              let! document = export fake
              let random = Random 11

              for _ in 1..150 do
                  let spoilt = document.ToCharArray()

                  for _ in 0 .. random.Next 3 do
                      spoilt[random.Next spoilt.Length] <- "\"{}[]:,0x"[random.Next 9]

                  let! answer = import (String spoilt) fake
                  Expect.contains [ 200; 400 ] answer.Status answer.Text
          }) ]

let private ofCommands =
    [ testCaseTask "export writes a file, or what it prints, and import takes it" (fun () ->
          task {
              use folder = new Kept.Folder()
              let file = Path.Combine(folder.Path, "world.json")
              use! fake = FakePolar.ListenAsync(0, Fake.options ())
              let at = [ "--url"; string fake.Address ]
              let! _ = Given.customer "ada@acme.dev" fake
              let! written = run ([ "export"; file ] @ at)
              Expect.equal (written.Code, written.Output, written.Error) (0, "", "") "silent"
              let! printed = run ([ "export" ] @ at)
              Expect.equal (printed.Output.TrimEnd()) (File.ReadAllText(file).TrimEnd()) "the same"
              let! _ = Given.customer "grace@acme.dev" fake
              let! imported = run ([ "import"; file ] @ at)

              Expect.equal
                  (imported.Code, imported.Output.Trim(), imported.Error)
                  (0, "Imported; the clock stands at 2026-03-01T12:00:00Z.", "")
                  "said"

              let! customers = Http.get "/v1/customers/" fake
              Expect.equal (Json.whole "pagination.total_count" customers.Json) 1L "gone back"
          })

      testCaseTask "import says what is wrong in a line, and ends with 2" (fun () ->
          task {
              use folder = new Kept.Folder()
              use! fake = FakePolar.ListenAsync(0, Fake.options ())
              let at = [ "--url"; string fake.Address ]
              let file = Path.Combine(folder.Path, "world.json")
              let! missing = run ([ "import"; file ] @ at)
              Expect.equal (missing.Code, lines missing.Error) (2, [ $"polar-fake: \"{file}\" cannot be read." ]) "not there"
              File.WriteAllText(file, "{}")
              let! wrong = run ([ "import"; file ] @ at)
              Expect.equal wrong.Code 2 wrong.Error
              Expect.hasLength (lines wrong.Error) 1 wrong.Error
              Expect.stringContains wrong.Error "The document is no world of a fake Polar." "none"

              let! unwritable =
                  run ([ "export"; Path.Combine(folder.Path, "no", "world.json") ] @ at)

              Expect.equal unwritable.Code 2 unwritable.Error
              Expect.stringContains unwritable.Error "cannot be written" "no such folder"
          })

      testCaseTask "serve keeps the world in --data, also by POLAR_FAKE_DATA, and says where" (fun () ->
          task {
              use folder = new Kept.Folder()

              let! first =
                  serving [ "--empty"; "--data"; folder.File ] (fun said client ->
                      task {
                          Expect.stringContains said folder.File "where"

                          use request =
                              Http.request "POST" "/v1/customers/" (Some "polar_oat_fake") (Some """{"email":"ada@acme.dev"}""")

                          let! answer = client.SendAsync request
                          Expect.equal (int answer.StatusCode) 201 "made"
                      })

              Expect.equal first.Code 0 first.Error

              let! second =
                  serving [ "--data"; folder.File ] (fun _ client ->
                      task {
                          use request = Http.request "GET" "/v1/customers/" (Some "polar_oat_fake") None
                          let! answer = client.SendAsync request
                          let! text = answer.Content.ReadAsStringAsync()
                          Expect.equal (Json.text "items.0.email" (Json.parse text)) "ada@acme.dev" "kept"
                      })

              Expect.equal second.Code 0 second.Error
              use output = new StringWriter()

              let! refused =
                  runWith
                      (Map [ "POLAR_FAKE_DATA", folder.File ])
                      Threading.CancellationToken.None
                      output
                      [ "serve"; "--port"; "0"; "--seed"; "7" ]

              Expect.equal refused.Code 2 refused.Error

              Expect.equal
                  (lines refused.Error)
                  [ $"polar-fake: The data file {folder.File} was made with the seed 42, and not 7: leave it out, or take another file." ]
                  "one line"
          })

      for arguments, expected in
          [ [ "--data-durability"; "process" ], "--data-durability needs a --data"
            [ "--data"; "x.db"; "--data-durability"; "forever" ], "\"forever\" is no durability; there are machine and process."
            [ "--data"; "" ], "--data needs the name of a file."
            [ "--data"; "/no/such/folder/world.db" ], "There is no folder /no/such/folder for the data file." ] do
          let text = String.Join(" ", arguments)

          testCaseTask $"serve refuses {text} in a line" (fun () ->
              task {
                  let! outcome = run ([ "serve"; "--port"; "0" ] @ arguments)
                  Expect.equal outcome.Code 2 outcome.Error
                  Expect.hasLength (lines outcome.Error) 1 outcome.Error
                  Expect.stringContains outcome.Error expected ""
              }) ]

[<Tests>]
let tests =
    testList
        "export and import"
        [ testList "a document" ofDocument
          testList "garbage" ofGarbage
          testList "commands" ofCommands ]
