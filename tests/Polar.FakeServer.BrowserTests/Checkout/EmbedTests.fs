/// A checkout in a frame of the seller's page, which is of another origin: the script that the fake serves, and the messages between the two.
module Polar.FakeServer.BrowserTests.Checkout.EmbedTests

open System
open System.Collections.Concurrent
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Microsoft.Playwright
open Polar.FakeServer.BrowserTests
open Polar.FakeServer.BrowserTests.Checkout.CheckoutPage
open Polar.FakeServer.Tests

/// A session that the shop may show in a frame.
let private framed (stage: Stage) : Task<JsonNode> =
    book $""","embed_origin":"{stage.Shop.Origin}" """ stage

/// The seller's page: the script, a link that opens the checkout, and somebody who listens to what it says.
let private sell (more: string) (url: string) (stage: Stage) : Task<ConcurrentQueue<string>> =
    task {
        let heard = ConcurrentQueue()

        let! _ =
            stage.Page.ExposeFunctionAsync<string, bool>(
                "hear",
                fun message ->
                    heard.Enqueue message
                    true
            )

        stage.Shop.Show
            $"""<h1>Shop</h1>
<a href="{url}" data-polar-checkout data-polar-checkout-theme="dark">Buy</a>
<script>
addEventListener("message", message => hear([message.origin, message.data.type, message.data.event, message.data.successURL ?? "", message.data.redirect ?? ""].join(" ").trim()));
{more}
</script>
<script src="{stage.Fake.Address}assets/embed.js" defer data-auto-init></script>"""

        let! _ = stage.Page.GotoAsync stage.Shop.Origin
        do! stage.Page.GetByText("Buy").ClickAsync()
        return heard
    }

let private frame (stage: Stage) = stage.Page.FrameLocator "iframe"

let private button (name: string) (stage: Stage) =
    (frame stage).GetByRole(AriaRole.Button, FrameLocatorGetByRoleOptions(Name = name, Exact = true))

let private fillBuyer (stage: Stage) : Task<unit> =
    task {
        do! (frame stage).GetByLabel("Email").FillAsync "ada@acme.dev"
        do! (frame stage).GetByLabel("Cardholder name").FillAsync "Ada Lovelace"
        let! _ = (frame stage).GetByLabel("Country").SelectOptionAsync "FR"
        ()
    }

/// The messages, each from the fake's origin, without what all have.
let private messages (stage: Stage) (heard: ConcurrentQueue<string>) : string list =
    let beginning =
        $"{stage.Fake.Address.GetLeftPart UriPartial.Authority} POLAR_CHECKOUT "

    [ for message in heard do
          Expect.stringStarts message beginning "a message of the checkout"
          message[beginning.Length ..] ]

let private isGone (stage: Stage) : Task =
    Assertions.Expect(stage.Page.Locator "iframe").ToHaveCountAsync 0

let private isOpen (stage: Stage) : Task =
    Assertions.Expect(button "Pay now" stage).ToBeVisibleAsync()

