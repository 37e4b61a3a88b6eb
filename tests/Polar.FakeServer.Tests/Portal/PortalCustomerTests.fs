/// What customers see and change of themselves.
module Polar.FakeServer.Tests.Portal.PortalCustomerTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal

let private me = "customers/me"

/// A customer with a session.
let private ada (fake: FakePolar) : Task<string * string> =
    task {
        let! customer =
            Given.create
                "/v1/customers/"
                """{"email":"ada@acme.dev","name":"Ada Lovelace","external_id":"ada","metadata":{"plan":"pro"}}"""
                fake

        let! token = Portal.session (Json.text "id" customer) fake
        return Json.text "id" customer, token
    }

/// What is refused: the body, and the fault.
let private refused =
    [ "an address of null",
      """{"billing_address":null}""",
      ("missing", "body.billing_address", "Customer billing address cannot be reset to null once set.")
      "a default card of null",
      """{"default_payment_method_id":null}""",
      ("missing", "body.default_payment_method_id", "Default payment method cannot be reset to null.")
      "a card that is nobody's",
      $"""{{"default_payment_method_id":"{unknown}"}}""",
      ("invalid", "body.default_payment_method_id", "Payment method not found.")
      "a tax id without an address",
      """{"tax_id":"FR61954506077"}""",
      ("missing", "body.billing_address", "Country is required to validate tax ID.")
      "a tax id that is none", """{"billing_address":{"country":"FR"},"tax_id":"FR1"}""", ("invalid", "body.tax_id", "Invalid tax ID.")
      "several things at once: the address first",
      $"""{{"billing_address":null,"default_payment_method_id":"{unknown}","tax_id":"1"}}""",
      ("missing", "body.billing_address", "Customer billing address cannot be reset to null once set.")
      "several things at once: then the card",
      $"""{{"default_payment_method_id":"{unknown}","tax_id":"1"}}""",
      ("invalid", "body.default_payment_method_id", "Payment method not found.") ]

[<Tests>]
let tests =
    testList
        "a customer in the portal"
        [ testCaseTask "sees itself without what is the merchant's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, token = ada fake
                  let! answer = Portal.get token me fake

                  Expect.equal
                      (Json.names answer.Json)
                      [ "created_at"
                        "modified_at"
                        "id"
                        "email"
                        "email_verified"
                        "name"
                        "billing_name"
                        "billing_address"
                        "tax_id"
                        "oauth_accounts"
                        "default_payment_method_id"
                        "type"
                        "locale" ]
                      "members"

                  Expect.equal (Json.text "type" answer.Json, Json.text "billing_name" answer.Json) ("individual", "Ada Lovelace") "values"
                  Expect.equal ((Json.at "oauth_accounts" answer.Json).ToJsonString()) "{}" "accounts"
              })

          testCaseTask "changes what bills say, and nothing else" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id, token = ada fake

                  let! answer, told =
                      Events.during fake (fun () ->
                          Portal.patch
                              token
                              me
                              """{"name":"Eve","email":"eve@acme.dev","billing_name":" Ada & Co ","billing_address":{"country":"fr","city":"Paris","line2":" "},"tax_id":"FR 61 954 506 077"}"""
                              fake)

                  let changed = Portal.succeeds answer
                  Expect.equal (Json.text "name" changed, Json.text "email" changed) ("Ada Lovelace", "ada@acme.dev") "kept"
                  Expect.equal (Json.text "billing_name" changed) "Ada & Co" "the name on bills"

                  Expect.equal
                      ((Json.at "billing_address" changed).ToJsonString())
                      """{"line1":null,"line2":null,"postal_code":null,"city":"Paris","state":null,"country":"FR"}"""
                      "the address"

                  Expect.equal ((Json.at "tax_id" changed).ToJsonString()) """["FR61954506077","eu_vat"]""" "the tax id"
                  Expect.equal told [ "customer.updated"; "customer.state_changed" ] "told"
                  let! seen = Http.get $"/v1/customers/{id}" fake
                  Expect.equal (Json.text "billing_name" seen.Json) "Ada & Co" "as the merchant sees it"

                  let! kept = Portal.patch token me """{"billing_name":"  "}""" fake
                  Expect.equal (Json.text "billing_name" (Portal.succeeds kept)) "Ada & Co" "a blank name changes nothing"
                  let! cleared = Portal.patch token me """{"tax_id":""}""" fake
                  Expect.isTrue (Json.isNull "tax_id" (Portal.succeeds cleared)) "a blank tax id is none"
              })

          testCaseTask "is told of even where nothing was sent" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, token = ada fake
                  let! answer, told = Events.during fake (fun () -> Portal.patch token me "{}" fake)
                  Expect.isTrue (Json.isNull "modified_at" (Portal.succeeds answer)) "nothing has changed"
                  Expect.equal told [ "customer.updated"; "customer.state_changed" ] "told"
              })

          testCaseTask "keeps a tax id only where it fits a new address" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, token = ada fake

                  let! _ =
                      Portal.patch token me """{"billing_address":{"country":"FR"},"tax_id":"FR61954506077"}""" fake

                  let! moved = Portal.patch token me """{"billing_address":{"country":"DE"}}""" fake
                  Expect.equal moved.Status 200 "within the Union"
                  let! abroad = Portal.patch token me """{"billing_address":{"country":"US"}}""" fake
                  Refusal.invalid [ "invalid", "body.tax_id", "Invalid tax ID." ] abroad
              })

          for name, body, fault in refused do
              testCaseTask $"cannot send {name}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _, token = ada fake
                      let! answer, told = Events.during fake (fun () -> Portal.patch token me body fake)
                      Refusal.invalid [ fault ] answer
                      Expect.isEmpty told "nothing has happened"
                  }) ]
