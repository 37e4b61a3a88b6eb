/// Invoices and receipts: how they are made, what they say, and what of them may still change.
module Polar.FakeServer.Tests.Billing.Orders.InvoiceTests

open System.IO
open System.Net.Http
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Catalog.Products
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Orders.OrderPapers

let private path (order: JsonNode) =
    $"""/v1/orders/{Json.text "id" order}"""

/// What an address leads to, as bytes.
let private opened (url: string) (fake: FakePolar) : Task<HttpResponseMessage * byte[]> =
    task {
        use client = fake.CreateHttpClient()
        let! response = client.GetAsync url
        let! bytes = response.Content.ReadAsByteArrayAsync()
        return response, bytes
    }

let private words (pdf: byte[]) =
    use document = UglyToad.PdfPig.PdfDocument.Open pdf

    String.concat " " [ for page in document.GetPages() -> page.Text ]

let private invoices =
    testList
        "invoices and receipts"
        [ testCaseTask "are files that name the buyer; a letter that the font does not have is a question mark" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let name = "Zoë Łukasiewicz Ιωάννης Дмитрий 山 😀"
                  let! order = bought name fake
                  let! invoice = Http.get (path order + "/invoice") fake
                  Expect.equal invoice.Status 200 invoice.Text
                  let! response, bytes = opened (Json.text "url" invoice.Json) fake
                  Expect.equal (int response.StatusCode) 200 "it is there"
                  Expect.equal (string response.Content.Headers.ContentType) "application/pdf" "type"

                  Expect.equal
                      (string response.Content.Headers.ContentDisposition)
                      ("attachment; filename=\"Invoice-" + Json.text "invoice_number" order + ".pdf\"")
                      "name"

                  let text = words bytes

                  for word in
                      [ "Zoë"
                        "Łukasiewicz"
                        "Ιωάννης"
                        "Дмитрий"
                        "? ?"
                        Json.text "invoice_number" order
                        "$10.00" ] do
                      Expect.stringContains text word "on the page"

                  match System.Environment.GetEnvironmentVariable "POLAR_KEEP_DOCUMENTS" with
                  | null
                  | "" -> ()
                  | folder -> File.WriteAllBytes(Path.Combine(folder, "invoice.pdf"), bytes)
              })

          testCaseTask "a receipt is made when it is first asked for, and made anew after a refund" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = bought "Ada" fake
                  let! first = Http.get (path order + "/receipt") fake
                  Expect.equal (first.Status, first.Text) (202, "") "not yet"
                  let! second = Http.get (path order + "/receipt") fake
                  Expect.equal second.Status 200 second.Text
                  let! _, bytes = opened (Json.text "url" second.Json) fake
                  Expect.stringContains (words bytes) "4242" "the card"

                  let! _ =
                      Http.post "/v1/refunds/" $"""{{"order_id":"{Json.text "id" order}","reason":"other","amount":100}}""" fake

                  let! third = Http.get (path order + "/receipt") fake
                  let! _, bytes = opened (Json.text "url" third.Json) fake
                  Expect.stringContains (words bytes) "Refunded" "the refund"
              })

          testCaseTask "an invoice says in full what is given back for which time, with the sign in front" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! product =
                      Given.create
                          "/v1/products/"
                          """{"name":"Team","recurring_interval":"month","prices":[{"amount_type":"seat_based","seat_tiers":{"seat_tier_type":"volume","tiers":[{"min_seats":1,"price_per_seat":1500}]}}]}"""
                          fake

                  let! session = Buying.session (Json.text "id" product) ""","seats":10""" fake
                  let! answer = Buying.confirm (buyer "Ada") session fake
                  Buying.succeeds answer |> ignore
                  let! subscription = Buying.only "/v1/subscriptions/" fake
                  do! fake.Clock.AdvanceAsync "P15DT12H"

                  let! changed =
                      Http.patch
                          $"""/v1/subscriptions/{Json.text "id" subscription}"""
                          """{"seats":7,"proration_behavior":"invoice"}"""
                          fake

                  Buying.succeeds changed |> ignore
                  let! orders = Http.get "/v1/orders/?limit=1" fake
                  let! invoice = Http.get (path (Json.at "items.0" orders.Json) + "/invoice") fake
                  Expect.equal invoice.Status 200 invoice.Text
                  let! _, bytes = opened (Json.text "url" invoice.Json) fake
                  let text = words bytes

                  for word in
                      [ "Remaining time on Team (10 → 7 seats) — From Mar 17,"
                        "2026 to Apr 1, 2026"
                        "-$22.50"
                        "-$18.75"
                        "-$3.75" ] do
                      Expect.stringContains text word "on the page"

                  Expect.equal (Currencies.Format(-50000L, "usd"), Currencies.Format(-500L, "jpy")) ("-$500.00", "-¥500") "signs"
              })

          testCaseTask "an address is good for ten minutes" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = bought "Ada" fake
                  let! invoice = Http.get (path order + "/invoice") fake
                  do! fake.Clock.AdvanceAsync "PT9M59S"
                  let! before, _ = opened (Json.text "url" invoice.Json) fake
                  do! fake.Clock.AdvanceAsync "PT1S"
                  let! after, _ = opened (Json.text "url" invoice.Json) fake
                  Expect.equal (int before.StatusCode, int after.StatusCode) (200, 403) "then no more"
              })

          testCaseTask "an invoice needs a name and an address" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 0) fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm """{"customer_email":"ada@acme.dev"}""" session fake
                  Buying.succeeds answer |> ignore
                  let! orders = Http.get "/v1/orders/" fake
                  let order = Json.at "items.0" orders.Json
                  let! refused = Http.post (path order + "/invoice") "" fake
                  Expect.equal refused.Status 422 refused.Text
                  Expect.equal (Json.text "error" refused.Json) "MissingInvoiceBillingDetails" refused.Text
                  let! missing = Http.get (path order + "/invoice") fake
                  Expect.equal (Json.text "error" missing.Json) "InvoiceDoesNotExist" missing.Text
                  let! receipt = Http.get (path order + "/receipt") fake
                  Expect.equal (Json.text "error" receipt.Json) "ReceiptNotAllocated" receipt.Text

                  let! _ =
                      Http.patch (path order) """{"billing_name":"Ada","billing_address":{"country":"FR"}}""" fake

                  let before = fake.Webhooks.Events.Count
                  let! accepted = Http.post (path order + "/invoice") "" fake
                  Expect.equal (accepted.Status, accepted.Text) (202, "null") "asked for"

                  Expect.equal [ for published in Seq.skip before fake.Webhooks.Events -> published.Type ] [ "order.updated" ] "made"

                  let before = fake.Webhooks.Events.Count
                  let! again = Http.post (path order + "/invoice") "" fake
                  Expect.equal again.Status 202 again.Text
                  Expect.equal fake.Webhooks.Events.Count before "nothing is made twice"
              }) ]

