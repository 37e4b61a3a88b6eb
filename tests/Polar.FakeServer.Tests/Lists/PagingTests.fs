module Polar.FakeServer.Tests.Lists.PagingTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private twelve =
    lazy
        (task {
            let! fake = Fake.start ()

            for number in 1..12 do
                let! _ = Given.customer $"customer{number}@polar.sh" fake
                ()

            return fake
        })

let private emails (query: string) =
    task {
        let! fake = twelve.Value
        let! answer = Http.get $"/v1/customers/?{query}" fake
        Expect.equal answer.Status 200 answer.Text
        let items = Json.items "items" answer.Json |> List.map (Json.text "email")
        return items, Json.whole "pagination.total_count" answer.Json, Json.whole "pagination.max_page" answer.Json
    }

let private numbers = List.map (sprintf "customer%i@polar.sh")

/// What is asked, which customers come, and how many pages there are.
let private pages =
    [ "", [ 12..-1..3 ], 2L
      "page=1", [ 12..-1..3 ], 2L
      "page=2", [ 2; 1 ], 2L
      "limit=5", [ 12..-1..8 ], 3L
      "limit=5&page=3", [ 2; 1 ], 3L
      "limit=5&page=4", [], 3L
      "limit=1&page=12", [ 1 ], 12L
      "limit=12", [ 12..-1..1 ], 1L
      "limit=100", [ 12..-1..1 ], 1L
      "limit=5.0&page=2.0", [ 7..-1..3 ], 3L
      "limit=12&sorting=created_at", [ 1..12 ], 1L
      "limit=5&page=3&sorting=created_at", [ 11; 12 ], 3L
      "limit=2&page=2&sorting=email", [ 12; 1 ], 6L
      "limit=2&query=customer1&sorting=created_at", [ 1; 10 ], 2L
      "limit=2&page=2&query=customer1", [ 10; 1 ], 2L
      "page=9223372036854775807", [], 2L
      "nothing=1", [ 12..-1..3 ], 2L ]

/// What is asked, and the issue that it makes.
let private refused =
    [ for name in [ "page"; "limit" ] do
          for number in [ "0"; "-1" ] do
              $"{name}={number}",
              $"""{{"type":"greater_than","loc":["query","{name}"],"msg":"Input should be greater than 0","input":"{number}","ctx":{{"gt":0}}}}"""

          for text in [ ""; "x"; "1.5"; "1,2" ] do
              $"{name}={text}",
              $"""{{"type":"int_parsing","loc":["query","{name}"],"msg":"Input should be a valid integer, unable to parse string as an integer","input":"{text}"}}""" ]

[<Tests>]
let tests =
    testList
        "paging"
        [ for query, customers, maxPage in pages do
              testCaseTask $"?{query} shows {customers.Length} of twelve" (fun () ->
                  task {
                      let! shown, total, pages = emails query
                      Expect.equal shown (numbers customers) "items"
                      Expect.equal pages maxPage "pages"
                      Expect.equal total (if query.Contains "query=" then 4L else 12L) "total"
                  })

          for query, issue in refused do
              testCaseTask $"?{query} is refused" (fun () ->
                  task {
                      let! fake = twelve.Value
                      let! answer = Http.get $"/v1/customers/?{query}" fake
                      Expect.equal answer.Text $"""{{"error":"RequestValidationError","detail":[{issue}]}}""" "the real answer"
                      Expect.equal answer.Status 422 "status"
                  })

          testCaseTask "an empty list has no page" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.get "/v1/customers/" fake
                  Expect.equal answer.Text """{"items":[],"pagination":{"total_count":0,"max_page":0}}""" "the real answer"
              })

          testCaseTask "a page holds no more than a hundred" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for _ in 1..101 do
                      let! _ =
                          Given.create "/v1/benefits/" """{"type":"custom","description":"Support","properties":{}}""" fake

                      ()

                  let! answer = Http.get "/v1/benefits/?limit=1000" fake
                  Expect.equal (Json.items "items" answer.Json |> List.length) 100 "items"

                  Expect.equal (Json.whole "pagination.total_count" answer.Json) 101L "total"
                  Expect.equal (Json.whole "pagination.max_page" answer.Json) 2L "pages of a hundred"
              })

          testCaseTask "what is deleted is in no page and not counted" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = Given.customer "first@polar.sh" fake
                  let! second = Given.customer "second@polar.sh" fake
                  let! answer = Http.delete $"""/v1/customers/{Json.text "id" first}""" fake
                  Expect.equal answer.Status 204 "deleted"
                  let! answer = Http.get "/v1/customers/" fake
                  Expect.equal (Json.items "items" answer.Json |> List.map (Json.text "id")) [ Json.text "id" second ] "the other one"
                  Expect.equal (Json.whole "pagination.total_count" answer.Json) 1L "total"
              }) ]
