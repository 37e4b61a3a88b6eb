/// Who reads which file, by which address, and under which name.
module Polar.FakeServer.Tests.Catalog.Files.FileDownloadTests

open System
open System.Net.Http
open System.Text.RegularExpressions
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Files.Uploads

/// A file's name, and what a browser is told to save it as.
let private downloads =
    [ "a.txt", "attachment; filename=\"a.txt\""
      "a \"b\".txt", "attachment; filename=\"a \\\"b\\\".txt\""
      "Größe 😀.txt", "attachment; filename=\"Groe .txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%F0%9F%98%80.txt" ]

[<Tests>]
let tests =
    testList
        "files"
        [ testCaseTask "public files are read by everybody, until they are deleted" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, file = uploaded "product_media" "cat ü.png" "image/png" [ "me"; "ow" ] fake
                  let url = Json.text "public_url" file
                  Expect.isFalse (url.Contains '?') "not signed"
                  let! read = Http.raw fake (new HttpRequestMessage(HttpMethod.Get, url))
                  Expect.equal read.Text "meow" "bytes"
                  Expect.equal read.Headers["content-type"] "image/png" "type"
                  Expect.equal read.Headers["etag"] (Json.text "checksum_etag" file) "tag"
                  let! deleted = Http.delete $"""/v1/files/{Json.text "id" file}""" fake
                  Expect.equal deleted.Status 204 "deleted"
                  let! gone = Http.raw fake (new HttpRequestMessage(HttpMethod.Get, url))
                  Expect.equal gone.Status 403 "not there"
                  let! again = Http.delete $"""/v1/files/{Json.text "id" file}""" fake
                  Expect.equal again.Status 404 "only once"
              })

          testCaseTask "private files are not read without a signed address" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, file = uploaded "downloadable" "a.txt" "text/plain" [ "hello" ] fake

                  let! answer =
                      Http.raw fake (new HttpRequestMessage(HttpMethod.Get, "/polar-sandbox-files/" + Json.text "path" file))

                  Expect.equal answer.Status 403 "refused"
                  Expect.stringContains answer.Text "AccessDenied" "the storage's code"
              })

          for name, disposition in downloads do
              testCaseTask $"Polar's own pages download {name} as {disposition}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _, file = uploaded "downloadable" name "text/plain" [ "hello" ] fake
                      let! answer = Http.get $"""/v1/files/{Json.text "id" file}/download""" fake
                      Expect.equal answer.Status 200 answer.Text

                      Expect.equal
                          (Json.names answer.Json)
                          (List.take 11 readNames
                           @ [ "download"; "version"; "is_uploaded"; "service"; "size_readable" ])
                          "members"

                      Expect.equal (Json.names (Json.at "download" answer.Json)) [ "url"; "headers"; "expires_at" ] "of the download"
                      Expect.equal ((Json.at "download.headers" answer.Json).ToJsonString()) "{}" "none"
                      Expect.equal (Json.text "download.expires_at" answer.Json) "2026-03-01T13:00:00Z" "an hour"

                      let! read =
                          Http.raw fake (new HttpRequestMessage(HttpMethod.Get, Json.text "download.url" answer.Json))

                      Expect.equal read.Text "hello" "bytes"
                      Expect.equal read.Headers["content-type"] "text/plain" "type"
                      Expect.equal read.Headers["content-disposition"] disposition "name"
                      do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)

                      let! late =
                          Http.raw fake (new HttpRequestMessage(HttpMethod.Get, Json.text "download.url" answer.Json))

                      Expect.equal late.Status 403 "not later"
                  })

          for name in [ "../../x"; "..\\x"; "a/./b/.."; "a//b"; "%2e%2e/x" ] do
              testCaseTask $"a file named {name} is downloaded under that name" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _, file = uploaded "downloadable" name "text/plain" [ "hello" ] fake
                      let! answer = Http.get $"""/v1/files/{Json.text "id" file}/download""" fake
                      Expect.equal (Json.text "name" answer.Json) name "the name"

                      let! read =
                          Http.raw fake (new HttpRequestMessage(HttpMethod.Get, Json.text "download.url" answer.Json))

                      Expect.equal (read.Status, read.Text) (200, "hello") "bytes"

                      let quoted = name.Replace("\\", @"\\")

                      Expect.equal read.Headers["content-disposition"] $"attachment; filename=\"{quoted}\"" "the name to save it under"
                  })

          for date in [ "00010101T000000Z"; "99991231T235959Z" ] do
              testCaseTask $"an address that says it was signed on {date} is refused" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _, file = uploaded "downloadable" "a.txt" "text/plain" [ "hello" ] fake
                      let! answer = Http.get $"""/v1/files/{Json.text "id" file}/download""" fake

                      for seconds in [ "3600"; string Int32.MaxValue; string Int32.MinValue ] do
                          let forged =
                              Json.text "download.url" answer.Json
                              |> fun url -> Regex.Replace(url, "X-Amz-Date=[^&]+", $"X-Amz-Date={date}")
                              |> fun url -> Regex.Replace(url, "X-Amz-Expires=[^&]+", $"X-Amz-Expires={seconds}")

                          let! read = Http.raw fake (new HttpRequestMessage(HttpMethod.Get, forged))
                          Expect.equal read.Status 403 read.Text
                  })

          testCaseTask "what is not uploaded, deleted, or an attachment is not downloaded" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! announced =
                      Given.create "/v1/files/" (announcement "downloadable" "a.txt" "text/plain" [ "hello" ] true) fake

                  let! _, deleted = uploaded "downloadable" "a.txt" "text/plain" [ "hello" ] fake
                  let! _ = Http.delete $"""/v1/files/{Json.text "id" deleted}""" fake

                  let! _, attachment =
                      uploaded "support_case_attachment" "c.pdf" "application/pdf" [ "hello" ] fake

                  for file, status, text in
                      [ announced, 404, """{"error":"ResourceNotFound","detail":"Not found"}"""
                        deleted, 404, """{"error":"ResourceNotFound","detail":"Not found"}"""
                        attachment,
                        403,
                        """{"error":"NotPermitted","detail":"Support case attachments cannot be downloaded through the files API."}""" ] do
                      let! answer = Http.get $"""/v1/files/{Json.text "id" file}/download""" fake
                      Expect.equal (answer.Status, answer.Text) (status, text) "refused"
              }) ]
