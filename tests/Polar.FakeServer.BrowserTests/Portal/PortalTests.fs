/// What a customer does in the portal.
module Polar.FakeServer.BrowserTests.Portal.PortalTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Microsoft.Playwright
open Polar.FakeServer.BrowserTests
open Polar.FakeServer.BrowserTests.Checkout.CheckoutPage
open Polar.FakeServer.Tests

/// Somebody who has bought a month of the product.
let private subscriber (stage: Stage) : Task<unit> =
    task {
        let! product = Given.monthly 1900L stage.Fake
        let! _ = Given.purchase product "ada@acme.dev" stage.Fake
        ()
    }

/// Signs in by the code that the page shows, because no mail leaves the machine.
let signIn (address: string) (email: string) (page: IPage) : Task<unit> =
    task {
        let! _ = page.GotoAsync $"{address}acme/portal"
        do! page.GetByLabel("Email").FillAsync email
        do! page.Locator("main button").First.ClickAsync()
        let shown = page.Locator "main code, main .code"
        let! code = shown.First.InnerTextAsync()
        do! page.GetByLabel("Code").FillAsync(code.Trim())
        do! page.Locator("main button").First.ClickAsync()
        do! Assertions.Expect(page.GetByRole(AriaRole.Navigation)).ToBeVisibleAsync()
    }

let private subscription (stage: Stage) : Task<JsonNode> =
    Buying.only "/v1/subscriptions/" stage.Fake

let private address (stage: Stage) = string stage.Fake.Address

let private openSubscription (stage: Stage) : Task =
    stage.Page.Locator("main a[href*='/subscriptions/']").First.ClickAsync()

[<Tests>]
let tests =
    testList
        "portal in a browser"
        [ Stage.test Setting.usual "a customer signs in, cancels, and goes on after all" (fun stage ->
              task {
                  do! subscriber stage
                  do! signIn (address stage) "ada@acme.dev" stage.Page
                  do! openSubscription stage
                  do! stage.Page.Locator("summary").Filter(LocatorFilterOptions(HasText = "Cancel subscription")).ClickAsync()
                  let! _ = stage.Page.GetByLabel("Why do you leave?").SelectOptionAsync "too_expensive"
                  do! press "Cancel subscription" stage
                  do! Assertions.Expect(stage.Page.GetByRole AriaRole.Status).ToHaveTextAsync "Your subscription ends with its period."
                  let! canceled = subscription stage
                  Expect.isTrue (Json.flag "cancel_at_period_end" canceled) "canceled"
                  Expect.equal (Json.text "customer_cancellation_reason" canceled) "too_expensive" "why"
                  do! press "Keep my subscription" stage
                  do! Assertions.Expect(stage.Page.GetByRole AriaRole.Status).ToHaveTextAsync "Your subscription goes on."
                  let! kept = subscription stage
                  Expect.isFalse (Json.flag "cancel_at_period_end" kept) "goes on"
              })

          for name, setting in [ "light", Setting.usual; "dark", Setting.dark; "on a phone", Setting.phone ] do
              Stage.test setting $"{name}: its pages can be read, steered and told apart" (fun stage ->
                  task {
                      do! subscriber stage
                      let! _ = stage.Page.GotoAsync $"{address stage}acme/portal"
                      do! Accessibility.check stage.Page
                      do! signIn (address stage) "ada@acme.dev" stage.Page

                      for place in [ "overview"; "orders"; "settings" ] do
                          let! answer = stage.Page.GotoAsync $"{address stage}acme/portal/{place}"
                          Expect.equal (answer |> Unchecked.nonNull).Status 200 place
                          do! Accessibility.check stage.Page
                          do! Stage.picture $"portal {place} {name}" stage.Page

                      let! _ = stage.Page.GotoAsync $"{address stage}acme/portal/overview"
                      do! openSubscription stage
                      do! Assertions.Expect(stage.Page.GetByText("Cancel subscription").First).ToBeVisibleAsync()
                      do! Accessibility.check stage.Page
                  }) ]
