/// Files as merchants list, change and delete them, and show them with products.
module Polar.FakeServer.Tests.Catalog.Files.FileTests

open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Files.Uploads

let private image fake =
    uploaded "product_media" "cat.png" "image/png" [ "meow" ] fake

[<Tests>]
let tests =
    testList
        "files"
        [ testCaseTask "lists show what is uploaded, and no support case attachments" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Given.create "/v1/files/" (announcement "downloadable" "a.txt" "text/plain" [ "hello" ] true) fake

                  let! _, first = uploaded "downloadable" "b.txt" "text/plain" [ "hello" ] fake
                  let! _, second = image fake

                  let! _ =
                      uploaded "support_case_attachment" "c.pdf" "application/pdf" [ "hello" ] fake

                  for query, expected in
                      [ "", [ first; second ]
                        $"""?ids={Json.text "id" second}""", [ second ]
                        "?organization_id=8ff9e4b8-5a29-4b2c-8f0e-0d1b6a1d7a10", [] ] do
                      let! listed = Http.get $"/v1/files/{query}" fake

                      Expect.equal
                          [ for item in Json.items "items" listed.Json -> item.ToJsonString() ]
                          [ for file in expected -> file.ToJsonString() ]
                          query
              })

          testCaseTask "a file is not read by its id" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, file = image fake
                  let! answer = Http.get $"""/v1/files/{Json.text "id" file}""" fake
                  Expect.equal answer.Status 405 "status"
                  Expect.equal answer.Headers["allow"] "PATCH" "the first declared method"
              })

          testCaseTask "name and version change, the path does not; empty values change nothing" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! file =
                      Given.create "/v1/files/" (announcement "downloadable" "a.txt" "text/plain" [ "hello" ] true) fake

                  let path = $"""/v1/files/{Json.text "id" file}"""
                  let! changed = Http.patch path """{"name":"b.txt","version":"2.0"}""" fake
                  Expect.equal (Json.text "name" changed.Json) "b.txt" "name"
                  Expect.equal (Json.text "version" changed.Json) "2.0" "version"
                  Expect.equal (Json.text "path" changed.Json) (Json.text "path" file) "path"

                  for nothing in [ "{}"; """{"name":null,"version":null}"""; """{"name":"","version":""}""" ] do
                      let! answer = Http.patch path nothing fake
                      Expect.equal answer.Text changed.Text nothing
              })

          testCaseTask "support case attachments are neither changed nor deleted" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _, file =
                      uploaded "support_case_attachment" "c.pdf" "application/pdf" [ "hello" ] fake

                  let path = $"""/v1/files/{Json.text "id" file}"""

                  for send in [ Http.patch path "{}"; Http.delete path ] do
                      let! answer = send fake

                      Expect.equal
                          answer.Text
                          """{"error":"NotPermitted","detail":"Support case attachments cannot be modified or deleted through the files API."}"""
                          "the real answer"

                      Expect.equal answer.Status 403 "status"
              })

          testCaseTask "a product shows its pictures in their order, without those that are deleted" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, first = image fake
                  let! _, second = image fake
                  let id (node: JsonNode) = Json.text "id" node

                  let! product =
                      Given.create
                          "/v1/products/"
                          $"""{{"name":"Pro","prices":[{{"amount_type":"fixed","price_amount":500}}],"medias":["{id second}","{id first}"]}}"""
                          fake

                  Expect.equal (Json.items "medias" product |> List.map id) [ id second; id first ] "in order"
                  Expect.equal ((Json.at "medias.1" product).ToJsonString()) (first.ToJsonString()) "as files"
                  let! _ = Http.delete $"/v1/files/{id second}" fake
                  let! left = Http.get $"/v1/products/{id product}" fake
                  Expect.equal (Json.items "medias" left.Json |> List.map id) [ id first ] "the other one"
                  let! none = Http.patch $"/v1/products/{id product}" """{"medias":[]}""" fake
                  Expect.isEmpty (Json.items "medias" none.Json) "none"
              })

          testCaseTask "only uploaded pictures of one's own can be a product's" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! announced =
                      Given.create "/v1/files/" (announcement "product_media" "a.png" "image/png" [ "a" ] true) fake

                  let! _, download = uploaded "downloadable" "a.txt" "text/plain" [ "hello" ] fake
                  let! _, deleted = image fake
                  let! _ = Http.delete $"""/v1/files/{Json.text "id" deleted}""" fake

                  for file in
                      [ Json.text "id" announced
                        Json.text "id" download
                        Json.text "id" deleted
                        "8ff9e4b8-5a29-4b2c-8f0e-0d1b6a1d7a10" ] do
                      let! answer =
                          Http.post
                              "/v1/products/"
                              $"""{{"name":"Pro","prices":[{{"amount_type":"fixed","price_amount":500}}],"medias":["{file}"]}}"""
                              fake

                      Expect.equal
                          answer.Text
                          $"""{{"error":"PolarRequestValidationError","detail":[{{"type":"value_error","loc":["body","medias",0],"msg":"File does not exist or is not yet uploaded.","input":"{file}"}}]}}"""
                          "the real answer"
              }) ]
