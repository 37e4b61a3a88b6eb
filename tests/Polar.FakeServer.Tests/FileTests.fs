module Polar.FakeServer.Tests.FileTests

open System
open System.Net.Http
open System.Security.Cryptography
open System.Text
open System.Text.Json.Nodes
open System.Text.RegularExpressions
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private sha256 (text: string) =
    Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes text))

let private md5 (bytes: byte[]) =
    Convert.ToHexStringLower(MD5.HashData bytes)

/// The body that announces a file of these parts.
let private announcement (service: string) (name: string) (mime: string) (parts: string list) (checksums: bool) =
    let mutable start = 0
    let described = JsonArray()

    for index, part in List.indexed parts do
        let entry = JsonObject()
        entry["number"] <- index + 1
        entry["chunk_start"] <- start
        start <- start + part.Length
        entry["chunk_end"] <- start

        if checksums then
            entry["checksum_sha256_base64"] <- sha256 part

        described.Add entry

    let body = JsonObject()
    body["service"] <- service
    body["name"] <- name
    body["mime_type"] <- mime
    body["size"] <- start
    body["checksum_sha256_base64"] <- sha256 (String.concat "" parts)
    body["version"] <- "1.0"
    body["upload"] <- JsonObject([ Collections.Generic.KeyValuePair<string, JsonNode | null>("parts", described) ])
    body.ToJsonString()

let private put (fake: FakePolar) (part: JsonNode) (bytes: string) (withHeaders: bool) =
    let request =
        new HttpRequestMessage(HttpMethod.Put, Json.text "url" part, Content = new ByteArrayContent(Encoding.UTF8.GetBytes bytes))

    if withHeaders then
        for header in (Json.at "headers" part).AsObject() do
            request.Headers.TryAddWithoutValidation(header.Key, string header.Value)
            |> ignore

    Http.raw fake request

/// What completes an upload, of the parts and the tags that the storage gave them.
let private completion (upload: JsonNode) (parts: (JsonNode * string) list) =
    let body = JsonObject()
    body["id"] <- Json.text "id" upload
    body["path"] <- Json.text "path" upload

    body["parts"] <-
        JsonArray(
            [| for part, tag in parts ->
                   let entry = JsonObject()
                   entry["number"] <- Json.whole "number" part
                   entry["checksum_etag"] <- tag
                   entry["checksum_sha256_base64"] <- null
                   entry :> JsonNode |]
        )

    body.ToJsonString()

/// Announces, uploads and completes; the announced file and the completed one.
let uploaded service name mime (parts: string list) (fake: FakePolar) =
    task {
        let! announced =
            Given.create "/v1/files/" (announcement service name mime parts true) fake

        let given = Json.items "upload.parts" announced
        let mutable tagged = []

        for part, text in List.zip given parts do
            let! answer = put fake part text true
            Expect.equal answer.Status 200 answer.Text
            tagged <- tagged @ [ part, answer.Headers["etag"] ]

        let! completed =
            Http.post $"""/v1/files/{Json.text "id" announced}/uploaded""" (completion (Json.at "upload" announced) tagged) fake

        Expect.equal completed.Status 200 completed.Text
        return announced, completed.Json
    }

let private names (node: JsonNode) =
    [ for entry in node.AsObject() -> entry.Key ]

let private readNames =
    [ "id"
      "organization_id"
      "name"
      "path"
      "mime_type"
      "size"
      "storage_version"
      "checksum_etag"
      "checksum_sha256_base64"
      "checksum_sha256_hex"
      "last_modified_at"
      "version"
      "service"
      "is_uploaded"
      "created_at" ]

/// Service, type, and the members that follow the common ones.
let private services =
    [ "downloadable", "application/zip", [ "flagged_malicious_at"; "size_readable" ]
      "product_media", "image/png", [ "size_readable"; "public_url" ]
      "organization_avatar", "image/svg+xml", [ "size_readable"; "public_url" ]
      "support_case_attachment", "application/pdf", [ "size_readable" ] ]

let private limits =
    [ "product_media", "text/plain", 1L, "mime_type", "string_pattern_mismatch"
      "organization_avatar", "application/pdf", 1L, "mime_type", "string_pattern_mismatch"
      "support_case_attachment", "application/zip", 1L, "mime_type", "string_pattern_mismatch"
      "product_media", "image/png", 10_485_761L, "size", "less_than_equal"
      "organization_avatar", "image/png", 1_048_577L, "size", "less_than_equal"
      "support_case_attachment", "image/png", 262_144_001L, "size", "less_than_equal" ]

