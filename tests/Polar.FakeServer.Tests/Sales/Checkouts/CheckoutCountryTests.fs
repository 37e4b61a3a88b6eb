/// Where a buyer is, as far as the IP address says: it chooses the currency, and begins the billing address.
module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutCountryTests

open System
open System.Net.Http
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private start () =
    Fake.startWith (fun options ->
        for address, country in
            [ "203.0.113.0/24", "FR"
              "203.0.113.9", "US"
              "198.51.100.1", "JP"
              "198.51.100.2", "KP"
              "198.51.100.3", "AQ"
              "2001:db8::/32", "DE" ] do
            options.IpCountries[address] <- country)

let private inThreeCurrencies =
    """{"amount_type":"fixed","price_amount":1000},{"amount_type":"fixed","price_amount":900,"price_currency":"eur"},{"amount_type":"fixed","price_amount":150000,"price_currency":"jpy"}"""

/// An address, what else is in the body, and the session's currency, country and tax.
let private sessions =
    [ "203.0.113.7", "", ("eur", "FR", "150")
      "203.0.113.9", "", ("usd", "US", "0")
      "198.51.100.1", "", ("jpy", "JP", "13636")
      "2001:db8::1", "", ("eur", "DE", "144")
      "::ffff:203.0.113.7", "", ("eur", "FR", "150")
      "192.0.2.1", "", ("usd", "-", "-")
      "198.51.100.3", "", ("usd", "AQ", "0")
      "198.51.100.2", "", ("usd", "-", "-")
      "203.0.113.7", ""","currency":"usd" """, ("usd", "FR", "167")
      "203.0.113.7", ""","customer_billing_address":{"country":"CA","state":"QC"}""", ("eur", "CA", "135") ]

let private shown (session: System.Text.Json.Nodes.JsonNode) =
    let country =
        if Json.isNull "customer_billing_address" session then
            "-"
        else
            Json.text "customer_billing_address.country" session

    let tax =
        if Json.isNull "tax_amount" session then
            "-"
        else
            string (Json.whole "tax_amount" session)

    Json.text "currency" session, country, tax

[<Tests>]
let tests =
    testList
        "country of a buyer"
        [ testList
              "at"
              [ for address, members, expected in sessions ->
                    testCaseTask $"{address}{members}" (fun () ->
                        task {
                            use! fake = start ()
                            let! product = Buying.once inThreeCurrencies fake

                            let! session =
                                Buying.session product $""","customer_ip_address":"{address}"{members}""" fake

                            Expect.equal (shown session) expected "currency, country and tax"
                        }) ]

          testCaseTask "where the product has no price in the buyer's currency, the organization's is taken" (fun () ->
              task {
                  use! fake = start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  let! session =
                      Buying.session product ""","customer_ip_address":"203.0.113.7" """ fake

                  Expect.equal (shown session) ("usd", "FR", "167") "dollars, in France"
              })

          testCaseTask "an address that is changed counts from the change behind it" (fun () ->
              task {
                  use! fake = start ()
                  let! product = Buying.once inThreeCurrencies fake
                  let! session = Buying.session product "" fake
                  let path = $"""/v1/checkouts/{Json.text "id" session}"""
                  let! told = Http.patch path """{"customer_ip_address":"203.0.113.7"}""" fake
                  Expect.equal (shown (Buying.succeeds told)) ("usd", "-", "-") "not yet"
                  let! next = Buying.fill "{}" session fake
                  Expect.equal (shown (Buying.succeeds next)) ("usd", "FR", "167") "with the next one, and the currency stays"

                  let! kept =
                      Buying.fill """{"customer_billing_address":{"country":"DE"}}""" session fake

                  Expect.equal (shown (Buying.succeeds kept)) ("usd", "DE", "160") "what the buyer says counts"
              })

          testCaseTask "the confirmation looks nobody up" (fun () ->
              task {
                  use! fake = start ()
                  let! product = Buying.once inThreeCurrencies fake
                  let! session = Buying.session product "" fake

                  let! _ =
                      Http.patch $"""/v1/checkouts/{Json.text "id" session}""" """{"customer_ip_address":"203.0.113.7"}""" fake

                  let! answer =
                      Buying.confirm """{"customer_email":"ada@acme.dev","confirmation_token_id":"tok_visa"}""" session fake

                  Expect.contains (Faults.all answer) ("missing", """["body","customer_billing_address"]""", "Field is required.") "fault"
              })

          testCaseTask "a link's visitor is looked up too" (fun () ->
              task {
                  use! fake = start ()
                  let! product = Buying.once inThreeCurrencies fake

                  let! link =
                      Given.create "/v1/checkout-links/" $"""{{"payment_processor":"stripe","products":["{product}"]}}""" fake

                  let request =
                      new HttpRequestMessage(HttpMethod.Get, (Uri(Json.text "url" link)).PathAndQuery)

                  request.Headers.Add("True-Client-IP", "203.0.113.7")
                  let! answer = Http.raw fake request
                  Expect.equal answer.Status 307 answer.Text
                  let! session = Buying.only "/v1/checkouts/" fake
                  Expect.equal (shown session) ("eur", "FR", "150") "euros, in France"
                  Expect.equal (Json.text "customer_ip_address" session) "203.0.113.7" "the visitor"
              })

          testList
              "cannot be chosen for"
              [ for address, country in
                    [ "somewhere", "FR"
                      "203.0.113.0/33", "FR"
                      "203.0.113.7", "Fr"
                      "203.0.113.7", "XX" ] ->
                    testCaseTask $"{address} {country}" (fun () ->
                        task {
                            let start () =
                                (Fake.startWith (fun options -> options.IpCountries[address] <- country)).GetAwaiter().GetResult()
                                |> ignore

                            Expect.throwsT<ArgumentException> start "a sentence"
                        }) ] ]
