/// How files are announced, uploaded in parts and completed, and what the storage refuses.
module Polar.FakeServer.Tests.Catalog.Files.FileUploadTests

open System
open System.Net.Http
open System.Security.Cryptography
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Files.Uploads

let private md5 (bytes: byte[]) =
    Convert.ToHexStringLower(MD5.HashData bytes)

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
                          (Json.names announced)
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
                          (Json.names (Json.at "upload.parts.0" announced))
                          [ "number"
                            "chunk_start"
                            "chunk_end"
                            "checksum_sha256_base64"
                            "url"
                            "expires_at"
                            "headers" ]
                          "a part's members"

                      Expect.equal (Json.text "upload.parts.0.expires_at" announced) "2026-03-01T13:00:00Z" "an hour"
                      Expect.equal (Json.names completed) (readNames @ last) "the completed file's members"
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
              }) ]
