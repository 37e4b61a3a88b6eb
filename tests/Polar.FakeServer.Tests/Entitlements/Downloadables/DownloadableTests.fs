/// Files that customers have bought: who may download them, and the links that give them.
module Polar.FakeServer.Tests.Entitlements.Downloadables.DownloadableTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Entitlements.Downloadables
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Entitlements.Downloadables.Shelves

let private making =
    [ testCaseTask "every file that is not the organization's is refused" (fun () ->
          task {
              use! fake = Fake.start ()
              let! mine = file "one.txt" "Hello" fake
              let! other = fake.CreateOrganizationAsync "other"

              let! foreign =
                  Benefits.sendAs
                      other.AccessToken
                      "POST"
                      "/v1/benefits/"
                      (Some
                          $"""{{"type":"downloadables","description":"Book","properties":{{"files":["{Json.text "id" mine}","{unknown}"]}}}}""")
                      fake

              Refusal.invalidAs
                  "BenefitPropertiesValidationError"
                  [ "value_error", "body.properties.files.0", "File not found."
                    "value_error", "body.properties.files.1", "File not found." ]
                  foreign
          })

      testCaseTask "nothing is archived when nothing is said" (fun () ->
          task {
              use! fake = Fake.start ()
              let! one = file "one.txt" "Hello" fake
              let! benefit = benefit [ one ] fake

              Expect.equal
                  ((Json.at "properties" benefit).ToJsonString())
                  $"""{{"archived":{{}},"files":["{Json.text "id" one}"]}}"""
                  "properties"
          }) ]

let private sharing =
    [ testCaseTask "a customer gets a link for each file that it bought" (fun () ->
          task {
              let! shelf = shelf ()
              use _ = shelf.Fake
              let! items = listed shelf
              Expect.equal (names items) [ "one.txt"; "two.txt" ] "files"

              for item in items do
                  Expect.equal (Json.text "benefit_id" item) (Json.text "id" shelf.Benefit) "benefit"

                  Expect.stringStarts
                      (Json.text "file.download.url" item)
                      $"{shelf.Fake.Address}v1/customer-portal/downloadables/"
                      "a link of the API's own"

                  Expect.equal (Json.text "file.download.expires_at" item) "2026-03-01T13:00:00Z" "for an hour"
                  Expect.equal ((Json.at "file.download.headers" item).ToJsonString()) "{}" "no headers"

              let sizes = items |> List.map (Json.text "file.size_readable") |> List.sort
              Expect.equal sizes [ "10.0 KB"; "5.0 B" ] "sizes"
              let! properties = grantedFiles shelf

              Expect.equal
                  properties
                  $"""{{"files":["{Json.text "id" shelf.First}","{Json.text "id" shelf.Second}"]}}"""
                  "the grant knows them"
          })

      testCaseTask "a link gives the bytes, and every use of it counts" (fun () ->
          task {
              let! shelf = shelf ()
              use _ = shelf.Fake
              let! url = link shelf "one.txt"

              for _ in 1..2 do
                  let! answer = follow shelf url
                  Expect.equal answer.Status 302 "to the storage"
                  let! bytes = follow shelf answer.Headers["location"]
                  Expect.equal (bytes.Status, bytes.Text) (200, "Hello") "the bytes"

              let! files =
                  Http.get $"""/v1/benefits/{Json.text "id" shelf.Benefit}/files""" shelf.Fake

              Expect.equal
                  [ for file in Json.items "items" files.Json ->
                        Json.text "name" file, Json.whole "downloads" file, Json.whole "downloaders" file ]
                  [ "one.txt", 2L, 1L; "two.txt", 0L, 0L ]
                  "counted, in the benefit's order"
          })

      testCaseTask "a link is good for an hour and not a second longer" (fun () ->
          task {
              let! shelf = shelf ()
              use _ = shelf.Fake
              let! url = link shelf "one.txt"
              do! shelf.Fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 3600.)
              let! good = follow shelf url
              Expect.equal good.Status 302 "good"
              do! shelf.Fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.)
              let! over = follow shelf url
              Refusal.domain 410 "ResourceUnavailable" "Unavailable" over
          })

      testCaseTask "a link that was tampered with leads nowhere" (fun () ->
          task {
              let! shelf = shelf ()
              use _ = shelf.Fake
              let! url = link shelf "one.txt"
              let token = (Uri url).Segments |> Array.last
              let parts = token.Split '.'
              let other = DownloadToken.Sign(JsonObject(), Fake.startTime).Split '.'

              for wrong in
                  [ "nonsense"
                    "a.b.c"
                    token + "A"
                    token.Substring 1
                    $"{other[0]}.{parts[1]}.{parts[2]}"
                    $"{parts[0]}.{parts[2]}" ] do
                  let! answer = Http.anonymous "GET" (portal + wrong) None shelf.Fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" answer
          })

      testCaseTask "a link that means nothing is a bad request, one that means what is gone is not found" (fun () ->
          task {
              use! fake = Fake.start ()

              let! nothing =
                  Http.anonymous "GET" (portal + DownloadToken.Sign(JsonObject(), Fake.startTime)) None fake

              Refusal.domain 400 "BadRequest" "Bad request" nothing
              let payload = JsonObject()
              payload["id"] <- unknown

              let! gone =
                  Http.anonymous "GET" (portal + DownloadToken.Sign(payload, Fake.startTime)) None fake

              Refusal.domain 404 "ResourceNotFound" "Not found" gone
          })

      testCaseTask "files are listed by benefit, newest first" (fun () ->
          task {
              let! shelf = shelf ()
              use _ = shelf.Fake
              do! shelf.Fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
              let! third = file "three.txt" "!" shelf.Fake
              let! other = benefit [ third ] shelf.Fake
              let! product = Given.oneTime 500L shelf.Fake
              let! _ = Benefits.attach product [ other ] shelf.Fake
              let! _ = Benefits.again product shelf.Customer shelf.Fake
              let! items = listed shelf
              Expect.equal (Json.text "file.name" items.Head) "three.txt" "newest first"

              let! narrowed =
                  Benefits.sendAs shelf.Token "GET" $"""{portal}?benefit_id={Json.text "id" other}""" None shelf.Fake

              Expect.equal (names (Json.items "items" narrowed.Json)) [ "three.txt" ] "by benefit"
          }) ]

[<Tests>]
let tests = testList "downloadables" (making @ sharing)
