/// The bytes behind the links that customers download by, and files that are not given out.
module Polar.FakeServer.Tests.Entitlements.Downloadables.DownloadServingTests

open System
open System.Net.Http
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Files
open Polar.FakeServer.Tests.Entitlements.Downloadables.Shelves

/// Somebody has bought a benefit with a file of this name and these bytes: the benefit, the file, and the customer's token.
let private bought (name: string) (text: string) (fake: FakePolar) : Task<JsonNode * JsonNode * string> =
    task {
        let! _, file = Uploads.uploaded "downloadable" name "text/plain" [ text ] fake

        let! benefit =
            Benefits.create $"""{{"type":"downloadables","description":"Book","properties":{{"files":["{Json.id file}"]}}}}""" fake

        let! _, customer = Benefits.bought [ benefit ] fake
        let! token = Benefits.session customer fake
        return benefit, file, token
    }

let private listed (token: string) (fake: FakePolar) =
    task {
        let! answer = Benefits.sendAs token "GET" portal None fake
        return Json.items "items" answer.Json
    }

let private link (token: string) (fake: FakePolar) : Task<string> =
    task {
        let! items = listed token fake
        return Json.text "file.download.url" (List.exactlyOne items)
    }

/// Where the storage has the file.
let private address (token: string) (fake: FakePolar) : Task<string> =
    task {
        let! url = link token fake
        let! answer = Http.anonymous "GET" url None fake
        Expect.equal answer.Status 302 answer.Text
        return answer.Headers["location"]
    }

let private fetch (method: string) (url: string) (range: string) (fake: FakePolar) =
    let request = new HttpRequestMessage(HttpMethod method, url)

    if range <> "" then
        request.Headers.TryAddWithoutValidation("Range", range) |> ignore

    Http.raw fake request

let private header (name: string) (answer: Answer) =
    Map.tryFind name answer.Headers |> Option.defaultValue ""

/// What is asked for of ten bytes, and what comes: the status, the bytes, and which they are said to be.
let private ranges =
    [ "", 200, "0123456789", ""
      "bytes=0-3", 206, "0123", "bytes 0-3/10"
      "bytes=4-", 206, "456789", "bytes 4-9/10"
      "bytes=-3", 206, "789", "bytes 7-9/10"
      "bytes=-99", 206, "0123456789", "bytes 0-9/10"
      "bytes=8-99", 206, "89", "bytes 8-9/10"
      "bytes=9-9", 206, "9", "bytes 9-9/10"
      "bytes=0-1,4-5", 200, "0123456789", ""
      "lines=0-1", 200, "0123456789", ""
      "bytes=x", 200, "0123456789", "" ]

let private serving =
    [ for range, status, text, part in ranges do
          testCaseTask $"ten bytes asked for by '{range}'" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, file, token = bought "ten.txt" "0123456789" fake
                  let! url = address token fake
                  let! answer = fetch "GET" url range fake
                  Expect.equal (answer.Status, answer.Text) (status, text) "bytes"
                  Expect.equal (header "content-range" answer) part "which they are"
                  Expect.equal (header "content-length" answer) (string text.Length) "how many"
                  Expect.equal (header "accept-ranges" answer) "bytes" "parts are given"
                  Expect.equal (header "etag" answer) (Json.text "checksum_etag" file) "the tag"
                  Expect.equal (header "last-modified" answer) "Sun, 01 Mar 2026 12:00:00 GMT" "since when"
                  Expect.equal (header "content-type" answer) "text/plain" "the file's type"
                  Expect.equal (header "content-disposition" answer) "attachment; filename=\"ten.txt\"" "the file's name"
              })

      for range in [ "bytes=10-"; "bytes=10-12"; "bytes=-0" ] do
          testCaseTask $"there is nothing of ten bytes at '{range}'" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, _, token = bought "ten.txt" "0123456789" fake
                  let! url = address token fake
                  let! answer = fetch "GET" url range fake
                  Expect.equal answer.Status 416 answer.Text
                  Expect.stringContains answer.Text "<Code>InvalidRange</Code>" "why"
              })

      for name, disposition in
          [ "my book.txt", "attachment; filename=\"my book.txt\""
            "say \\\"hi\\\".txt", "attachment; filename=\"say \\\"hi\\\".txt\""
            "café.txt", "attachment; filename=\"cafe.txt\"; filename*=UTF-8''caf%C3%A9.txt" ] do
          testCaseTask $"a file called {name} is saved under its name" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, _, token = bought (name.Replace("\\\"", "\"")) "Hello" fake
                  let! url = address token fake
                  let! answer = fetch "GET" url "" fake
                  Expect.equal (answer.Status, answer.Text) (200, "Hello") "bytes"
                  Expect.equal (header "content-disposition" answer) disposition "name"
              })

      testCaseTask "an address of the storage is for reading, for an hour" (fun () ->
          task {
              use! fake = Fake.start ()
              let! _, _, token = bought "ten.txt" "0123456789" fake
              let! url = address token fake
              let! head = fetch "HEAD" url "" fake
              Expect.equal head.Status 403 "signed for GET"
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 3599.)
              let! last = fetch "GET" url "" fake
              Expect.equal last.Status 200 last.Text
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.)
              let! over = fetch "GET" url "" fake
              Expect.equal over.Status 403 over.Text
              Expect.stringContains over.Text "Request has expired" "why"
          })

      testCaseTask "public files are described without their bytes, too" (fun () ->
          task {
              use! fake = Fake.start ()

              let! _, file = Uploads.uploaded "product_media" "cat.png" "image/png" [ "meow" ] fake

              let! answer = fetch "HEAD" (Json.text "public_url" file) "" fake
              Expect.equal (answer.Status, answer.Text) (200, "") "no bytes"
              Expect.equal (header "content-length" answer, header "content-type" answer) ("4", "image/png") "described"
          }) ]