let private sizes =
    [ 0L, "0.0 B"
      512L, "512.0 B"
      1023L, "1023.0 B"
      1024L, "1.0 KB"
      2_411_725L, "2.3 MB"
      5_368_709_120L, "5.0 GB" ]

/// A file's name, and what a browser is told to save it as.
let private downloads =
    [ "a.txt", "attachment; filename=\"a.txt\""
      "a \"b\".txt", "attachment; filename=\"a \\\"b\\\".txt\""
      "Größe 😀.txt", "attachment; filename=\"Groe .txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%F0%9F%98%80.txt" ]

let private image fake =
    uploaded "product_media" "cat.png" "image/png" [ "meow" ] fake

[<Tests>]
let tests =
    testList
        "files"
        [ for service, mime, last in services do
              testCaseTask $"{service}: announced, uploaded in two parts, completed" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! announced, completed =
                          uploaded service "a b.bin" mime [ "first"; "second" ] fake

                      let id = Json.text "id" announced
                      let organization = fake.Organization.Id

                      Expect.equal
                          (names announced)
                          (List.take 11 readNames
                           @ [ "upload"; "version"; "is_uploaded"; "service"; "size_readable" ])
                          "the announced file's members"

                      Expect.isTrue (Json.isNull "version" announced) "the version is not kept"
                      Expect.isFalse (Json.flag "is_uploaded" announced) "not yet"
                      Expect.equal (Json.text "path" announced) $"{service}/{organization}/{id}/a b.bin" "path"
                      Expect.equal (Json.text "upload.path" announced) (Json.text "path" announced) "the same path"

                      Expect.equal
                          (Json.text "checksum_sha256_hex" announced)
                          (Convert.ToHexStringLower(SHA256.HashData "firstsecond"B))
                          "digest"

                      Expect.equal
                          (names (Json.at "upload.parts.0" announced))
                          [ "number"
                            "chunk_start"
                            "chunk_end"
                            "checksum_sha256_base64"
                            "url"
                            "expires_at"
                            "headers" ]
                          "a part's members"

                      Expect.equal (Json.text "upload.parts.0.expires_at" announced) "2026-03-01T13:00:00Z" "an hour"
                      Expect.equal (names completed) (readNames @ last) "the completed file's members"
                      Expect.isTrue (Json.flag "is_uploaded" completed) "there"
                      let digests = Array.append (MD5.HashData "first"B) (MD5.HashData "second"B)
                      Expect.equal (Json.text "checksum_etag" completed) $"\"{md5 digests}-2\"" "the whole's tag"
                      Expect.equal (Json.text "last_modified_at" completed) "2026-03-01T12:00:00Z" "whole seconds"
                      Expect.isTrue (Json.isNull "storage_version" completed) "no version in the storage"
                  })

          for service, mime, size, wrong, kind in limits do
              testCaseTask $"{service} refuses {wrong} of {mime} with {size} bytes" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! answer =
                          Http.post
                              "/v1/files/"
                              $"""{{"service":"{service}","name":"a","mime_type":"{mime}","size":{size},"upload":{{"parts":[]}}}}"""
                              fake

                      Expect.equal answer.Status 422 "status"
                      Expect.equal (Json.text "detail.0.type" answer.Json) kind "type"
                      Expect.equal ((Json.at "detail.0.loc" answer.Json).ToJsonString()) $"""["body","{service}","{wrong}"]""" "place"
                  })

          for size, readable in sizes do
              testCaseTask $"{size} bytes read as {readable}" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! file =
                          Given.create
                              "/v1/files/"
                              $"""{{"service":"downloadable","name":"a","mime_type":"text/plain","size":{size},"upload":{{"parts":[]}}}}"""
                              fake

                      Expect.equal (Json.text "size_readable" file) readable "readable"
                      Expect.isTrue (Json.isNull "checksum_sha256_hex" file) "no digest without one"
                  })

          testCaseTask "more than ten thousand parts are refused" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let parts =
                      String.Join(",", Seq.replicate 10_001 """{"number":1,"chunk_start":0,"chunk_end":1}""")

                  let! answer =
                      Http.post
                          "/v1/files/"
                          $"""{{"service":"downloadable","name":"a","mime_type":"text/plain","size":1,"upload":{{"parts":[{parts}]}}}}"""
                          fake

                  Expect.equal (Json.text "detail.0.type" answer.Json) "too_long" "type"

                  Expect.equal ((Json.at "detail.0.loc" answer.Json).ToJsonString()) """["body","downloadable","upload","parts"]""" "place"
              })

          testCaseTask "a part's checksum belongs to its address" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! file =
                      Given.create "/v1/files/" (announcement "downloadable" "a.txt" "text/plain" [ "hello" ] true) fake

                  let part = Json.at "upload.parts.0" file
                  Expect.stringContains (Json.text "url" part) "X-Amz-SignedHeaders=host%3Bx-amz-checksum-sha256" "signed"
                  let! without = put fake part "hello" false
                  Expect.equal without.Status 403 "without its headers"
                  let! other = put fake part "jello" true
                  Expect.equal other.Status 400 "other bytes"
                  Expect.stringContains other.Text "<Code>BadDigest</Code>" "the storage's code"
                  let! right = put fake part "hello" true
                  Expect.equal right.Status 200 right.Text
                  Expect.equal right.Headers["etag"] ("\"" + md5 "hello"B + "\"") "the part's tag"
              })

          testCaseTask "a part without a checksum needs no headers" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! file =
                      Given.create "/v1/files/" (announcement "downloadable" "a.txt" "text/plain" [ "hello" ] false) fake

                  let part = Json.at "upload.parts.0" file
                  Expect.equal ((Json.at "headers" part).ToJsonString()) "{}" "none"
                  Expect.isTrue (Json.isNull "checksum_sha256_base64" part) "shown as null"
                  let! answer = put fake part "hello" true
                  Expect.equal answer.Status 200 answer.Text
              })

          testCaseTask "an address for uploading is good for an hour, and for nothing else" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! file =
                      Given.create "/v1/files/" (announcement "downloadable" "a.txt" "text/plain" [ "hello" ] true) fake

                  let part = Json.at "upload.parts.0" file
                  let url = Json.text "url" part
                  let! read = Http.raw fake (new HttpRequestMessage(HttpMethod.Get, url))
                  Expect.equal read.Status 403 "not for reading"
                  let forged = part.DeepClone().AsObject()
                  forged["url"] <- url.Replace("partNumber=1", "partNumber=2")
                  let! other = put fake forged "hello" true
                  Expect.stringContains other.Text "SignatureDoesNotMatch" "not for another part"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)
                  let! late = put fake part "hello" true
                  Expect.stringContains late.Text "Request has expired" "not later"
              })

          testCaseTask "what the storage refuses is a plain failure of the service" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! file =
                      Given.create "/v1/files/" (announcement "downloadable" "a.txt" "text/plain" [ "hello" ] true) fake

                  let part = Json.at "upload.parts.0" file
                  let! sent = put fake part "hello" true
                  let tag = sent.Headers["etag"]
                  let upload = Json.at "upload" file
                  let path = $"""/v1/files/{Json.text "id" file}/uploaded"""
                  let unknown = upload.DeepClone().AsObject()
                  unknown["id"] <- "nothing"

                  for wrong in
                      [ completion upload [ part, "\"00000000000000000000000000000000\"" ]
                        completion upload []
                        completion unknown [ part, tag ] ] do
                      let! answer = Http.post path wrong fake
                      Expect.equal answer.Status 500 "status"
                      Expect.equal answer.Text "Internal Server Error" "text"
                      Expect.equal answer.Headers["content-type"] "text/plain; charset=utf-8" "type"
                      Expect.isFalse (answer.Headers.ContainsKey "polar-version") "without the usual headers"

                  let right = completion upload [ part, $" {tag} " ]
                  let! answer = Http.post path right fake
                  Expect.equal answer.Status 200 answer.Text
                  let! again = Http.post path right fake
                  Expect.equal again.Status 500 "only once"
              })

          testCaseTask "lists show what is uploaded, and no support case attachments" (fun () ->
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

          testCaseTask "public files are read by everybody, until they are deleted" (fun () ->
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
                          (names answer.Json)
                          (List.take 11 readNames
                           @ [ "download"; "version"; "is_uploaded"; "service"; "size_readable" ])
                          "members"

                      Expect.equal (names (Json.at "download" answer.Json)) [ "url"; "headers"; "expires_at" ] "of the download"
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
