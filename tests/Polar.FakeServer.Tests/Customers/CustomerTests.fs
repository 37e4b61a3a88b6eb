/// Customers as merchants make, change, delete and export them.
module Polar.FakeServer.Tests.Customers.CustomerTests

open System
open System.Security.Cryptography
open System.Text
open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Customers.CustomerCalls

/// A body, and the one fault that it has beside a customer ada@acme.dev who is called u-1.
let private refused =
    [ """{"email":"ADA@acme.dev"}""", ("value_error", """["body","email"]""", "A customer with this email address already exists.")
      """{"email":"b@acme.dev","external_id":" u-1 "}""",
      ("value_error", """["body","external_id"]""", "A customer with this external ID already exists.")
      """{"email":"b@acme.dev","tax_id":"FR61954506077"}""",
      ("missing", """["body","billing_address"]""", "Country is required to validate tax ID.")
      """{"email":"b@acme.dev","tax_id":"FR61954506078","billing_address":{"country":"FR"}}""",
      ("invalid", """["body","tax_id"]""", "Invalid tax ID.") ]

/// A change of a customer who has an external id, an address and a tax id, and the one fault that it has.
let private unchangeable =
    [ """{"external_id":"u-2"}""", ("value_error", """["body","external_id"]""", "Customer external ID cannot be updated.")
      """{"external_id":null}""", ("value_error", """["body","external_id"]""", "Customer external ID cannot be updated.")
      """{"billing_address":null}""",
      ("value_error", """["body","billing_address"]""", "Customer billing address cannot be reset to null once set.")
      """{"email":"Eve@acme.dev"}""", ("value_error", """["body","email"]""", "A customer with this email address already exists.")
      """{"billing_address":{"country":"US"}}""", ("invalid", """["body","tax_id"]""", "Invalid tax ID.") ]

let private ada =
    """{"email":"ada@acme.dev","name":" Ada ","external_id":"u-1","billing_address":{"country":"fr","city":" "},"tax_id":"FR61954506077"}"""

