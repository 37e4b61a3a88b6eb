/// Lists of the inspector: page by page, narrowed and searched.
module Polar.FakeServer.Tests.Pages.Inspector.InspectorSearchTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Customers
open Polar.FakeServer.Entitlements.Integrations
open Polar.FakeServer.Execution
open Polar.FakeServer.Identity
open Polar.FakeServer.OAuth2.Authorization
open Polar.FakeServer.Pages.Inspector
open Polar.FakeServer.Registration
open Polar.FakeServer.Storage
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Control
open Polar.FakeServer.Tests.Pages.Inspector.InspectorPages
open Polar.FakeServer.Tests.Pages

let private hostile = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"

let private ofResources =
    [ testCaseTask "a list is read page by page, the newest first, and each thing is there once" (fun () ->
          task {
              use! fake = Fake.start ()

              for number in 1..120 do
                  let! _ = Given.customer $"c{number}@acme.dev" fake
                  ()

              let seen = ResizeArray<string>()
              let mutable next = Some "/_fake/inspect/customers"
              let mutable count = 0

              while next.IsSome do
                  let! page = Browsing.opened next.Value fake

                  seen.AddRange(
                      Browsing.links page
                      |> List.filter (fun link -> link.StartsWith "/_fake/inspect/customers/")
                  )

                  next <- Browsing.links page |> List.tryFind (fun link -> link.Contains "before=")
                  count <- count + 1

              Expect.equal count 3 "pages"
              Expect.equal seen.Count 120 "all"
              Expect.equal (Seq.length (Seq.distinct seen)) 120 "each once"
              let! first = Http.get "/v1/customers/?limit=1&sorting=-created_at" fake

              Expect.isTrue
                  (Seq.exists (fun (link: string) -> link.EndsWith(Json.text "items.0.id" first.Json)) (Seq.truncate 50 seen))
                  "newest"
          })

      testCaseTask "a list is searched, and narrowed to an organization" (fun () ->
          task {
              use! fake = Fake.start ()
              let! ada = Given.customer "ada@acme.dev" fake
              let! _ = Given.customer "eve@acme.dev" fake
              let! other = fake.CreateOrganizationAsync "other"

              let! bob =
                  Http.raw fake (Http.request "POST" "/v1/customers/" (Some other.AccessToken) (Some """{"email":"bob@acme.dev"}"""))

              let id = Json.text "id" ada

              for query, expected in
                  [ "q=ADA%40", [ id ]
                    $"q={id.Substring(0, 13)}", [ id ]
                    "q=nobody", []
                    "organization=other", [ Json.text "id" bob.Json ]
                    $"organization={other.Id}&q=bob", [ Json.text "id" bob.Json ]
                    "organization=other&q=ada%40", []
                    "organization=nobody", [] ] do
                  let! page = Browsing.opened $"/_fake/inspect/customers?{query}" fake

                  Expect.equal
                      (Browsing.links page
                       |> List.filter (fun link -> link.StartsWith "/_fake/inspect/customers/"))
                      [ for id in expected -> $"/_fake/inspect/customers/{id}" ]
                      query
          })

      testCaseTask "a search looks at all that the JSON of a thing has" (fun () ->
          task {
              use! fake = Fake.start ()

              let! ada =
                  Given.create "/v1/customers/" """{"email":"ada@acme.dev","metadata":{"crm":"Zürich \"7\""}}""" fake

              let! _ = Given.customer "eve@acme.dev" fake

              for text in [ "zürich \"7\""; "CRM" ] do
                  for path in [ "/_fake/inspect"; "/_fake/inspect/customers" ] do
                      let! page = Browsing.opened $"{path}?q={Uri.EscapeDataString text}" fake

                      Expect.equal
                          (Browsing.links page
                           |> List.filter (fun link -> link.StartsWith "/_fake/inspect/customers/"))
                          [ $"""/_fake/inspect/customers/{Json.text "id" ada}""" ]
                          $"{path} {text}"
          })

      testCaseTask "a list looks at what it shows, however long it is, and a search at so many things" (fun () ->
          task {
              use! fake = Fake.start ()

              let! _ =
                  fake.Engine.ExecuteAsync(fun transaction ->
                      for number in 1..3000 do
                          CustomerRules.AddPerson(transaction, fake.Organization.Id, $"c{number}@acme.dev")
                          |> ignore

                      true)

              let kind = kinds.Value |> Seq.find (fun kind -> kind.Name = "customers")

              let reading =
                  Transaction(fake.World, Caller.Background, fake.Clock.UtcNow, fake.Engine.Settings)

              for query, looked, found in
                  [ ResourceQuery(Limit = 50, MostLooked = 1000), 50, 50
                    ResourceQuery(Limit = 50, MostLooked = 1000, OrganizationId = fake.Organization.Id), 50, 50
                    ResourceQuery(Limit = 50, MostLooked = 1000, Before = 100L), 50, 50
                    ResourceQuery(Limit = 50, MostLooked = 1000, Text = "c2950@", MostRead = 10), 1000, 1
                    ResourceQuery(Limit = 50, MostLooked = 1000, Text = "c17@"), 1000, 0 ] do
                  let page = kind.List(reading, query)
                  Expect.equal (page.Looked, page.Items.Count) (looked, found) $"{query}"
                  Expect.isTrue page.Next.HasValue "it goes on"
          })

      testCaseTask "everything is searched at once; an id leads to what it stands for" (fun () ->
          task {
              let! started, names = Controlled.start ()
              use fake = started
              let! page = Browsing.opened "/_fake/inspect?q=ada%40acme.dev" fake
              let links = Browsing.links page
              Expect.contains links $"""/_fake/inspect/customers/{names["CUSTOMER"]}""" "the customer"
              Expect.contains links $"""/_fake/inspect/orders/{names["ORDER"]}""" "the order of that customer"

              let! moved =
                  Browsing.visit $"""/_fake/inspect?q=%%20{names["SUBSCRIPTION"]}%%20""" fake

              Expect.equal
                  (moved.Status, moved.Headers["location"])
                  (303, $"""/_fake/inspect/subscriptions/{names["SUBSCRIPTION"]}""")
                  "an id"

              let! nothing = Browsing.opened "/_fake/inspect?q=no+such+thing" fake
              Browsing.shows "Nothing like that" nothing
          })

      testCaseTask "names and metadata are text, whatever they look like" (fun () ->
          task {
              use! fake = Fake.start ()
              let name = hostile.Replace("\"", "\\\"")

              let! product =
                  Given.create
                      "/v1/products/"
                      $$$"""{"name":"{{{name}}}","description":"</pre></script>","prices":[{"amount_type":"fixed","price_amount":1900}],"metadata":{"<script>alert(1)</script>":"{{{name}}}","__proto__":"x","token":"kept"}}"""
                      fake

              let id = Json.text "id" product
              let! _ = Http.post "/v1/products/" $$"""{"name":"{{name}}"}""" fake
              let encoded = Uri.EscapeDataString hostile

              for path in
                  [ "/_fake/"
                    "/_fake/inspect/products"
                    $"/_fake/inspect/products/{id}"
                    $"/_fake/inspect?q={encoded}"
                    $"/_fake/inspect/products?q={encoded}"
                    $"/_fake/inspect/products?organization={encoded}"
                    "/_fake/inspect/requests"
                    $"/_fake/inspect/requests?path={encoded}"
                    "/_fake/inspect/requests/1"
                    "/_fake/inspect/requests/2"
                    "/_fake/inspect/webhooks"
                    "/_fake/inspect/webhooks/1"
                    $"/_fake/inspect/{encoded}" ] do
                  let! page = Browsing.visit path fake
                  Expect.isFalse (page.Text.Contains "<script>alert") path
                  Expect.isFalse (page.Text.Contains "<img") path
                  Expect.isFalse (page.Text.Contains "</pre></script>") path

              let! page = Browsing.opened $"/_fake/inspect/products/{id}" fake
              Browsing.shows "<script>alert(1)</script>" page
              Browsing.shows "\"token\" : \"kept\"" page
          }) ]

[<Tests>]
let tests = testList "inspector" [ testList "resources" ofResources ]
