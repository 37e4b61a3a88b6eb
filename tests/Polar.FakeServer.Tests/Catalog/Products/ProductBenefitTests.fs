/// Benefits of a product: whose they may be, in which order they are, and who is granted them.
module Polar.FakeServer.Tests.Catalog.Products.ProductBenefitTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Products.ProductAnswers

/// A user's token that sees the first organization and another one.
let private user (fake: FakePolar) : Task<string> =
    fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))

let private attaching =
    [ testCaseTask "another organization's benefit is none of the product's" (fun () ->
          task {
              use! fake = Fake.start ()
              let! other = fake.CreateOrganizationAsync "other"
              let! product = Given.oneTime 500L fake

              let! foreign =
                  Benefits.sendAs other.AccessToken "POST" "/v1/benefits/" (Some Benefits.note) fake

              let body = Some $$"""{"benefits":["{{Json.id foreign.Json}}"]}"""
              let! unseen = Http.post $"{path product}/benefits" body.Value fake
              Refusal.invalid [ "value_error", "body.benefits.0", "Benefit does not exist." ] unseen
              let! token = user fake
              let! seen = Benefits.sendAs token "POST" $"{path product}/benefits" body fake
              Refusal.invalid [ "value_error", "body.benefits.0", "Benefit must be on the same organization as the product." ] seen
          })

      testCaseTask "a benefit that is named twice is attached twice, and granted once" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! product = Given.oneTime 500L fake
              let! attached = Benefits.attach product [ benefit; benefit ] fake
              Expect.equal (Json.items "benefits" attached.Json |> List.map Json.id) [ Json.id benefit; Json.id benefit ] "twice"

              let! events =
                  Benefits.eventsDuring fake "benefit_grant." (fun () -> Given.purchase product "ada@acme.dev" fake)

              Expect.equal events.Length 1 "once"
              let! _ = Http.delete $"/v1/benefits/{Json.id benefit}" fake
              let! read = Http.get (path product) fake
              Expect.isEmpty (Json.items "benefits" read.Json) "both are gone"
          })

      testCaseTask "a list by benefits counts a product once for each of them" (fun () ->
          task {
              use! fake = Fake.start ()
              let! first = note "First" "public" fake
              let! second = note "Second" "public" fake
              let! third = note "Third" "public" fake
              let! both = Given.oneTime 500L fake
              let! _ = Benefits.attach both [ first; third; second ] fake
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.)
              let! one = Given.monthly 500L fake
              let! _ = Benefits.attach one [ second ] fake

              let found query =
                  task {
                      let! answer =
                          Http.get $"/v1/products/?benefit_id={Json.id first}&benefit_id={Json.id second}{query}" fake

                      return
                          Json.whole "pagination.total_count" answer.Json,
                          [ for item in Json.items "items" answer.Json ->
                                Json.id item, [ for benefit in Json.items "benefits" item -> Json.text "description" benefit ] ]
                  }

              let! all = found ""
              Expect.equal all (3L, [ Json.id one, [ "Second" ]; Json.id both, [ "First"; "Second" ] ]) "one page"
              let! second = found "&limit=2&page=2"
              Expect.equal second (3L, [ Json.id both, [ "Second" ] ]) "what is left for the second page"
          })

      testCaseTask "who is not active loses what is taken away, and gets nothing new" (fun () ->
          task {
              use! fake = Fake.start ()
              let! old = Benefits.create Benefits.note fake
              let! product, _ = Benefits.subscribed [ old ] fake
              let! subscriptions = Http.get "/v1/subscriptions/" fake

              let! _ =
                  Http.delete $"""/v1/subscriptions/{shown "items.0.id" subscriptions.Json}""" fake

              let! fresh = Benefits.create (Benefits.keys "{}") fake

              let! _, events =
                  Events.during fake (fun () -> Benefits.attach product [ fresh ] fake)

              Expect.equal events [ "product.updated" ] "nothing for those who are gone"
          }) ]

[<Tests>]
let tests = testList "effects of products" attaching
