/// The checkout as the README shows it: filled in, down to what is to be paid and the button that pays.
module Polar.FakeServer.BrowserTests.Checkout.ReadmePictureTests

open System
open Expecto
open Microsoft.Playwright
open Polar.FakeServer
open Polar.FakeServer.BrowserTests
open Polar.FakeServer.BrowserTests.Checkout.CheckoutPage
open Polar.Tests

/// With PICTURES=1 in the environment the README's picture is taken anew.
let private isTaken = Environment.GetEnvironmentVariable "PICTURES" = "1"

let private width = 1120

[<Tests>]
let tests =
    testList
        "picture of the checkout"
        [ Stage.test Setting.usual "has the total and the button in it" (fun stage ->
              task {
                  use! fake = FakePolar.ListenAsync(0, FakePolarOptions())
                  let! links = fake.Client.CheckoutLinks.ListAsync()
                  let page = stage.Page
                  let! _ = page.GotoAsync (Seq.head (links.GetValueOrThrow().Items)).Url
                  do! fillBuyer stage
                  do! Shows.line "Total" "$" stage
                  do! Shows.line "Taxes" "$" stage
                  let! height = page.EvaluateAsync<int> "() => document.documentElement.scrollHeight"
                  do! page.SetViewportSizeAsync(width, height)

                  for part in [ page.Locator "table.sum"; page.Locator "button.pay" ] do
                      let! box = part.BoundingBoxAsync()
                      let box = box |> Option.ofObj |> Option.get
                      Expect.isLessThanOrEqual (box.Y + box.Height) (float32 height) "in the picture"

                  if isTaken then
                      let path = Approved.path "docs/images/checkout.png"
                      let! _ = page.ScreenshotAsync(PageScreenshotOptions(Path = path))
                      ()
              }) ]
