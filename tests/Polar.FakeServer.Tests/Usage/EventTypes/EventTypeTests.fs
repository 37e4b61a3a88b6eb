/// The names of events: how often and when they were seen, and what people read instead of them.
module Polar.FakeServer.Tests.Usage.EventTypes.EventTypeTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.Events

let private sent: Lazy<Task<FakePolar * string>> =
    lazy
        (task {
            let! fake = Fake.start ()

            let! ada =
                Given.create "/v1/customers/" """{"email":"ada@acme.dev","external_id":"ada"}""" fake

            let at day =
                $""","timestamp":"2026-02-{day:D2}T00:00:00Z" """

            let! _ =
                Ingesting.taken
                    [ Ingesting.event "call" (at 3 + ""","external_id":"1" """)
                      Ingesting.event "call" (at 1)
                      Ingesting.ofCustomer ada "call" (at 2)
                      $"""{{"name":"upload","external_customer_id":"eve"{at 5}}}"""
                      Ingesting.event "step" (at 4 + ""","parent_id":"1" """) ]
                    fake

            return fake, Json.text "id" ada
        })

let private listed (path: string) (fake: FakePolar) : Task<JsonNode list> =
    task {
        let! answer = Http.get path fake
        Expect.equal answer.Status 200 answer.Text
        return Json.items "items" answer.Json
    }

/// The parameters that are asked for here, by the path of the list.
let internal asked: (string * string) list =
    [ for name in [ "organization_id"; "customer_id"; "external_customer_id"; "source"; "query" ] do
          yield! [ "/v1/events/names", name; "/v1/event-types/", name ]
      for name in [ "root_events"; "parent_id" ] do
          "/v1/event-types/", name ]

let private show (items: JsonNode list) =
    [ for item in items -> Json.text "name" item, Json.whole "occurrences" item ]

let private statistics =
    testList
        "names of events"
        [ for path in [ "/v1/events/names"; "/v1/event-types/" ] do
              let shows name (query: string) (expected: (string * int64) list) =
                  testCaseTask $"{path} are {name}" (fun () ->
                      task {
                          let! fake, ada = sent.Value
                          let query = query.Replace("{ada}", ada)
                          let! items = listed $"{path}?{query}" fake
                          Expect.equal (show items) expected query
                      })

              shows "listed, the latest first" "" [ "customer.created", 1L; "upload", 1L; "step", 1L; "call", 3L ]
              shows "sorted by name" "sorting=name" [ "call", 3L; "customer.created", 1L; "step", 1L; "upload", 1L ]
              shows "sorted by how often" "sorting=-occurrences&source=user&query=a" [ "call", 3L; "upload", 1L ]
              shows "sorted by when first" "sorting=first_seen&source=user" [ "call", 3L; "step", 1L; "upload", 1L ]
              shows "of the merchant's alone" "source=user&sorting=name" [ "call", 3L; "step", 1L; "upload", 1L ]
              shows "of a customer by either id" "customer_id={ada}&source=user&sorting=name" [ "call", 3L; "step", 1L ]
              shows "of the merchant's id of a customer" "external_customer_id=eve" [ "upload", 1L ]
              shows "found by a part of them, in whatever case" "query=PLO" [ "upload", 1L ]
              shows "of another organization" $"organization_id={unknown}" []
              shows "paged" "limit=1&page=2&source=user&sorting=name" [ "step", 1L ]

          testCaseTask "say when the first and the last were" (fun () ->
              task {
                  let! fake, _ = sent.Value
                  let! items = listed "/v1/events/names?query=call" fake

                  Expect.equal
                      ((List.exactlyOne items).ToJsonString())
                      """{"name":"call","label":"call","source":"user","occurrences":3,"first_seen":"2026-02-01T00:00:00Z","last_seen":"2026-02-03T00:00:00Z"}"""
                      "everything"
              })

          testCaseTask "of Polar's own have words, and no id" (fun () ->
              task {
                  let! fake, _ = sent.Value
                  let! items = listed "/v1/event-types/?source=system" fake
                  let item = List.exactlyOne items
                  Expect.isNull (Json.find "id" item) "no id"
                  Expect.isNull (Json.find "created_at" item) "nobody has made it"
                  Expect.equal (Json.text "label" item, Json.text "source" item) ("Customer Created", "system") "label"
                  let! found = listed "/v1/event-types/?query=customer%20cre" fake
                  Expect.equal (show found) [ "customer.created", 1L ] "found by its label"
              })

          testCaseTask "are narrowed to roots, or to what is below an event" (fun () ->
              task {
                  let! fake, _ = sent.Value
                  let! roots = listed "/v1/event-types/?root_events=true&source=user&sorting=name" fake
                  Expect.equal (show roots) [ "call", 3L; "upload", 1L ] "roots"

                  let! parents =
                      Ingesting.list "name=call&end_timestamp=2026-02-04T00:00:00Z&sorting=-timestamp&limit=1" fake

                  let parent = Json.text "id" (List.exactlyOne parents)
                  let! below = listed $"/v1/event-types/?parent_id={parent}" fake
                  Expect.equal (show below) [ "step", 1L ] "below it"
              }) ]

