/// How events are found again: by customer, name, time, filter and words, page by page.
module Polar.FakeServer.Tests.Usage.Events.EventListTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Catalog.Meters
open Polar.FakeServer.Tests

/// Ada is known by both of her ids, Bob by Polar's alone, and Eve by the merchant's alone.
type private Usage =
    { Fake: FakePolar
      Ada: string
      Bob: string }

let private made: Lazy<Task<Usage>> =
    lazy
        (task {
            let! fake = Fake.start ()

            let! ada =
                Given.create "/v1/customers/" """{"email":"ada@acme.dev","name":"Ada","external_id":"ada"}""" fake

            let! bob =
                Given.create "/v1/customers/" """{"email":"bob@acme.dev","name":"Bob"}""" fake

            let at (day: int) (members: string) =
                $""","timestamp":"2026-02-{day:D2}T00:00:00Z"{members}"""

            let! counts =
                Ingesting.taken
                    [ Ingesting.ofCustomer ada "call" (at 3 ""","metadata":{"model":"large","tokens":30,"cached":true,"tier":"10"}""")
                      Ingesting.event "call" (at 1 ""","metadata":{"model":"small","tokens":10.5,"nested.key":"x"}""")
                      Ingesting.ofCustomer
                          bob
                          "upload"
                          (at
                              2
                              ""","metadata":{"size":7,"_llm":{"vendor":"acme","model":"m1","input_tokens":1,"output_tokens":2,"total_tokens":3}}""")
                      $"""{{"name":"Sign-In","external_customer_id":"eve"{at 4 ""}}}""" ]
                    fake

            Expect.equal counts (4L, 0L) "all are new"

            return
                { Fake = fake
                  Ada = Json.text "id" ada
                  Bob = Json.text "id" bob }
        })

let private finds name (query: string) (expected: string list) =
    testCaseTask $"by {name}" (fun () ->
        task {
            let! usage = made.Value

            let query =
                query.Replace("{ada}", usage.Ada).Replace("{bob}", usage.Bob).Replace("{org}", string usage.Fake.Organization.Id)

            let! items = Ingesting.list $"source=user&sorting=timestamp&{query}" usage.Fake
            let days = [ for item in items -> (Json.text "timestamp" item).Substring(8, 2) ]
            Expect.equal days expected query
        })

/// The parameters that are asked for here, by the path of the list.
let internal asked: (string * string) list =
    [ for name in
          [ "filter"
            "start_timestamp"
            "end_timestamp"
            "organization_id"
            "customer_id"
            "external_customer_id"
            "meter_id"
            "name"
            "source"
            "query"
            "parent_id"
            "depth"
            "metadata"
            "cursor_pagination" ] -> "/v1/events/", name ]

let private filter (clauses: string) =
    "filter="
    + Uri.EscapeDataString $"""{{"conjunction":"and","clauses":[{clauses}]}}"""

let private clause (property: string) (operator: string) (value: string) =
    $"""{{"property":"{property}","operator":"{operator}","value":{value}}}"""