[<Tests>]
let tests =
    testList
        "checkout in a browser: embedded"
        [ Stage.test
              Setting.refused
              "tells the seller's page what happens, and the page goes on with a session of the buyer's"
              (fun stage ->
                  task {
                      let! session = framed stage
                      let! heard = sell "" (Json.text "url" session) stage
                      do! fillBuyer stage
                      do! (frame stage).Locator("input[name=card][value=ctoken_decline]").CheckAsync()
                      do! (button "Pay now" stage).ClickAsync()
                      do! Assertions.Expect((frame stage).GetByRole AriaRole.Alert).ToContainTextAsync "declined"
                      do! (frame stage).Locator("input[name=card][value=tok_visa]").CheckAsync()
                      do! (button "Pay now" stage).ClickAsync()
                      do! arrives stage
                      let said = messages stage heard

                      Expect.equal said[.. said.Length - 2] [ "loaded"; "confirmed" ] "what was said before"
                      let last = List.last said
                      Expect.equal last $"success {stage.Page.Url} true" "what was said at last"
                  })

          Stage.test Setting.usual "without a success_url the frame shows the confirmation, and the seller's page stays" (fun stage ->
              task {
                  let! product = Buying.once (Buying.fixedPrice 1900) stage.Fake

                  let! session =
                      Buying.session product $""","embed_origin":"{stage.Shop.Origin}" """ stage.Fake

                  let! heard = sell "" (Json.text "url" session) stage
                  do! fillBuyer stage
                  do! (button "Pay now" stage).ClickAsync()
                  do! Assertions.Expect((frame stage).GetByRole AriaRole.Heading).ToHaveTextAsync "Your order was successful"
                  Expect.equal stage.Page.Url (stage.Shop.Origin + "/") "the seller's page"
                  let success = messages stage heard |> List.find _.StartsWith("success ")
                  Expect.stringEnds success " false" "nobody is to go anywhere"
                  Expect.stringContains success "/confirmation" "what is shown"
              })

          Stage.test Setting.usual "its cross closes it, and so does the escape key" (fun stage ->
              task {
                  let! session = framed stage
                  let! heard = sell "" (Json.text "url" session) stage
                  do! (button "Close" stage).ClickAsync()
                  do! isGone stage
                  Expect.equal (messages stage heard) [ "loaded"; "close" ] "messages"
                  do! stage.Page.GetByText("Buy").ClickAsync()
                  do! isOpen stage
                  do! (frame stage).GetByLabel("Email").FocusAsync()

                  // The frame that has the focus goes away under the key, and then the browser need not say that the key is down.
                  stage.Page.Keyboard.DownAsync "Escape" |> ignore<Task>
                  do! isGone stage
              })

          Stage.test Setting.usual "a seller may decide against closing and against going on" (fun stage ->
              task {
                  let! session = framed stage
                  let url = Json.text "url" session

                  stage.Shop.Show
                      $"""<h1>Shop</h1><p id="said"></p><script src="{stage.Fake.Address}assets/embed.js"></script>
<script>
addEventListener("load", async () => {{
  const checkout = await Polar.EmbedCheckout.create("{url}", {{ theme: "light" }});
  for (const event of ["close", "success"]) {{
    checkout.addEventListener(event, said => {{ said.preventDefault(); document.getElementById("said").textContent += event + " "; }});
  }}
}});
</script>"""

                  let! _ = stage.Page.GotoAsync stage.Shop.Origin
                  let said = stage.Page.Locator "#said"
                  do! (button "Close" stage).ClickAsync()
                  do! Assertions.Expect(said).ToHaveTextAsync "close"
                  do! isOpen stage
                  do! fillBuyer stage
                  do! (button "Pay now" stage).ClickAsync()
                  do! Assertions.Expect(said).ToHaveTextAsync "close success"
                  Expect.equal stage.Page.Url (stage.Shop.Origin + "/") "the page stays"
              })

          Stage.test Setting.usual "a checkout link opens in a frame as well, on pages that its seller has named" (fun stage ->
              task {
                  let host = (Uri stage.Shop.Origin).Authority

                  let! _ =
                      Http.patch $"/v1/organizations/{stage.Fake.Organization.Id}" $"""{{"embed_hosts":["{host}"]}}""" stage.Fake

                  let! product = Buying.once (Buying.fixedPrice 1900) stage.Fake

                  let! link =
                      Given.create
                          "/v1/checkout-links/"
                          $"""{{"payment_processor":"stripe","products":["{product}"],"success_url":"{stage.Shop.Thanks}"}}"""
                          stage.Fake

                  let! heard = sell "" (Json.text "url" link) stage
                  do! fillBuyer stage
                  do! (button "Pay now" stage).ClickAsync()
                  do! arrives stage
                  Expect.equal (messages stage heard |> List.take 2) [ "loaded"; "confirmed" ] "messages"
              })

          Stage.test Setting.usual "a session without an embed_origin tells nobody anything" (fun stage ->
              task {
                  let! session = book "" stage
                  let! heard = sell "" (Json.text "url" session) stage
                  do! isOpen stage
                  do! Assertions.Expect(button "Close" stage).ToHaveCountAsync 0
                  Expect.isEmpty heard "messages"
              })

          Stage.test Setting.usual "the theme that the seller wants is the frame's" (fun stage ->
              task {
                  let! session = framed stage
                  let! _ = sell "" (Json.text "url" session) stage
                  do! Assertions.Expect((frame stage).Locator "html").ToHaveAttributeAsync("data-theme", "dark")
              }) ]
