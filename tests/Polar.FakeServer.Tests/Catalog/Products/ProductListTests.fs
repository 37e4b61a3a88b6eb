/// Products that go, what hangs on them, and lists of them.
module Polar.FakeServer.Tests.Catalog.Products.ProductListTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Products.ProductCalls

[<Tests>]
let deletion =
    testList
        "product deletion"
        [ testCaseTask "a product that was never sold goes, and nobody is told" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 1000L fake
                  Expect.isTrue (Json.flag "is_deletable" product) "deletable"
                  let! answer, events = Events.during fake (fun () -> Http.delete (path product) fake)
                  Expect.equal (answer.Status, answer.Text) (204, "") "gone"
                  Expect.isEmpty events "events"
                  let! read = Http.get (path product) fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" read
                  let! again = Http.delete (path product) fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" again
              })

          testCaseTask "a product that was sold stays" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 1000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! answer = Http.delete (path product) fake
                  Expect.equal (answer.Status, Json.text "error" answer.Json) (409, "ProductNotDeletable") answer.Text
                  let! read = Http.get (path product) fake
                  Expect.isFalse (Json.flag "is_deletable" read.Json) "not deletable any more"
              })

          testCaseTask "a product that was given away stays" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 0L fake
                  let! customer = Given.customer "ada@acme.dev" fake

                  let! _ =
                      Given.create
                          "/v1/subscriptions/"
                          $$"""{"product_id":"{{Json.text "id" product}}","customer_id":"{{Json.text "id" customer}}"}"""
                          fake

                  let! answer = Http.delete (path product) fake
                  Expect.equal (answer.Status, Json.text "error" answer.Json) (409, "ProductNotDeletable") answer.Text
              }) ]

[<Tests>]
let benefits =
    testList
        "benefits of products"
        [ testCaseTask "the list is the whole ordered set" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let! first = benefit "First" fake
                  let! second = benefit "Second" fake
                  let ids = [ Json.text "id" second; Json.text "id" first ]
                  let! attached, events = Events.during fake (fun () -> attach product ids fake)
                  Expect.equal [ for item in Json.items "benefits" attached.Json -> Json.text "id" item ] ids "in order"
                  Expect.equal events [ "product.updated" ] "events"
                  let! cleared = attach product [] fake
                  Expect.isEmpty (Json.items "benefits" cleared.Json) "none left"
              })

          testCaseTask "an unknown benefit is refused at its place, and only the first" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let! known = benefit "First" fake
                  let! answer = attach product [ Json.text "id" known; unknown; unknown ] fake
                  Refusal.invalid [ "value_error", "body.benefits.1", "Benefit does not exist." ] answer
              })

          testCaseTask "whoever has the product gets what is added to it, and loses what is taken away" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! added = benefit "First" fake

                  let! _, granted =
                      Events.during fake (fun () -> attach product [ Json.text "id" added ] fake)

                  Expect.contains granted "benefit_grant.created" "granted"

                  let! _, reordered =
                      Events.during fake (fun () -> attach product [ Json.text "id" added ] fake)

                  Expect.equal reordered [ "product.updated" ] "the same set changes no grant"
                  let! _, revoked = Events.during fake (fun () -> attach product [] fake)
                  Expect.contains revoked "benefit_grant.revoked" "revoked"
              }) ]

let private listed (fake: FakePolar) (query: string) =
    task {
        let! answer = Http.get $"/v1/products/?{query}" fake
        Expect.equal answer.Status 200 answer.Text
        return names answer
    }

[<Tests>]
let lists =
    testList
        "product lists"
        [ testCaseTask "filters and orders" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let product (name: string) (more: string) (price: string) =
                      task {
                          let! made =
                              Given.create "/v1/products/" $$$"""{"name":"{{{name}}}"{{{more}}},"prices":[{{{price}}}]}""" fake

                          do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.)
                          return made
                      }

                  let! apple = product "Apple" "" """{"amount_type":"fixed","price_amount":900}"""

                  let! pear =
                      product "pear" ""","recurring_interval":"month" """ """{"amount_type":"custom","minimum_amount":300}"""

                  let! fig =
                      product
                          "Fig"
                          ""","visibility":"draft","metadata":{"kind":"dry","count":2}"""
                          """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":100}]}}"""

                  let! plum =
                      product "Plum" ""","visibility":"private" """ """{"amount_type":"fixed","price_amount":500}"""

                  let! _ = Http.patch (path plum) """{"is_archived":true}""" fake
                  let! gift = benefit "Gift" fake
                  let! other = benefit "Other" fake
                  let! _ = attach fig [ Json.text "id" gift; Json.text "id" other ] fake
                  let organization = Json.text "organization_id" apple

                  for query, expected in
                      [ "", [ "Plum"; "Fig"; "pear"; "Apple" ]
                        "sorting=created_at", [ "Apple"; "pear"; "Fig"; "Plum" ]
                        "sorting=name", [ "Apple"; "Fig"; "pear"; "Plum" ]
                        "sorting=-name", [ "Plum"; "pear"; "Fig"; "Apple" ]
                        "sorting=price_amount", [ "pear"; "Plum"; "Apple"; "Fig" ]
                        "sorting=price_amount_type&sorting=name", [ "pear"; "Apple"; "Plum"; "Fig" ]
                        "sorting=-price_amount_type&sorting=-name", [ "Fig"; "Plum"; "Apple"; "pear" ]
                        "query=PLE", [ "Apple" ]
                        "query=p", [ "Plum"; "pear"; "Apple" ]
                        "is_archived=true", [ "Plum" ]
                        "is_archived=false", [ "Fig"; "pear"; "Apple" ]
                        "is_recurring=true", [ "pear" ]
                        "is_recurring=false", [ "Plum"; "Fig"; "Apple" ]
                        "visibility=draft", [ "Fig" ]
                        "visibility=draft&visibility=private", [ "Plum"; "Fig" ]
                        $"""id={Json.text "id" apple}&id={Json.text "id" pear}""", [ "pear"; "Apple" ]
                        $"""benefit_id={Json.text "id" gift}""", [ "Fig" ]
                        $"benefit_id={unknown}", []
                        $"organization_id={organization}", [ "Plum"; "Fig"; "pear"; "Apple" ]
                        $"organization_id={unknown}", []
                        "metadata[kind]=dry", [ "Fig" ]
                        "metadata[kind]=dry&metadata[count]=2", [ "Fig" ]
                        "metadata[kind]=dry&metadata[count]=3", []
                        "limit=1&page=2", [ "Fig" ] ] do
                      let! found = listed fake query
                      Expect.equal found expected query

                  let! narrowed = Http.get $"""/v1/products/?benefit_id={Json.text "id" gift}""" fake
                  Expect.equal (Json.items "items.0.benefits" narrowed.Json |> List.length) 1 "only the benefit that was asked for"
              })

          testCaseTask "the price to sort by is the oldest that is left" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = Given.oneTime 1000L fake
                  let! _ = Given.oneTime 2000L fake

                  let! _ =
                      Http.patch (path first) """{"name":"Last","prices":[{"amount_type":"fixed","price_amount":3000}]}""" fake

                  let! found = listed fake "sorting=price_amount"
                  Expect.equal found [ "Book"; "Last" ] "by the present prices"
              }) ]