let private labels =
    testList
        "a type of events"
        [ testCaseTask "is made with the first event, and gets a label" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Ingesting.taken
                          [ Ingesting.event "mail" ""","metadata":{"subject":"Hello","n":1}"""
                            Ingesting.event "mail" ""","metadata":{"subject":false}""" ]
                          fake

                  let! types = listed "/v1/event-types/" fake
                  let made = List.exactlyOne types
                  let path = $"""/v1/event-types/{Json.text "id" made}"""
                  Expect.equal (Json.text "label" made) "mail" "its name at first"

                  let! updated =
                      Http.patch path """{"label":"  E-mail ","label_property_selector":"subject"}""" fake

                  Expect.equal updated.Status 200 updated.Text

                  Expect.equal
                      [ for KeyValue(name, _) in updated.Json.AsObject() -> name ]
                      [ "created_at"
                        "modified_at"
                        "id"
                        "name"
                        "label"
                        "label_property_selector"
                        "organization_id" ]
                      "without statistics"

                  Expect.equal (Json.text "label" updated.Json) "E-mail" "without blanks around it"
                  let! items = Ingesting.list "" fake

                  Expect.equal
                      (List.sort [ for item in items -> Json.text "label" item ])
                      [ "E-mail"; "Hello" ]
                      "its own text where it has one"

                  let! names = listed "/v1/events/names" fake
                  Expect.equal (Json.text "label" (List.exactlyOne names)) "E-mail" "of all"
                  let! cleared = Http.patch path """{"label":"Mail"}""" fake
                  Expect.isNull (Json.find "label_property_selector" cleared.Json) "left out, it is cleared"

                  let! blank =
                      Http.patch path """{"label":"Mail","label_property_selector":"  "}""" fake

                  Expect.isNull (Json.find "label_property_selector" blank.Json) "and so it is by blanks"
              })

          testCaseTask "is made by a batch that brings nothing new, too" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Ingesting.taken [ Ingesting.event "a" ""","external_id":"1" """ ] fake
                  let! counts = Ingesting.taken [ Ingesting.event "b" ""","external_id":"1" """ ] fake
                  Expect.equal counts (0L, 1L) "known"
                  let! types = listed "/v1/event-types/" fake
                  Expect.equal (show types) [ "a", 1L ] "not listed without events"
                  let! _ = Ingesting.taken [ Ingesting.event "b" "" ] fake
                  let! types = listed "/v1/event-types/?query=b" fake
                  Expect.equal (Json.text "created_at" (List.exactlyOne types)) "2026-03-01T12:00:00Z" "made before"
              })

          let refused name (body: string) (expected: (string * string * string) list) =
              testCaseTask $"is not changed to {name}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _ = Ingesting.taken [ Ingesting.event "a" "" ] fake
                      let! types = listed "/v1/event-types/" fake

                      let! answer =
                          Http.patch $"""/v1/event-types/{Json.text "id" (List.exactlyOne types)}""" body fake

                      Refusal.malformed expected answer
                  })

          refused "no label" "{}" [ "missing", "body.label", "Field required" ]

          refused
              "a label of blanks"
              """{"label":"  "}"""
              [ "value_error", "body.label", "Value error, Label cannot be empty or only whitespace" ]

          refused "a label of no letter" """{"label":""}""" [ "string_too_short", "body.label", "String should have at least 1 character" ]

          refused
              "a label of more than 128 letters"
              (sprintf """{"label":"%s"}""" (System.String('x', 129)))
              [ "string_too_long", "body.label", "String should have at most 128 characters" ]

          testCaseTask "of another organization is not there" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! other = fake.CreateOrganizationAsync "other"
                  let! _ = Ingesting.taken [ Ingesting.event "a" "" ] fake
                  let! types = listed "/v1/event-types/" fake
                  let path = $"""/v1/event-types/{Json.text "id" (List.exactlyOne types)}"""

                  let! theirs =
                      Http.raw fake (Http.request "PATCH" path (Some other.AccessToken) (Some """{"label":"x"}"""))

                  Refusal.domain 404 "ResourceNotFound" "Not found" theirs
                  let! none = Http.patch $"/v1/event-types/{unknown}" """{"label":"x"}""" fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" none
              }) ]

[<Tests>]
let tests = testList "event types" [ statistics; labels ]
