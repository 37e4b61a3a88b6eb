/// Files that are archived, deleted or left out of a benefit: who still downloads them.
module Polar.FakeServer.Tests.Entitlements.Downloadables.DownloadRemovalTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Entitlements.Downloadables
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Entitlements.Downloadables.Shelves

let private change (shelf: Shelf) (properties: string) : Task<Answer> =
    Http.patch $"""/v1/benefits/{Json.text "id" shelf.Benefit}""" $"""{{"type":"downloadables","properties":{properties}}}""" shelf.Fake

let private archiving (shelf: Shelf) (archived: JsonNode list) : Task<Answer> =
    let ids = quoted [ Json.text "id" shelf.First; Json.text "id" shelf.Second ]

    let marks =
        archived
        |> List.map (fun file -> quoted [ Json.text "id" file ] + ":true")
        |> String.concat ","

    change shelf $"""{{"files":[{ids}],"archived":{{{marks}}}}}"""

let private taking =
    [ testCaseTask "an archived file is taken from those who have it; the link that they have stays good" (fun () ->
          task {
              let! shelf = shelf ()
              use _ = shelf.Fake
              let! url = link shelf "one.txt"

              let! events =
                  Benefits.eventsDuring shelf.Fake "benefit" (fun () -> archiving shelf [ shelf.First ])

              Expect.equal (events |> List.map (Json.text "type")) [ "benefit.updated"; "benefit_grant.updated" ] "events"

              let! items = listed shelf
              Expect.equal (names items) [ "two.txt" ] "what remains"
              let! properties = grantedFiles shelf
              Expect.equal properties $"""{{"files":["{Json.text "id" shelf.Second}"]}}""" "in the grant"

              let! files =
                  Http.get $"""/v1/benefits/{Json.text "id" shelf.Benefit}/files""" shelf.Fake

              Expect.equal (Json.whole "pagination.total_count" files.Json) 1L "among the benefit's files"
              let! answer = follow shelf url
              Expect.equal answer.Status 302 "the old link"
              let! _ = archiving shelf []
              let! back = listed shelf
              Expect.equal (names back) [ "one.txt"; "two.txt" ] "back again"
          })

      testCaseTask "where everything is archived nothing is granted" (fun () ->
          task {
              let! shelf = shelf ()
              use _ = shelf.Fake
              let! _ = archiving shelf [ shelf.First; shelf.Second ]
              let! items = listed shelf
              Expect.isEmpty items "no files"
              let! properties = grantedFiles shelf
              Expect.equal properties "{}" "in the grant"

              let! portalGrants =
                  Benefits.sendAs shelf.Token "GET" "/v1/customer-portal/benefit-grants/" None shelf.Fake

              Expect.equal
                  ((Json.at "items.0.benefit.properties" portalGrants.Json).ToJsonString())
                  """{"active_files":[]}"""
                  "and the customer sees none"
          })

      testCaseTask "another order of the files grants nothing anew" (fun () ->
          task {
              let! shelf = shelf ()
              use _ = shelf.Fake
              let ids = quoted [ Json.text "id" shelf.Second; Json.text "id" shelf.First ]

              let! events =
                  Benefits.eventsDuring shelf.Fake "benefit" (fun () -> change shelf $"""{{"files":[{ids}]}}""")

              Expect.equal (events |> List.map (Json.text "type")) [ "benefit.updated" ] "events"
          })

      testCaseTask "a benefit that is deleted takes its files along; the links that there are stay good" (fun () ->
          task {
              let! shelf = shelf ()
              use _ = shelf.Fake
              let! url = link shelf "one.txt"
              let! _ = Http.delete $"""/v1/benefits/{Json.text "id" shelf.Benefit}""" shelf.Fake
              let! items = listed shelf
              Expect.isEmpty items "no files"
              let! answer = follow shelf url
              Expect.equal answer.Status 302 "the old link"
              let! grants = Http.get "/v1/benefit-grants/" shelf.Fake
              Expect.equal ((Json.at "items.0.properties" grants.Json).ToJsonString()) "{}" "in the grant"
          })

      testCaseTask "a deleted file is not listed, and not granted" (fun () ->
          task {
              let! shelf = shelf ()
              use _ = shelf.Fake
              let! _ = Http.delete $"""/v1/files/{Json.text "id" shelf.First}""" shelf.Fake
              let! items = listed shelf
              Expect.equal (names items) [ "two.txt" ] "what remains"
          })

      testCaseTask "members see their own files, others none" (fun () ->
          task {
              let! shelf = shelf ()
              use _ = shelf.Fake
              let! owner = Benefits.memberSession shelf.Customer shelf.Fake
              let! own = Benefits.sendAs owner "GET" portal None shelf.Fake
              Expect.equal (Json.whole "pagination.total_count" own.Json) 2L "the owner's"
              let! other = Given.customer "grace@acme.dev" shelf.Fake

              for session in [ Benefits.session; Benefits.memberSession ] do
                  let! token = session other shelf.Fake
                  let! none = Benefits.sendAs token "GET" portal None shelf.Fake
                  Expect.equal (Json.whole "pagination.total_count" none.Json) 0L "another's"
          })

      testCaseTask "only downloads have files" (fun () ->
          task {
              use! fake = Fake.start ()
              let! note = Benefits.create Benefits.note fake

              for path in
                  [ $"""/v1/benefits/{Json.text "id" note}/files"""
                    $"/v1/benefits/{unknown}/files" ] do
                  let! answer = Http.get path fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" answer
          }) ]

[<Tests>]
let tests = testList "downloadables" taking
