/// What a buyer is asked, and what is said where an answer is wrong.
module Polar.FakeServer.BrowserTests.Checkout.FormTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Microsoft.Playwright
open Polar.FakeServer.BrowserTests
open Polar.FakeServer.BrowserTests.Checkout.CheckoutPage
open Polar.FakeServer.Tests

/// A book whose seller asks these questions: kind, slug, whether an answer is required, and the properties of the field.
let private asking (questions: (string * string * bool * string) list) (stage: Stage) : Task<JsonNode> =
    task {
        let attached = ResizeArray()

        for kind, slug, isRequired, properties in questions do
            let! (field: JsonNode) =
                Given.create
                    "/v1/custom-fields/"
                    $"""{{"type":"{kind}","slug":"{slug}","name":"{slug}","properties":{properties}}}"""
                    stage.Fake

            let required = if isRequired then "true" else "false"

            attached.Add $"""{{"custom_field_id":"{Json.text "id" field}","required":{required}}}"""

        let! (product: string) = Buying.once (Buying.fixedPrice 1900) stage.Fake
        let fields = String.concat "," attached

        let! _ =
            Http.patch $"/v1/products/{product}" $"""{{"attached_custom_fields":[{fields}]}}""" stage.Fake

        return! sessionOf product "" stage
    }

let private half (stage: Stage) =
    Given.create "/v1/discounts/" """{"name":"Half","type":"percentage","basis_points":5000,"duration":"once","code":"HALF"}""" stage.Fake

let private discountCode (stage: Stage) = stage.Page.GetByLabel "Discount code"