[<Tests>]
let tests =
    testList
        "customers"
        [ testList
              "are refused:"
              [ for body, expected in refused ->
                    testCaseTask body (fun () ->
                        task {
                            use! fake = Fake.start ()

                            let! _ =
                                Given.create "/v1/customers/" """{"email":"ada@acme.dev","external_id":"u-1"}""" fake

                            let! answer = create body fake
                            Faults.one answer expected
                        }) ]

          testList
              "are not changed by"
              [ for body, expected in unchangeable ->
                    testCaseTask body (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! _ = Given.create "/v1/customers/" """{"email":"eve@acme.dev"}""" fake
                            let! customer = Given.create "/v1/customers/" ada fake
                            let! answer = Http.patch $"""/v1/customers/{Json.text "id" customer}""" body fake
                            Faults.one answer expected
                        }) ]

          testCaseTask "are kept trimmed, with a picture, and with the usual name on bills" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.create "/v1/customers/" ada fake
                  Expect.equal (Json.text "name" customer, Json.text "billing_name" customer) ("Ada", "Ada") "names"
                  Expect.isTrue (Json.isNull "billing_address.city" customer) "no blank city"
                  Expect.equal (Json.text "billing_address.country" customer) "FR" "country"

                  let hash =
                      SHA256.HashData(Encoding.UTF8.GetBytes "ada@acme.dev")
                      |> Convert.ToHexStringLower

                  Expect.equal (Json.text "avatar_url" customer) $"https://www.gravatar.com/avatar/{hash}?d=404" "picture"

                  let! answer =
                      Http.patch "/v1/customers/external/u-1" """{"name":"Ada L","tax_id":null,"locale":"fr"}""" fake

                  let changed = Buying.succeeds answer
                  Expect.equal (Json.text "billing_name" changed) "Ada L" "still the usual name"
                  Expect.isTrue (Json.isNull "tax_id" changed) "no tax id"
                  Expect.equal (Json.text "locale" changed) "fr" "locale"
                  Expect.equal (Json.text "modified_at" changed) "2026-03-01T12:00:00Z" "modified"
              })

          testCaseTask "of a team need an address, or somebody who has one" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = create """{"type":"team","name":"Engines"}""" fake

                  Expect.equal
                      (Faults.all answer)
                      [ "value_error",
                        """["body","team"]""",
                        "Value error, An owner with an email address is required when creating a team customer without an email." ]
                      "fault"

                  let! team =
                      Given.create "/v1/customers/" """{"type":"team","owner":{"email":"ada@acme.dev","name":"Ada"}}""" fake

                  Expect.equal (Json.text "type" team) "team" "type"
                  Expect.isTrue (Json.isNull "email" team) "no address"

                  let! down =
                      Http.patch $"""/v1/customers/{Json.text "id" team}""" """{"type":"individual"}""" fake

                  Faults.one down ("value_error", """["body","type"]""", "Customer type cannot be downgraded from 'team' to 'individual'.")
              })

          testCaseTask "that are deleted are gone, their ids free, what they bought stays" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake
                  let! customer = Given.create "/v1/customers/" ada fake
                  let id = Json.text "id" customer
                  let! session = Buying.session product $""","customer_id":"{id}" """ fake
                  let! answer = Buying.confirm """{"confirmation_token_id":"tok_visa"}""" session fake
                  Buying.succeeds answer |> ignore
                  let! deleted = Http.delete $"/v1/customers/{id}" fake
                  Expect.equal (deleted.Status, deleted.Text) (204, "") "no content"

                  for path in
                      [ $"/v1/customers/{id}"
                        $"/v1/customers/{id}/state"
                        "/v1/customers/external/u-1" ] do
                      let! gone = Http.get path fake
                      Faults.domain gone 404 "ResourceNotFound" "Not found"

                  let! order = Buying.only "/v1/orders/" fake
                  Expect.equal (Json.text "customer.email" order) "ada@acme.dev" "the order knows whose it is"
                  let! subscription = Buying.only "/v1/subscriptions/" fake
                  Expect.equal (Json.text "status" subscription) "canceled" "no subscription"

                  let told =
                      fake.Webhooks.OfType "customer.deleted"
                      |> Seq.exactlyOne
                      |> fun it -> System.Text.Json.Nodes.JsonNode.Parse it.Json |> Option.ofObj |> Option.get

                  Expect.equal (Json.text "data.external_id" told) "u-1" "told with its id"
                  Expect.isFalse (Json.isNull "data.deleted_at" told) "and when"
                  let! again = create ada fake
                  Expect.equal again.Status 201 "another may have both"
              })

          testCaseTask "can be made nameless" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Given.create "/v1/customers/" """{"email":"ada@acme.dev","name":"Ada"}""" fake

                  let! customer = Buying.only "/v1/customers/" fake

                  let! _ =
                      Http.delete $"""/v1/customers/{Json.text "id" customer}?anonymize=true""" fake

                  let told =
                      fake.Webhooks.OfType "customer.deleted"
                      |> Seq.exactlyOne
                      |> fun it -> System.Text.Json.Nodes.JsonNode.Parse it.Json |> Option.ofObj |> Option.get

                  let hash (value: string) =
                      SHA256.HashData(Encoding.UTF8.GetBytes("2026-03-01T12:00:00+00:00" + value))
                      |> Convert.ToHexStringLower

                  Expect.equal (Json.text "data.email" told) (hash "ada@acme.dev" + "@anonymized.polar.sh") "address"
                  Expect.equal (Json.text "data.name" told) (hash "Ada") "name"
              })

          testCaseTask "have a state of what they have now" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake
                  let! customer = Given.create "/v1/customers/" ada fake

                  let! session =
                      Buying.session product $""","customer_id":"{Json.text "id" customer}","metadata":{{"a":"1"}}""" fake

                  let! answer = Buying.confirm """{"confirmation_token_id":"tok_visa"}""" session fake
                  Buying.succeeds answer |> ignore
                  let! state = Http.get "/v1/customers/external/u-1/state" fake
                  let state = Buying.succeeds state
                  Expect.equal (Json.text "email" state) "ada@acme.dev" "customer"
                  Expect.equal (Json.text "active_subscriptions.0.product_id" state) product "subscription"
                  Expect.equal (Json.whole "active_subscriptions.0.amount" state) 1000L "amount"
                  Expect.equal (Json.text "active_subscriptions.0.metadata.a" state) "1" "metadata"
                  Expect.isEmpty (Json.items "granted_benefits" state) "benefits"
                  Expect.isEmpty (Json.items "active_meters" state) "meters"
                  let! subscription = Buying.only "/v1/subscriptions/" fake
                  let! _ = Http.delete $"""/v1/subscriptions/{Json.text "id" subscription}""" fake
                  let! after = Http.get "/v1/customers/external/u-1/state" fake
                  Expect.isEmpty (Json.items "active_subscriptions" (Buying.succeeds after)) "nothing any more"
              })

          testCaseTask "get sessions for the portal, for an hour" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! customer =
                      Given.create "/v1/customers/" """{"email":"ada+1@acme.dev","external_id":"u-1"}""" fake

                  let! session =
                      Given.create "/v1/customer-sessions/" """{"external_customer_id":"u-1","return_url":"https://acme.dev"}""" fake

                  let token = Json.text "token" session
                  Expect.stringStarts token "polar_mst_" "token"
                  Expect.equal token.Length 53 "length"
                  Expect.equal (Json.text "expires_at" session) "2026-03-01T13:00:00Z" "an hour"
                  Expect.equal (Json.text "return_url" session) "https://acme.dev/" "normalized"
                  Expect.equal (Json.text "customer_id" session) (Json.text "id" customer) "customer"

                  Expect.stringEnds
                      (Json.text "customer_portal_url" session)
                      $"/acme/portal?customer_session_token={token}&email=ada%%2B1%%40acme.dev"
                      "portal"

                  for body, place, message in
                      [ """{"external_customer_id":"u-9"}""", "external_customer_id", "Customer does not exist."
                        """{"customer_id":"0e0e0e0e-0000-4000-8000-000000000001"}""", "customer_id", "Customer does not exist."
                        """{"external_customer_id":"u-1","member_id":"0e0e0e0e-0000-4000-8000-000000000001"}""",
                        "member_id",
                        "Member does not exist for this customer."
                        """{"external_customer_id":"u-1","external_member_id":"m-9"}""",
                        "external_member_id",
                        "Member does not exist for this customer." ] do
                      let! answer = Http.post "/v1/customer-sessions/" body fake
                      Faults.one answer ("value_error", $"""["body","{place}"]""", message)
              })

          testCaseTask "are exported as comma-separated values" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! customer =
                      Given.create "/v1/customers/" """{"email":"ada@acme.dev","name":"Lovelace, Ada","metadata":{"a":1}}""" fake

                  let! answer = Http.get "/v1/customers/export" fake

                  Expect.equal
                      answer.Text
                      ("ID,External ID,Created At,Email,Name,Tax ID,Billing Address Line 1,Billing Address Line 2,Billing Address City,Billing Address State,Billing Address Zip,Billing Address Country,Metadata\r\n"
                       + Json.text "id" customer
                       + ",,2026-03-01T12:00:00+00:00,ada@acme.dev,\"Lovelace, Ada\",,,,,,,,\"{\"\"a\"\": 1}\"\r\n")
                      "rows"
              }) ]