let private changes =
    testList
        "an order"
        [ testCaseTask "keeps its country and its state" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = bought "Ada" fake

                  let! answer =
                      Http.patch (path order) """{"billing_address":{"country":"US","state":"NY"}}""" fake

                  Expect.equal answer.Status 422 answer.Text

                  Expect.equal
                      [ for fault in (Json.at "detail" answer.Json).AsArray() -> Json.text "msg" (Unchecked.nonNull fault) ]
                      [ "Country cannot be changed"; "State cannot be changed" ]
                      "both"

                  Expect.equal
                      [ for _, at, _ in Faults.all answer -> at ]
                      [ """["body","billing_address","country"]"""
                        """["body","billing_address","state"]""" ]
                      "at their places"

                  let! moved =
                      Http.patch (path order) """{"billing_name":"Ada & Co","billing_address":{"country":"FR","city":"Lyon"}}""" fake

                  Expect.equal (Json.text "billing_name" moved.Json) "Ada & Co" "name"
                  Expect.equal (Json.text "billing_address.city" moved.Json) "Lyon" "city"
                  Expect.isNull (Json.find "billing_address.line1" moved.Json) "the whole address is another one"
              })

          testCaseTask "is a line of the export" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order = bought "Ada, Countess" fake

                  let! answer =
                      Http.get
                          "/v1/orders/export?timezone=America/New_York&columns=billing_name&columns=created_at&columns=total_amount&created_after=2026-02-01T00:00:00Z"
                          fake

                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal answer.Headers["content-type"] "text/csv; charset=utf-8" "type"

                  Expect.equal
                      answer.Headers["content-disposition"]
                      "attachment; filename=\"polar-orders-2026-01-31.csv\""
                      "the bound in the chosen zone"

                  Expect.equal answer.Text "Billing Name,Created At,Total\r\n\"Ada, Countess\",2026-03-01T07:00:00-05:00,10.0\r\n" "rows"

                  let! usual = Http.get "/v1/orders/export" fake

                  Expect.equal
                      usual.Text
                      $"""Email,Created At,Product,Net Amount,Currency,Status,Invoice number{"\r\n"}ada@acme.dev,2026-03-01T12:00:00+00:00,Book,8.33,usd,paid,{Json.text "invoice_number" order}{"\r\n"}"""
                      "the usual columns"

                  let! wrong = Http.get "/v1/orders/export?timezone=Mars/Olympus" fake
                  Expect.equal wrong.Status 422 wrong.Text
                  Expect.equal (Json.text "detail.0.msg" wrong.Json) "Value error, 'Mars/Olympus' is not a valid IANA time zone" wrong.Text
              }) ]

[<Tests>]
let tests = testList "papers of orders" [ invoices; changes ]
