/// Files that customers have bought: who may download them, and the links that give them.
module Polar.FakeServer.Tests.DownloadableTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Entitlements.Downloadables
open Polar.FakeServer.Tests

let private portal = "/v1/customer-portal/downloadables/"

let private file (name: string) (text: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! _, completed = FileTests.uploaded "downloadable" name "text/plain" [ text ] fake
        return completed
    }

let private quoted (ids: string list) =
    ids |> List.map (fun id -> "\"" + id + "\"") |> String.concat ","

let private benefit (files: JsonNode list) (fake: FakePolar) : Task<JsonNode> =
    Benefits.create
        $"""{{"type":"downloadables","description":"Book","properties":{{"files":[{files |> List.map (Json.text "id") |> quoted}]}}}}"""
        fake

/// Two files of a benefit that somebody has bought.
type private Shelf =
    { Fake: FakePolar
      First: JsonNode
      Second: JsonNode
      Benefit: JsonNode
      Customer: JsonNode
      Token: string }

let private shelf () : Task<Shelf> =
    task {
        let! fake = Fake.start ()
        let! first = file "one.txt" "Hello" fake
        let! second = file "two.txt" (String('x', 10240)) fake
        let! benefit = benefit [ first; second ] fake
        let! _, customer = Benefits.bought [ benefit ] fake
        let! token = Benefits.session customer fake

        return
            { Fake = fake
              First = first
              Second = second
              Benefit = benefit
              Customer = customer
              Token = token }
    }

let private listed (shelf: Shelf) : Task<JsonNode list> =
    task {
        let! answer = Benefits.sendAs shelf.Token "GET" portal None shelf.Fake
        return Json.items "items" answer.Json
    }

let private names (items: JsonNode list) =
    items |> List.map (Json.text "file.name") |> List.sort

/// The link to one of the files, by its name.
let private link (shelf: Shelf) (name: string) : Task<string> =
    task {
        let! items = listed shelf

        return
            items
            |> List.find (fun item -> Json.text "file.name" item = name)
            |> Json.text "file.download.url"
    }

let private follow (shelf: Shelf) (url: string) : Task<Answer> =
    Http.anonymous "GET" url None shelf.Fake

let private change (shelf: Shelf) (properties: string) : Task<Answer> =
    Http.patch $"""/v1/benefits/{Json.text "id" shelf.Benefit}""" $"""{{"type":"downloadables","properties":{properties}}}""" shelf.Fake

let private archiving (shelf: Shelf) (archived: JsonNode list) : Task<Answer> =
    let ids = quoted [ Json.text "id" shelf.First; Json.text "id" shelf.Second ]

    let marks =
        archived
        |> List.map (fun file -> quoted [ Json.text "id" file ] + ":true")
        |> String.concat ","

    change shelf $"""{{"files":[{ids}],"archived":{{{marks}}}}}"""

let private grantedFiles (shelf: Shelf) : Task<string> =
    task {
        let! grant = Benefits.grant shelf.Benefit shelf.Fake
        return (Json.at "properties" grant).ToJsonString()
    }

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
let tests = testList "downloadables" (making @ sharing @ taking)
