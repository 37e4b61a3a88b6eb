/// The things of the fake's world on pages of the inspector.
module Polar.FakeServer.Tests.Pages.Inspector.InspectorResourceTests

open System
open System.Text.RegularExpressions
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

/// Rows that are settings of the fake rather than things of its world.
let private settings = [ typeof<IntegrationStates>; typeof<SignedInUserRow> ]

let private ofResources =
    [ testCase "every table of the world can be looked at, and no kind is called as a page is"
      <| fun () ->
          let rows =
              [ for found in typeof<FakePolar>.Assembly.GetTypes() do
                    let isRow =
                        found.GetInterfaces()
                        |> Array.exists (fun one ->
                            one.IsGenericType
                            && one.Namespace = typeof<TableDefinition>.Namespace
                            && one.Name = "IRow`1"
                            && one.GetGenericArguments()[0] = found)

                    if isRow && not (List.contains found settings) then
                        let table = found.GetProperty "Table" |> Unchecked.nonNull
                        (table.GetValue null |> Unchecked.nonNull :?> TableDefinition).Name ]

          let names = [ for kind in kinds.Value -> kind.Name ]
          Expect.equal (List.distinct names) names "each once"
          Expect.isEmpty (List.except names rows) "tables that nobody sees"
          Expect.contains names "events" "usage events, which are no table"

          for page in
              [ "requests"
                "webhooks"
                "jobs"
                "mails"
                "faults"
                "snapshots"
                "do"
                "stream" ] do
              Expect.isFalse (List.contains page names) page

      testCaseTask "each kind has a list, and each thing in it a page with its JSON" (fun () ->
          task {
              use! fake =
                  Fake.startWith (fun options ->
                      options.Empty <- false
                      options.SampleData <- FakeSampleData.Full)

              let mutable shown = 0

              for kind in kinds.Value do
                  let! list = Browsing.opened $"/_fake/inspect/{kind.Name}" fake
                  Browsing.shows kind.Title list

                  let own =
                      Browsing.links list
                      |> List.filter (fun link -> link.StartsWith $"/_fake/inspect/{kind.Name}/")

                  Expect.equal (List.isEmpty own) (kind.Count fake.World = 0) kind.Name

                  for link in List.truncate 3 own do
                      let! page = Browsing.opened link fake
                      Expect.stringContains page.Text "<pre class=\"json\"" link
                      shown <- shown + 1

              Expect.isGreaterThan shown 40 "things"
          })

      testCaseTask "a thing is shown as the API shows it, and its ids lead on" (fun () ->
          task {
              let! started, names = Controlled.start ()
              use fake = started
              let! order = Http.get $"""/v1/orders/{names["ORDER"]}""" fake
              let! page = Browsing.opened $"""/_fake/inspect/orders/{names["ORDER"]}""" fake

              let json =
                  Regex.Match(page.Text, "<pre class=\"json\"[^>]*>(.*?)</pre>", RegexOptions.Singleline).Groups[1].Value

              let shown = Net.WebUtility.HtmlDecode(Regex.Replace(json, "<[^>]*>", "")) |> string
              Expect.equal ((Json.parse shown).ToJsonString()) (order.Json.ToJsonString()) "the same JSON"
              let links = Browsing.links page

              for member', kind in
                  [ "customer_id", "customers"
                    "product_id", "products"
                    "customer.organization_id", "organizations" ] do
                  Expect.contains links $"/_fake/inspect/{kind}/{Json.text member' order.Json}" member'

              Browsing.shows $"""GET /v1/orders/{names["ORDER"]}""" page
          })

      testCaseTask "what refers to a thing is counted, and listed" (fun () ->
          task {
              let! started, names = Controlled.start ()
              use fake = started
              let path = $"""/_fake/inspect/customers/{names["CUSTOMER"]}"""
              let! page = Browsing.opened path fake

              let referring =
                  Browsing.links page |> List.filter (fun link -> link.Contains "?refers=")

              for kind in [ "orders"; "subscriptions"; "payments"; "payment_methods"; "members" ] do
                  Expect.contains referring $"""/_fake/inspect/{kind}?refers={names["CUSTOMER"]}""" kind

              Expect.isFalse
                  (referring
                   |> List.exists (fun link -> link.StartsWith "/_fake/inspect/customers"))
                  "not itself"

              let! orders =
                  Browsing.opened $"""/_fake/inspect/orders?refers={names["CUSTOMER"]}""" fake

              let own =
                  Browsing.links orders
                  |> List.filter (fun link -> link.StartsWith "/_fake/inspect/orders/")

              let! expected = Http.get $"""/v1/orders/?customer_id={names["CUSTOMER"]}""" fake
              Expect.equal own.Length (Json.items "items" expected.Json).Length "its orders and no other"
              Expect.contains own $"""/_fake/inspect/orders/{names["ORDER"]}""" "that one"
          }) ]

[<Tests>]
let tests = testList "inspector" [ testList "resources" ofResources ]