let private narrowed =
    testList
        "events are found"
        [ finds "nothing in particular" "" [ "01"; "02"; "03"; "04" ]
          finds "Polar's id of a customer, which means the merchant's too" "customer_id={ada}" [ "01"; "03" ]
          finds "the merchant's id of a customer, which means Polar's too" "external_customer_id=ada" [ "01"; "03" ]
          finds "the merchant's id of nobody" "external_customer_id=eve" [ "04" ]
          finds "one customer or the other" "customer_id={bob}&external_customer_id=eve" [ "02"; "04" ]
          finds "a customer that is not there" $"customer_id={unknown}" []
          finds "name" "name=call" [ "01"; "03" ]
          finds "names" "name=upload&name=Sign-In" [ "02"; "04" ]
          finds "name and customer" "name=call&customer_id={bob}" []
          finds "a moment before, which is not meant itself" "start_timestamp=2026-02-02T00:00:00Z" [ "03"; "04" ]
          finds "a moment behind, which is not meant itself" "end_timestamp=2026-02-02T00:00:00Z" [ "01" ]
          finds "moments around" "start_timestamp=2026-02-01T00:00:00Z&end_timestamp=2026-02-04T00:00:00%2B00:00" [ "02"; "03" ]
          finds "organization" "organization_id={org}" [ "01"; "02"; "03"; "04" ]
          finds "another organization" $"organization_id={unknown}" []
          finds "metadata" "metadata[model]=large" [ "03" ]
          finds "metadata of several values" "metadata[model]=large&metadata[model]=small" [ "01"; "03" ]
          finds "metadata of several keys" "metadata[model]=large&metadata[tier]=11" []
          finds "metadata that is no text, which is not found" "metadata[tokens]=30" []
          finds "metadata that is a truth value, which is not found" "metadata[cached]=true" []
          finds "a key with a point in it" "metadata[nested.key]=x" [ "01" ]
          finds "a language model's metadata" "metadata[_llm.model]=m1" [ "02" ]
          finds "a word in the name, in whatever case" "organization_id={org}&query=sign-in" [ "04" ]
          finds "a word in the metadata" "organization_id={org}&query=LARGE" [ "03" ]
          finds "a word in a customer's name or address" "organization_id={org}&query=bob@" [ "02" ]
          finds "a part of the merchant's id of a customer" "organization_id={org}&query=ada" [ "01"; "03" ]
          finds "a filter" (filter (clause "model" "eq" "\"large\"")) [ "03" ]
          finds "a filter without clauses" (filter "") [ "01"; "02"; "03"; "04" ]
          finds "a filter with a prefix that says nothing" (filter (clause "metadata.model" "ne" "\"large\"")) [ "01" ]
          finds "a filter that goes deeper" (filter (clause "_llm.vendor" "eq" "\"acme\"")) [ "02" ]
          finds "a filter of a number" (filter (clause "tokens" "gt" "10")) [ "01"; "03" ]
          finds "a filter of a text that spells a number" (filter (clause "tier" "eq" "10")) [ "03" ]
          finds "a filter of a name" (filter (clause "name" "like" "\"all\"")) [ "01"; "03" ]
          finds
              "a filter of a moment"
              (filter (clause "timestamp" "gte" (string (DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()))))
              [ "03"; "04" ] ]

let private pages =
    testList
        "a page of events"
        [ testCaseTask "is the latest unless asked otherwise, and says how many there are" (fun () ->
              task {
                  let! usage = made.Value
                  let! answer = Http.get "/v1/events/?source=user&limit=3" usage.Fake

                  Expect.equal
                      [ for item in Json.items "items" answer.Json -> Json.text "name" item ]
                      [ "Sign-In"; "call"; "upload" ]
                      "latest first"

                  Expect.equal ((Json.at "pagination" answer.Json).ToJsonString()) """{"total_count":4,"max_page":2}""" "pages"

                  let! second = Http.get "/v1/events/?source=user&limit=3&page=2" usage.Fake
                  Expect.equal (Json.text "items.0.timestamp" second.Json) "2026-02-01T00:00:00Z" "what is left"
                  let! third = Http.get "/v1/events/?source=user&limit=3&page=3" usage.Fake
                  Expect.isEmpty (Json.items "items" third.Json) "nothing more"
                  Expect.equal (Json.whole "pagination.total_count" third.Json) 0L "and then nothing is said of the others"
              })

          testCaseTask "with a cursor says only whether another follows" (fun () ->
              task {
                  let! usage = made.Value

                  let! first =
                      Http.get "/v1/events/?source=user&limit=3&cursor_pagination=true" usage.Fake

                  Expect.equal ((Json.at "pagination" first.Json).ToJsonString()) """{"has_next_page":true}""" "another"

                  let! second =
                      Http.get "/v1/events/?source=user&limit=3&page=2&cursor_pagination=true" usage.Fake

                  Expect.equal ((Json.at "pagination" second.Json).ToJsonString()) """{"has_next_page":false}""" "no other"
              })

          testCaseTask "of a late event is where the event happened" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let at day =
                      Ingesting.event $"d{day}" $""","timestamp":"2026-01-{day:D2}T00:00:00Z" """

                  for day in [ 20; 5; 11; 2; 30; 17 ] do
                      let! _ = Ingesting.taken [ at day ] fake
                      ()

                  let! names = Ingesting.names "" fake
                  Expect.equal names [ "d30"; "d20"; "d17"; "d11"; "d5"; "d2" ] "by time"
                  let! oldest = Ingesting.names "sorting=timestamp&limit=2&page=2" fake
                  Expect.equal oldest [ "d11"; "d17" ] "from the other end"
              }) ]

