/// Which organizations a list shows, and in which order.
module Polar.FakeServer.Tests.Organizations.OrganizationListTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Three organizations, an hour apart, of one user, whose token this is.
let private three (fake: FakePolar) : Task<string> =
    task {
        for body in [ """{"slug":"zoo","name":"Beta"}"""; """{"slug":"mint","name":"Zeta"}""" ] do
            do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.0)
            let! made = Http.anonymous "POST" "/_fake/organizations" (Some body) fake
            Expect.equal made.Status 201 made.Text

        return! fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))
    }

let private queries =
    [ "", [ "acme"; "zoo"; "mint" ]
      "?sorting=created_at", [ "acme"; "zoo"; "mint" ]
      "?sorting=-created_at", [ "mint"; "zoo"; "acme" ]
      "?sorting=slug", [ "acme"; "mint"; "zoo" ]
      "?sorting=-slug", [ "zoo"; "mint"; "acme" ]
      "?sorting=name", [ "acme"; "zoo"; "mint" ]
      "?sorting=-name", [ "mint"; "zoo"; "acme" ]
      "?sorting=days_in_status", [ "mint"; "zoo"; "acme" ]
      "?sorting=-days_in_status", [ "acme"; "zoo"; "mint" ]
      "?sorting=next_review_threshold&sorting=-slug", [ "zoo"; "mint"; "acme" ]
      "?limit=1&page=2", [ "zoo" ]
      "?slug=ZOO", [ "zoo" ]
      "?slug=zo", []
      "?slug=", [] ]

[<Tests>]
let tests =
    testList
        "lists of organizations"
        [ for query, slugs in queries do
              testCaseTask $"'{query}'" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! token = three fake

                      let! answer =
                          Http.raw fake (Http.request "GET" $"/v1/organizations/{query}" (Some token) None)

                      Expect.equal answer.Status 200 answer.Text
                      Expect.equal [ for item in Json.items "items" answer.Json -> Json.text "slug" item ] slugs query
                  })

          testCaseTask "days in a status begin with the status" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = three fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.0)

                  let! changed =
                      Http.anonymous "PATCH" $"/_fake/organizations/{fake.Organization.Id}" (Some """{"status":"review"}""") fake

                  Expect.equal changed.Status 200 changed.Text

                  let! answer =
                      Http.raw fake (Http.request "GET" "/v1/organizations/?sorting=days_in_status" (Some token) None)

                  Expect.equal
                      [ for item in Json.items "items" answer.Json -> Json.text "slug" item ]
                      [ "acme"; "mint"; "zoo" ]
                      "the latest first"
              })

          testCaseTask "an organization's token sees its own" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = three fake
                  let! answer = Http.get "/v1/organizations/" fake
                  Expect.equal [ for item in Json.items "items" answer.Json -> Json.text "slug" item ] [ "acme" ] "one"
              }) ]
