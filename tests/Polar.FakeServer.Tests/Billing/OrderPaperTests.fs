/// What goes with an order: changes of whom it is addressed to, invoices, receipts, exports, and drafts.
module Polar.FakeServer.Tests.Billing.OrderPaperTests

open System.IO
open System.Net.Http
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private buyer (name: string) =
    let name = System.Text.Json.JsonSerializer.Serialize name
    $"""{{"customer_email":"ada@acme.dev","customer_billing_name":{name},"customer_billing_address":{{"country":"FR","line1":"1 rue de la Paix","city":"Paris","postal_code":"75002"}},"confirmation_token_id":"tok_visa"}}"""

let private bought (name: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! product = Buying.once (Buying.fixedPrice 1000) fake
        let! session = Buying.session product ""","require_billing_address":true""" fake
        let! answer = Buying.confirm (buyer name) session fake
        Buying.succeeds answer |> ignore
        let! orders = Http.get "/v1/orders/?limit=1" fake
        return Json.at "items.0" orders.Json
    }

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

/// A fake whose merchant may charge cards on file, with a product and a customer who has bought a subscription with a card.
let private charging (card: string) (fake: FakePolar) : Task<string * string> =
    task {
        let! changed =
            Http.anonymous
                "PATCH"
                $"/_fake/organizations/{fake.Organization.Id}"
                (Some """{"feature_settings":{"off_session_charges_enabled":true}}""")
                fake

        Expect.equal changed.Status 200 changed.Text
        let! monthly = Buying.monthly (Buying.fixedPrice 500) fake
        let! session = Buying.session monthly "" fake

        let! answer =
            Buying.confirm ((Buying.french "ada@acme.dev").Replace("tok_visa", card)) session fake

        Buying.succeeds answer |> ignore
        let! product = Buying.once (Buying.fixedPrice 1000) fake
        let! customers = Http.get "/v1/customers/" fake
        return product, Json.text "items.0.id" customers.Json
    }

let private drafted (product: string) (customer: string) (members: string) (fake: FakePolar) : Task<Answer> =
    Http.post "/v1/orders/" $"""{{"product_id":"{product}","customer_id":"{customer}"{members}}}""" fake

let private eventsSince (count: int) (fake: FakePolar) =
    [ for published in Seq.skip count fake.Webhooks.Events -> published.Type ]