[<Tests>]
let tests =
    testList
        "checkout in a browser: form"
        [ Stage.test Setting.usual "answers to questions of every kind reach the seller" (fun stage ->
              task {
                  let! session =
                      asking
                          [ "text", "note", true, """{"form_label":"A note","form_help_text":"For the seller"}"""
                            "text", "story", false, """{"textarea":true}"""
                            "number", "guests", true, "{}"
                            "checkbox", "news", true, "{}"
                            "date", "since", true, "{}"
                            "select", "size", true, """{"options":[{"value":"s","label":"Small"},{"value":"l","label":"Large"}]}""" ]
                          stage

                  do! visit session stage
                  do! fillBuyer stage
                  do! fill "A note" "hello" stage
                  do! fill "story (optional)" "once\nupon" stage
                  do! fill "guests" "3" stage
                  do! stage.Page.GetByLabel("news").CheckAsync()
                  do! fill "since" "2026-01-31" stage

                  let! _ =
                      stage.Page.GetByLabel("size").SelectOptionAsync(SelectOptionValue(Label = "Large"))

                  do! press "Pay now" stage
                  do! arrives stage
                  let! seen = Buying.seen session stage.Fake
                  let answers = Json.at "custom_field_data" seen
                  Expect.equal (Json.text "note" answers, Json.text "size" answers) ("hello", "l") "texts"
                  Expect.equal ((Json.text "story" answers).ReplaceLineEndings "\n") "once\nupon" "lines"
                  Expect.equal (Json.whole "guests" answers, Json.flag "news" answers) (3L, true) "number and tick"
                  Expect.equal (Json.text "since" answers) "2026-01-31T00:00:00" "date"
              })

          Stage.test Setting.refused "a question without its answer is said beside its field, which has the focus" (fun stage ->
              task {
                  let! session = asking [ "text", "note", true, "{}" ] stage
                  do! visit session stage
                  do! fillBuyer stage
                  do! press "Pay now" stage
                  let field = stage.Page.GetByLabel "note"
                  do! Assertions.Expect(stage.Page.Locator "[id='custom_field_data.note-problem']").ToBeVisibleAsync()
                  do! Assertions.Expect(field).ToHaveAttributeAsync("aria-invalid", "true")
                  do! Assertions.Expect(field).ToHaveAttributeAsync("aria-describedby", "custom_field_data.note-problem")
                  do! Assertions.Expect(field).ToBeFocusedAsync()
                  do! field.FillAsync "hello"
                  do! press "Pay now" stage
                  do! arrives stage
              })

          Stage.test Setting.refused "an address that is none is said beside the field" (fun stage ->
              task {
                  let! session = book "" stage
                  do! visit session stage
                  do! fillBuyer stage
                  do! fill "Email" "nobody" stage
                  do! press "Pay now" stage
                  do! Shows.problem "customer_email" "email address" stage
                  do! Assertions.Expect(stage.Page.GetByLabel "Email").ToHaveValueAsync "nobody"
                  do! fill "Email" "ada@acme.dev" stage
                  do! press "Pay now" stage
                  do! arrives stage
              })

          Stage.test Setting.refused "a discount's code changes the total, and a wrong one is said beside the field" (fun stage ->
              task {
                  let! _ = half stage
                  let! session = book "" stage
                  do! visit session stage
                  do! fillBuyer stage
                  do! (discountCode stage).FillAsync "NONE"
                  do! press "Apply" stage
                  do! Shows.problem "discount_code" "does not exist" stage
                  do! (discountCode stage).FillAsync "HALF"
                  do! press "Apply" stage
                  do! Shows.line "Half" "-$9.50" stage
                  do! Shows.line "Total" "$9.50" stage
                  do! Assertions.Expect(stage.Page.GetByLabel "Cardholder name").ToHaveValueAsync "Ada Lovelace"
                  do! press "Remove" stage
                  do! Shows.line "Total" "$19.00" stage
                  do! Assertions.Expect(discountCode stage).ToBeVisibleAsync()
              })

          Stage.test Setting.usual "a discount's code is applied by the enter key, and nothing that was typed is lost" (fun stage ->
              task {
                  let! _ = half stage
                  let! session = book "" stage
                  do! visit session stage
                  do! fill "Cardholder name" "Ada Lovelace" stage
                  do! pickCard "tok_async_decline" stage
                  do! (discountCode stage).FillAsync "HALF"
                  do! (discountCode stage).PressAsync "Enter"
                  do! Shows.line "Half" "-$9.50" stage
                  do! Assertions.Expect(stage.Page.GetByLabel "Cardholder name").ToHaveValueAsync "Ada Lovelace"
                  do! Assertions.Expect(stage.Page.Locator "input[name=card][value=tok_async_decline]").ToBeCheckedAsync()
              })

          Stage.test Setting.refused "a business is asked for its name and its tax id" (fun stage ->
              task {
                  let! session = book "" stage
                  do! visit session stage
                  do! fillBuyer stage
                  do! Shows.line "Taxes" "$3.17" stage
                  do! stage.Page.GetByLabel("I am buying for a business").CheckAsync()
                  do! fill "Business name" "Engines Ltd" stage
                  do! fill "Tax id" "nonsense" stage
                  do! stage.Page.GetByLabel("Business name").FocusAsync()
                  do! Shows.problem "customer_tax_id" "tax ID" stage
                  do! fill "Tax id" "FR40303265045" stage
                  do! stage.Page.GetByLabel("Business name").FocusAsync()
                  do! Shows.line "Taxes" "$0" stage
              })

          Stage.test Setting.usual "what costs nothing is had without a card" (fun stage ->
              task {
                  let! product = Buying.monthly (Buying.fixedPrice 0) stage.Fake
                  let! session = sessionOf product "" stage
                  do! visit session stage
                  do! Assertions.Expect(stage.Page.Locator "input[name=card]").ToHaveCountAsync 0
                  do! fill "Email" "ada@acme.dev" stage
                  do! press "Get for free" stage
                  do! arrives stage
              })

          Stage.test Setting.usual "names with markup are text" (fun stage ->
              task {
                  let! (product: JsonNode) =
                      Given.create
                          "/v1/products/"
                          """{"name":"<script>alert(1)</script><img src=x onerror=alert(2)>","prices":[{"amount_type":"fixed","price_amount":1900}]}"""
                          stage.Fake

                  let! session = sessionOf (Json.text "id" product) "" stage
                  do! visit session stage
                  do! Shows.words "<script>alert(1)</script><img src=x onerror=alert(2)>" stage
              })

          Stage.test
              { Setting.usual with
                  Refusals = [ 404; 410 ] }
              "unknown, expired and paid checkouts have their pages"
              (fun stage ->
                  task {
                      let heading = stage.Page.GetByRole AriaRole.Heading
                      let! _ = stage.Page.GotoAsync $"{stage.Fake.Address}checkout/polar_c_nothing"
                      do! Assertions.Expect(heading).ToHaveTextAsync "This checkout does not exist"
                      let! product = Buying.once (Buying.fixedPrice 1900) stage.Fake
                      let! session = Buying.session product "" stage.Fake
                      do! visit session stage
                      do! fillBuyer stage
                      do! press "Pay now" stage
                      do! Assertions.Expect(heading).ToHaveTextAsync "Your order was successful"
                      Expect.stringContains stage.Page.Url "/confirmation?customer_session_token=polar_cst_" "the address"
                      do! visit session stage
                      do! Assertions.Expect(heading).ToHaveTextAsync "Your order was successful"
                      let! late = book "" stage
                      do! stage.Fake.Clock.AdvanceAsync "P2D"
                      do! visit late stage
                      do! Assertions.Expect(heading).ToHaveTextAsync "This checkout has expired"
                  }) ]
