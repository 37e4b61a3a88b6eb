/// What a developer does in the inspector.
module Polar.FakeServer.BrowserTests.Inspector.InspectorTests

open System.Threading.Tasks
open Expecto
open Microsoft.Playwright
open Polar.FakeServer.BrowserTests
open Polar.FakeServer.BrowserTests.Checkout.CheckoutPage
open Polar.FakeServer.Tests

let private go (place: string) (stage: Stage) : Task<unit> =
    task {
        let! answer = stage.Page.GotoAsync $"{stage.Fake.Address}_fake/{place}"
        Expect.equal (answer |> Unchecked.nonNull).Status 200 place
    }

let private pages =
    [ ""
      "inspect"
      "inspect/requests"
      "inspect/webhooks"
      "inspect/jobs"
      "inspect/mails"
      "inspect/faults"
      "inspect/snapshots" ]

[<Tests>]
let tests =
    testList
        "inspector in a browser"
        [ Stage.test Setting.usual "a month goes by at the press of a button, and the subscription renews" (fun stage ->
              task {
                  let! product = Given.monthly 1900L stage.Fake
                  let! _ = Given.purchase product "ada@acme.dev" stage.Fake
                  do! go "" stage
                  do! Assertions.Expect(stage.Page.Locator "#clock-now").ToContainTextAsync "2026-03-01"
                  do! press "Advance a month" stage
                  do! Assertions.Expect(stage.Page.Locator "#clock-now").ToContainTextAsync "2026-04-01"
                  Expect.equal (stage.Fake.Clock.UtcNow - Fake.startTime).Days 31 "the fake's clock"
                  let! orders = Http.get "/v1/orders/" stage.Fake
                  Expect.equal (Json.whole "pagination.total_count" orders.Json) 2L "orders"
              })

          Stage.test Setting.usual "what the app asks appears while one looks" (fun stage ->
              task {
                  do! go "inspect/requests" stage
                  do! Assertions.Expect(stage.Page.Locator "#live").ToBeVisibleAsync()
                  let! _ = Given.customer "grace@acme.dev" stage.Fake
                  do! Assertions.Expect(stage.Page.Locator "main").ToContainTextAsync "/v1/customers/"
              })

          for name, setting in [ "light", Setting.usual; "dark", Setting.dark; "on a phone", Setting.phone ] do
              Stage.test setting $"{name}: its pages can be read, steered and told apart" (fun stage ->
                  task {
                      let! product = Given.monthly 1900L stage.Fake
                      let! _ = Given.purchase product "ada@acme.dev" stage.Fake
                      let! _ = Http.get "/v1/products/?limit=x" stage.Fake

                      for place in pages do
                          do! go place stage
                          do! Accessibility.check stage.Page
                          do! Stage.picture $"inspector {place} {name}" stage.Page
                  }) ]