let private drafts =
    testList
        "drafts"
        [ testCaseTask "are taxed at once, numbered when they are paid, and charged to the card on file" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product, customer = charging "tok_visa" fake
                  let before = fake.Webhooks.Events.Count

                  let! draft =
                      drafted product customer ""","description":" 5,000 tokens ","metadata":{"run":1}""" fake

                  Expect.equal draft.Status 201 draft.Text
                  Expect.equal (eventsSince before fake) [ "order.created" ] "events"
                  Expect.equal (Json.text "status" draft.Json) "draft" "status"
                  Expect.isNull (Json.find "invoice_number" draft.Json) "no number"
                  Expect.equal (Json.text "items.0.label" draft.Json) "5,000 tokens" "label"
                  Expect.equal ((Json.at "total_amount" draft.Json).GetValue<int64>()) 1000L "total, tax included in France"
                  Expect.equal ((Json.at "tax_amount" draft.Json).GetValue<int64>()) 167L "tax"
                  let before = fake.Webhooks.Events.Count
                  let! paid = Http.post $"""/v1/orders/{Json.text "id" draft.Json}/finalize""" "" fake
                  Expect.equal paid.Status 200 paid.Text
                  Expect.equal (Json.text "status" paid.Json) "paid" "status"
                  Expect.isNotNull (Json.find "invoice_number" paid.Json) "number"
                  Expect.equal (List.truncate 2 (eventsSince before fake)) [ "order.updated"; "order.paid" ] "events"

                  let! payments =
                      Http.get $"""/v1/payments/?order_id={Json.text "id" paid.Json}""" fake

                  Expect.equal (Json.text "items.0.status" payments.Json) "succeeded" "payment"
                  Expect.isNull (Json.find "items.0.trigger" payments.Json) "nothing of the service's own has triggered it"
                  let! again = Http.post $"""/v1/orders/{Json.text "id" draft.Json}/finalize""" "" fake
                  Expect.equal again.Status 412 again.Text
                  Expect.equal (Json.text "error" again.Json) "OrderNotDraft" again.Text
              })

          testCaseTask "stay drafts where there is nothing to charge" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product, _ = charging "tok_visa" fake

                  let! eve =
                      Given.create "/v1/customers/" """{"email":"eve@acme.dev","billing_address":{"country":"FR"}}""" fake

                  let! draft = drafted product (Json.text "id" eve) "" fake
                  let order = Json.text "id" draft.Json
                  let! refused = Http.post $"/v1/orders/{order}/finalize" "" fake
                  Expect.equal refused.Status 402 refused.Text
                  Expect.equal (Json.text "detail" refused.Json) "Payment failed with reason: missing_payment_method." refused.Text
                  let! after = Http.get $"/v1/orders/{order}" fake
                  Expect.equal (Json.text "status" after.Json) "draft" "still one"
              })

          for card, error, sentence in
              [ "ctoken_decline_off_session", "PaymentFailed", "Payment failed with reason: card_error."
                "ctoken_decline_2_lost_card", "PaymentFailed", "Payment failed with reason: card_error."
                "ctoken_decline_off_session_authentication_required", "PaymentActionRequired", "" ] do
              testCaseTask $"stay drafts where {card} is charged" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product, customer = charging card fake
                      let! draft = drafted product customer "" fake
                      let order = Json.text "id" draft.Json
                      let before = fake.Webhooks.Events.Count
                      let! refused = Http.post $"/v1/orders/{order}/finalize" "" fake
                      Expect.equal (refused.Status, Json.text "error" refused.Json) (402, error) refused.Text

                      Expect.equal
                          (Json.text "detail" refused.Json)
                          (if sentence = "" then
                               $"Order {order} payment requires customer authentication (e.g. 3DS challenge); off-session charge cannot complete."
                           else
                               sentence)
                          refused.Text

                      Expect.isEmpty (eventsSince before fake) "nobody is told"
                      let! after = Http.get $"/v1/orders/{order}" fake
                      Expect.equal (Json.text "status" after.Json, Json.isNull "invoice_number" after.Json) ("draft", true) "still one"
                      let! payments = Http.get $"/v1/payments/?order_id={order}" fake

                      Expect.equal
                          [ for payment in Json.items "items" payments.Json ->
                                Json.text "status" payment, Json.isNull "trigger" payment, Json.isNull "checkout_id" payment ]
                          (if sentence = "" then [] else [ "failed", true, true ])
                          "what the processor reports"

                      let! again = Http.post $"/v1/orders/{order}/finalize" "" fake

                      Expect.equal again.Status (if card = "ctoken_decline_2_lost_card" then 200 else 402) "the third charge"
                  })

          testCaseTask "that cost nothing need a card all the same, and are paid without a charge" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product, customer = charging "ctoken_decline_off_session" fake
                  let! draft = drafted product customer ""","amount":0""" fake
                  let order = Json.text "id" draft.Json
                  let! paid = Http.post $"/v1/orders/{order}/finalize" "" fake
                  Expect.equal (paid.Status, Json.text "status" paid.Json) (200, "paid") paid.Text
                  Expect.isTrue (Json.isNull "receipt_number" paid.Json) "no receipt"
                  let! payments = Http.get $"/v1/payments/?order_id={order}" fake
                  Expect.equal (Json.whole "pagination.total_count" payments.Json) 0L "no payment"
              })

          let refused name (members: string) (status: int) (sentence: string) =
              testCaseTask $"are refused {name}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product, customer = charging "tok_visa" fake
                      let! answer = drafted product customer members fake
                      Expect.equal answer.Status status answer.Text
                      Expect.equal (Json.text "detail.0.msg" answer.Json) sentence answer.Text
                  })

          refused "for too little" ""","amount":49""" 422 "Amount must be at least $0.50."
          refused "for too much" ""","amount":100000000""" 422 "Amount must be at most $999,999.99."
          refused "in a currency without a price" ""","currency":"chf" """ 422 "Product has no price in currency 'chf'."

          testCaseTask "need the merchant to be let" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! customer = Given.create "/v1/customers/" """{"email":"ada@acme.dev"}""" fake
                  let! answer = drafted product (Json.text "id" customer) "" fake
                  Expect.equal answer.Status 403 answer.Text

                  Expect.equal
                      (Json.text "detail" answer.Json)
                      $"Off-session charges are not enabled for this organization ({fake.Organization.Id}). Contact Polar support to opt in."
                      answer.Text
              })

          testCaseTask "need an address for their tax" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product, _ = charging "tok_visa" fake
                  let! eve = Given.create "/v1/customers/" """{"email":"eve@acme.dev"}""" fake
                  let! answer = drafted product (Json.text "id" eve) "" fake
                  Expect.equal (Json.text "detail.0.loc.1" answer.Json) "customer_id" answer.Text
              })

          testCaseTask "show the cards that a customer has on file" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, customer = charging "tok_visa" fake
                  let! answer = Http.get $"/v1/customers/{customer}/payment-methods" fake
                  Expect.equal (Json.text "items.0.type" answer.Json) "card" answer.Text
                  Expect.equal (Json.text "items.0.method_metadata.last4" answer.Json) "4242" answer.Text
                  Expect.isFalse ((Json.at "items.0.is_default" answer.Json).GetValue<bool>()) "no default"
              }) ]

[<Tests>]
let tests = testList "papers of orders" [ invoices; changes; exports; drafts ]