let private refusals =
    testList
        "events are not listed"
        [ let refused name (query: string) (expected: (string * string * string) list) =
              testCaseTask name (fun () ->
                  task {
                      let! usage = made.Value
                      let! answer = Http.get $"/v1/events/?{query}" usage.Fake
                      Refusal.malformed expected answer
                  })

          refused
              "by words alone, without an organization"
              "query=word"
              [ "value_error", "query.query", "Query is only supported when organization_id is provided." ]

          refused
              "by a word of less than three letters"
              $"query=wo&organization_id={unknown}"
              [ "query", "query.query", "Query must be at least 3 characters." ]

          refused
              "by moments without a zone"
              "start_timestamp=2026-01-01T00:00:00"
              [ "timezone_aware", "query.start_timestamp", "Input should have timezone info" ]

          refused "deeper than five levels" "depth=6" [ "less_than_equal", "query.depth", "Input should be less than or equal to 5" ]

          refused
              "by a filter without its parts, told without the query's name"
              "filter={}"
              [ "missing", "conjunction", "Field required"
                "missing", "clauses", "Field required" ]

          refused "by a filter that is none" "filter=7" [ "model_type", "", "Input should be an object" ]

          refused "by a filter that is no JSON" "filter=x" [ "json_invalid", "", "Invalid JSON: expected value at line 1 column 1" ]

          refused
              "by a filter with an operator that is none"
              (filter (clause "a" "is" "1"))
              [ "enum", "clauses.0.FilterClause.operator", "Input should be 'eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'like' or 'not_like'"
                "missing", "clauses.0.Filter.conjunction", "Field required"
                "missing", "clauses.0.Filter.clauses", "Field required" ]

          testCaseTask "by a meter that is not there" (fun () ->
              task {
                  let! usage = made.Value
                  let! answer = Http.get $"/v1/events/?meter_id={unknown}" usage.Fake
                  Refusal.invalid [ "meter_id", "query.meter_id", "Meter not found." ] answer
              })

          testCaseTask "one by one where they are not there, or another's" (fun () ->
              task {
                  let! usage = made.Value
                  let! answer = Http.get $"/v1/events/{unknown}" usage.Fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" answer
                  use! fake = Fake.start ()
                  let! other = fake.CreateOrganizationAsync "other"
                  let! _ = Ingesting.taken [ Ingesting.event "mine" "" ] fake
                  let! event = Ingesting.only "mine" fake
                  let id = Json.text "id" event

                  let as' path =
                      Http.raw fake (Http.request "GET" path (Some other.AccessToken) None)

                  let! theirs = as' $"/v1/events/{id}"
                  Expect.equal theirs.Status 404 "not theirs"

                  for path in
                      [ "/v1/events/"
                        "/v1/events/names"
                        "/v1/event-types/"
                        $"/v1/events/?parent_id={id}" ] do
                      let! listed = as' path
                      Expect.isEmpty (Json.items "items" listed.Json) path
              }) ]

let private measured =
    testCaseTask "events are found by the meter that measures them" (fun () ->
        task {
            use! fake = Fake.startWith (fun options -> options.Empty <- false)
            let meter = Seq.head (fake.World.Table<MeterRow>().Of fake.Organization.Id)
            let! before = Http.get $"/v1/events/?meter_id={meter.Id}" fake

            let! _ =
                Ingesting.taken [ Ingesting.event "api.call" ""; Ingesting.event "other" "" ] fake

            let! after = Http.get $"/v1/events/?meter_id={meter.Id}" fake

            Expect.equal
                (Json.whole "pagination.total_count" after.Json)
                (Json.whole "pagination.total_count" before.Json + 1L)
                "one of the two is measured"

            Expect.equal (Json.text "items.0.name" after.Json) "api.call" "which is shown"
        })

[<Tests>]
let tests = testList "the list of events" [ narrowed; pages; refusals; measured ]
