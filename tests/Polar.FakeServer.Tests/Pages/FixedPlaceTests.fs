/// What the fake's own addresses begin with comes before the slugs of organizations.
module Polar.FakeServer.Tests.Pages.FixedPlaceTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Catalog.Files
open Polar.FakeServer.Composition
open Polar.FakeServer.Control
open Polar.FakeServer.Http
open Polar.FakeServer.Pages
open Polar.FakeServer.Tests

/// The first segment of every path that is served, whoever serves it.
let private served =
    [ for route in Modules.Composed.Operations do
          route.Template

      for path in DiscoveryEndpoints.Paths do
          path

      for root in SitePages.Roots do
          root

      for bucket in FileStorage.Buckets do
          "/" + bucket

      ControlApi.Root
      ApiPipeline.OldRoot ]
    |> List.map (fun path -> path.Split('/')[1])
    |> set

[<Tests>]
let tests =
    testList
        "fixed places"
        [ test "are all that is served, and nothing else" { Expect.equal (set FixedPlaces.All) served "the list of fixed places" }

          for place in FixedPlaces.All do
              testCaseTask $"no organization is called {place}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! token = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))

                      let! created =
                          Http.raw
                              fake
                              (Http.request "POST" "/v1/organizations/" (Some token) (Some $"""{{"name":"Shop","slug":"{place}"}}"""))

                      Expect.equal created.Status 422 created.Text

                      let! founded =
                          Http.anonymous "POST" "/_fake/organizations" (Some $"""{{"slug":"{place}"}}""") fake

                      Expect.equal founded.Status 400 founded.Text

                      let! refusal =
                          task {
                              try
                                  use! other = Fake.startWith (fun options -> options.OrganizationSlug <- place)
                                  return other.Organization.Slug
                              with :? ArgumentException as fault ->
                                  return fault.Message
                          }

                      Expect.stringContains refusal $"'{place}' is what addresses of the fake itself begin with" "at the start"
                  })

          testCaseTask "a place of the fake's own that is a fit slug is reserved in Polar's words" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))

                  for place in [ "checkout"; "oauth2"; "assets"; "healthz"; "polar-sandbox-files" ] do
                      let! created =
                          Http.raw
                              fake
                              (Http.request "POST" "/v1/organizations/" (Some token) (Some $"""{{"name":"Shop","slug":"{place}"}}"""))

                      Refusal.malformed [ "value_error", "body.slug", "Value error, This slug is reserved." ] created
              })

          testCaseTask "what is below a fixed place is never a portal" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for place in FixedPlaces.All do
                      let! answer = Http.anonymous "GET" $"/{place}/portal/request" None fake
                      Expect.isFalse (answer.Text.Contains "Sign in") place
              })

          testCaseTask "an organization called portal has its portal" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.OrganizationSlug <- "portal")
                  let! page = Browser(fake).Visit "/portal/portal"
                  Expect.stringEnds page.Address "/portal/portal/request" "the door"
                  Expect.equal page.Status 200 page.Words
              }) ]
