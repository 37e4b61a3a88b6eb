/// Everything can be done with the keyboard alone, and one always sees where one is.
module Polar.FakeServer.BrowserTests.Checkout.KeyboardTests

open System.Threading.Tasks
open Expecto
open Microsoft.Playwright
open Polar.FakeServer.BrowserTests
open Polar.FakeServer.BrowserTests.Checkout.CheckoutPage
open Polar.FakeServer.Tests

/// What has the focus, and whether one sees it.
let private focused =
    """() => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        return [element.name || "", element.value || "", String(element.matches(":focus-visible")), String(box.width > 1 && (style.outlineStyle !== "none" || element.type === "radio" || element.type === "checkbox"))];
    }"""

/// Goes on by this key until a control of this name, and this value where one is given, has the focus.
let private goBy (key: string) (name: string) (value: string option) (stage: Stage) : Task<unit> =
    task {
        let mutable isThere = false
        let mutable steps = 0

        while not isThere do
            if steps > 40 then
                failtest $"{key} does not lead to {name}."

            do! stage.Page.Keyboard.PressAsync key
            steps <- steps + 1
            let! at = stage.Page.EvaluateAsync<string[]> focused

            if at[0] <> "" then
                Expect.equal (at[2], at[3]) ("true", "true") $"{at[0]} is seen to have the focus"

            isThere <- at[0] = name && (value.IsNone || value = Some at[1])
    }

let private tabTo = goBy "Tab"

[<Tests>]
let tests =
    testList
        "checkout in a browser: keyboard"
        [ Stage.test Setting.refused "a purchase with the keyboard alone" (fun stage ->
              task {
                  let keyboard = stage.Page.Keyboard
                  let! session = book "" stage
                  do! visit session stage
                  do! tabTo "customer_email" None stage
                  do! keyboard.TypeAsync "ada@acme.dev"
                  do! tabTo "card" None stage
                  do! keyboard.PressAsync "ArrowDown"
                  do! Assertions.Expect(stage.Page.Locator "input[name=card][value=ctoken_decline]").ToBeCheckedAsync()
                  do! tabTo "customer_name" None stage
                  do! keyboard.TypeAsync "Ada Lovelace"
                  do! tabTo "customer_billing_address.country" None stage
                  do! keyboard.TypeAsync "Franc"
                  do! Shows.line "Taxes" "$3.17" stage
                  do! tabTo "action" (Some "pay") stage
                  do! keyboard.PressAsync "Enter"
                  do! Shows.general "Your card was declined" stage
                  do! Assertions.Expect(stage.Page.GetByRole AriaRole.Alert).ToBeFocusedAsync()
                  let! still = stage.Page.Locator("input[name=card]:checked").InputValueAsync()
                  Expect.equal still "ctoken_decline" "the card stays chosen"
                  do! goBy "Shift+Tab" "card" (Some "ctoken_decline") stage
                  do! keyboard.PressAsync "ArrowUp"
                  do! tabTo "action" (Some "pay") stage
                  do! keyboard.PressAsync "Space"
                  do! arrives stage
              })

          Stage.test Setting.usual "a country typed slowly, while the sum follows each letter" (fun stage ->
              task {
                  let! session = book "" stage
                  do! visit session stage
                  do! tabTo "customer_billing_address.country" None stage
                  // Slower than the page waits before it asks for the sum, faster than a browser forgets the letters before.
                  do! stage.Page.Keyboard.TypeAsync("Franc", KeyboardTypeOptions(Delay = 350.0f))
                  do! Shows.line "Taxes" "$3.17" stage
                  let country = stage.Page.GetByLabel "Country"
                  do! Assertions.Expect(country).ToHaveValueAsync "FR"
                  do! Assertions.Expect(country).ToBeFocusedAsync()
              }) ]