let private testText =
    "X5O!P%@AP[4\\PZX54(P^)7CC)7}$"
    + "EICAR-STANDARD-ANTIVIRUS-"
    + "TEST-FILE!$H+H*"

let private withholding =
    [ testCaseTask "a file in which something bad is found is given out no more, not even by the links that there are" (fun () ->
          task {
              use! fake = Fake.start ()
              let! _, file, token = bought "bad.txt" testText fake
              let! url = link token fake

              let! before, events =
                  Events.during fake (fun () -> Http.anonymous "GET" url None fake)

              Expect.equal (before.Status, events) (302, []) "until it is found, and nobody is told"
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 10.)
              let! after = Http.anonymous "GET" url None fake
              Refusal.domain 410 "ResourceUnavailable" "Unavailable" after
              let! items = listed token fake
              Expect.isEmpty items "not listed"
              let! files = Http.get $"/v1/files/?ids={Json.id file}" fake
              Expect.equal (Json.text "items.0.flagged_malicious_at" files.Json) "2026-03-01T12:00:10Z" "flagged"
          })

      testCaseTask "a picture in which something bad is found is no product's" (fun () ->
          task {
              use! fake = Fake.start ()

              let! _, file =
                  Uploads.uploaded "product_media" "bad.png" "image/png" [ testText ] fake

              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 10.)

              let! answer =
                  Http.post
                      "/v1/products/"
                      $"""{{"name":"Book","medias":["{Json.id file}"],"prices":[{{"amount_type":"fixed","price_amount":500}}]}}"""
                      fake

              Refusal.invalid [ "value_error", "body.medias.0", "File does not exist or is not yet uploaded." ] answer
          })

      testCaseTask "a benefit takes files that are not uploaded or of another kind, and does not list them" (fun () ->
          task {
              use! fake = Fake.start ()

              let! _, good =
                  Uploads.uploaded "downloadable" "one.txt" "text/plain" [ "Hello" ] fake

              let! _, picture =
                  Uploads.uploaded "product_media" "cat.png" "image/png" [ "meow" ] fake

              let! announced =
                  Given.create
                      "/v1/files/"
                      """{"service":"downloadable","name":"late.txt","mime_type":"text/plain","size":5,"upload":{"parts":[{"number":1,"chunk_start":0,"chunk_end":5}]}}"""
                      fake

              let! benefit =
                  Benefits.create
                      $"""{{"type":"downloadables","description":"Book","properties":{{"files":["{Json.id picture}","{Json.id announced}","{Json.id good}"]}}}}"""
                      fake

              let! files = Http.get $"/v1/benefits/{Json.id benefit}/files" fake
              Expect.equal [ for file in Json.items "items" files.Json -> Json.text "name" file ] [ "one.txt" ] "the benefit's files"
              let! _, customer = Benefits.bought [ benefit ] fake
              let! token = Benefits.session customer fake
              let! items = listed token fake

              Expect.equal
                  (items |> List.map (Json.text "file.name") |> List.sort)
                  [ "cat.png"; "one.txt" ]
                  "the customer gets all that is uploaded"
          })

      testCaseTask "what is granted again is the same row, with its count" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit, file, token = bought "one.txt" "Hello" fake
              let! url = link token fake
              let! _ = Http.anonymous "GET" url None fake
              let! before = listed token fake

              let change archived =
                  Http.patch
                      $"/v1/benefits/{Json.id benefit}"
                      $"""{{"type":"downloadables","properties":{{"files":["{Json.id file}"],"archived":{{"{Json.id file}":{archived}}}}}}}"""
                      fake

              let! _ = change "true"
              let! none = listed token fake
              Expect.isEmpty none "taken"
              let! _ = change "false"
              let! after = listed token fake
              Expect.equal (Json.id (List.exactlyOne after)) (Json.id (List.exactlyOne before)) "the same"
              let! files = Http.get $"/v1/benefits/{Json.id benefit}/files" fake
              Expect.equal (Json.whole "items.0.downloads" files.Json) 1L "counted once"
          }) ]

[<Tests>]
let tests = testList "downloads as they are served" (serving @ withholding)
