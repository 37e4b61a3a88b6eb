/// The export of orders: its columns, its rows, and who is in it.
module Polar.FakeServer.Tests.Billing.Orders.OrderExportTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Orders.OrderPapers

/// Every column of an export: what it is asked for by, and what stands above it.
let private columns =
    [ "email", "Email"
      "created_at", "Created At"
      "product", "Product"
      "net_amount", "Net Amount"
      "currency", "Currency"
      "status", "Status"
      "invoice_number", "Invoice number"
      "customer_name", "Customer Name"
      "billing_name", "Billing Name"
      "billing_country", "Billing Country"
      "subtotal_amount", "Subtotal"
      "discount_amount", "Discount"
      "tax_amount", "Tax"
      "total_amount", "Total"
      "refunded_amount", "Refunded Amount"
      "billing_reason", "Billing Reason" ]

let private exports =
    testList
        "exports"
        [ testCaseTask "have every column, in hundredths whatever the currency" (fun () ->
              task {
                  use! fake = Fake.start ()

                  do!
                      task {
                          let! changed =
                              Http.anonymous
                                  "PATCH"
                                  $"/_fake/organizations/{fake.Organization.Id}"
                                  (Some """{"default_presentment_currency":"jpy"}""")
                                  fake

                          Expect.equal changed.Status 200 changed.Text
                      }

                  let! product =
                      Buying.once """{"amount_type":"fixed","price_amount":1999,"price_currency":"jpy"}""" fake

                  let! session = Buying.session product ""","currency":"jpy" """ fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  let! order = Buying.only "/v1/orders/" fake

                  let asked =
                      columns |> List.map (fun (name, _) -> $"columns={name}") |> String.concat "&"

                  let! export = Http.get $"/v1/orders/export?{asked}" fake

                  Expect.equal
                      (export.Text.Split("\r\n", System.StringSplitOptions.None))
                      [| columns |> List.map snd |> String.concat ","
                         $"""ada@acme.dev,2026-03-01T12:00:00+00:00,Book,16.66,jpy,paid,{Json.text "invoice_number" order},Ada,Ada,FR,19.99,0.0,3.33,19.99,0.0,purchase"""
                         "" |]
                      "rows"
              })

          testCaseTask "have the orders that are asked for, the latest first; a bound says its zone" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = bought "First" fake
                  do! fake.Clock.AdvanceAsync "P1D"
                  let! free = Buying.once (Buying.fixedPrice 0) fake
                  let! session = Buying.session free "" fake
                  let! answer = Buying.confirm """{"customer_email":"eve@acme.dev"}""" session fake
                  Buying.succeeds answer |> ignore

                  let rows (query: string) =
                      task {
                          let! export = Http.get $"/v1/orders/export?columns=email&{query}" fake
                          Expect.equal export.Status 200 export.Text

                          return
                              export.Text.Split("\r\n", System.StringSplitOptions.RemoveEmptyEntries)
                              |> List.ofArray
                              |> List.tail
                      }

                  let! all = rows ""
                  Expect.equal all [ "eve@acme.dev"; "ada@acme.dev" ] "the latest first"
                  let! one = rows $"product_id={free}"
                  Expect.equal one [ "eve@acme.dev" ] "of a product"
                  let! none = rows "status=refunded"
                  Expect.isEmpty none "in a state"
                  let! before = rows "created_before=2026-03-02T12:00:00Z"
                  Expect.equal before [ "ada@acme.dev" ] "before that moment"
                  let! after = rows "created_after=2026-03-01T12:00:00Z"
                  Expect.equal after [ "eve@acme.dev" ] "behind that one"
                  let! wrong = Http.get "/v1/orders/export?created_after=2026-03-01T12:00:00" fake
                  Expect.equal wrong.Status 422 wrong.Text
              }) ]

[<Tests>]
let tests = testList "papers of orders" [ exports ]
