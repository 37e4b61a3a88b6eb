/// Rules of customers: what is kept of them, what a change may do, and how they go.
module Polar.FakeServer.Tests.Customers.CustomerRuleTests

open System
open System.Security.Cryptography
open System.Text
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Customers.CustomerCalls

let private stranger = "0e0e0e0e-0000-4000-8000-000000000001"

/// A body, the fault's place and message; all are the schema's.
let private malformed =
    [ """{}""", "missing", """["body","individual","email"]""", "Field required"
      """{"type":"team","email":"ada"}""",
      "value_error",
      """["body","team","email"]""",
      "value is not a valid email address: An email address must have an @-sign."
      """{"email":"ada@example.com"}""",
      "value_error",
      """["body","individual","email"]""",
      "ada@example.com is not a valid email address: The domain name example.com does not accept email."
      """{"email":"ada@acme.dev","billing_address":{"country":"US","state":"ZZ"}}""",
      "value_error",
      """["body","individual","billing_address"]""",
      "Value error, Invalid US state"
      """{"email":"ada@acme.dev","billing_address":{"country":"CA","state":"NY"}}""",
      "value_error",
      """["body","individual","billing_address"]""",
      "Value error, Invalid CA subdivision"
      """{"email":"ada@acme.dev","owner":{}}""", "missing", """["body","individual","owner","email"]""", "Field required" ]

/// A body, the member that is looked at, and what is kept.
let private kept =
    [ """{"email":" Ada@ACME.dev "}""", "email", "Ada@acme.dev"
      """{"email":"ada@acme.dev"}""", "type", "individual"
      """{"email":"ada@acme.dev"}""", "email_verified", "false"
      """{"email":"ada@acme.dev"}""", "billing_name", "null"
      """{"email":"ada@acme.dev","external_id":" "}""", "external_id", "null"
      """{"email":"ada@acme.dev","external_id":" u 1 "}""", "external_id", "u 1"
      """{"email":"ada@acme.dev","name":" "}""", "name", "null"
      """{"email":"ada@acme.dev","tax_id":" "}""", "tax_id", "null"
      """{"email":"ada@acme.dev","locale":"fr-FR"}""", "locale", "fr-FR"
      """{"email":"ada@acme.dev","billing_address":{"country":"us","state":"CA"}}""", "billing_address.state", "US-CA"
      """{"email":"ada@acme.dev","billing_address":{"country":"US"}}""", "billing_address.state", "null"
      """{"type":"team","email":"ada@acme.dev"}""", "type", "team"
      """{"email":"ada@acme.dev","metadata":{"a":1,"b":true,"c":1.5}}""", "metadata.c", "1.5" ]

/// A change of a person with everything, the member that is looked at, and what it is then.
let private changed =
    [ """{"email":null}""", "email", "ada@acme.dev"
      """{"email":"ADA@acme.dev"}""", "email", "ada@acme.dev"
      """{"email":"eve@acme.dev"}""", "email", "eve@acme.dev"
      """{"email":"eve@acme.dev"}""", "email_verified", "false"
      """{"name":null}""", "name", "null"
      """{"name":null}""", "billing_name", "null"
      """{"locale":null}""", "locale", "null"
      """{"tax_id":" "}""", "tax_id", "null"
      """{"tax_id":"DE136695976"}""", "tax_id.0", "DE136695976"
      """{"billing_address":{"country":"DE"}}""", "billing_address.city", "null"
      """{"billing_address":{"country":"DE"}}""", "tax_id.0", "FR61954506077"
      """{"external_id":"u-1"}""", "external_id", "u-1"
      """{"type":"team"}""", "type", "team"
      """{"metadata":{"b":2}}""", "metadata", """{"b":2}"""
      """{}""", "metadata", """{"a":1}""" ]

let private ada =
    """{"email":"ada@acme.dev","name":"Ada","external_id":"u-1","locale":"fr","billing_address":{"country":"FR","city":"Paris"},"tax_id":"FR61954506077","metadata":{"a":1}}"""

let private flat (node: JsonNode) (path: string) =
    (Json.shown path node).Replace("\n", "").Replace("\r", "").Replace(" ", "")

let private hash (value: string) =
    SHA256.HashData(Encoding.UTF8.GetBytes("2026-03-01T12:00:00+00:00" + value))
    |> Convert.ToHexStringLower

[<Tests>]
let tests =
    testList
        "rules of customers"
        [ testList
              "malformed:"
              [ for body, kind, place, message in malformed ->
                    testCaseTask body (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer = create body fake
                            Expect.equal (Json.text "error" answer.Json) "RequestValidationError" "error"
                            Expect.equal (Faults.all answer) [ kind, place, message ] "fault"
                        }) ]

          testList
              "kept of a new one:"
              [ for body, name, expected in kept ->
                    testCaseTask $"{name} of {body}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! customer = Given.create "/v1/customers/" body fake
                            Expect.equal (Json.shown name customer) expected name
                        }) ]

          testList
              "after a change:"
              [ for body, name, expected in changed ->
                    testCaseTask $"{name} after {body}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! customer = Given.create "/v1/customers/" ada fake
                            let! answer = Http.patch $"""/v1/customers/{Json.text "id" customer}""" body fake
                            Expect.equal (flat (Buying.succeeds answer) name) expected name
                            Expect.equal (Json.isNull "modified_at" answer.Json) (body = "{}") "modified, but not by nothing"
                        }) ]

          testCaseTask "all that is wrong with a change is told at once" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = create """{"email":"eve@acme.dev"}""" fake

                  let! team =
                      Given.create "/v1/customers/" """{"type":"team","email":"ada@acme.dev","external_id":"u-1"}""" fake

                  let! answer =
                      Http.patch
                          $"""/v1/customers/{Json.text "id" team}"""
                          """{"email":"EVE@acme.dev","billing_address":null,"external_id":"u-2","type":"individual"}"""
                          fake

                  Expect.equal
                      [ for _, place, message in Faults.all answer -> place, message ]
                      [ """["body","email"]""", "A customer with this email address already exists."
                        """["body","billing_address"]""", "Customer billing address cannot be reset to null once set."
                        """["body","external_id"]""", "Customer external ID cannot be updated."
                        """["body","type"]""", "Customer type cannot be downgraded from 'team' to 'individual'." ]
                      "faults"
              })

          testCaseTask "an external id that is new must be nobody's, and by it neither it nor the type is changed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = create """{"email":"eve@acme.dev","external_id":"u-1"}""" fake
                  let! customer = Given.create "/v1/customers/" """{"email":"ada@acme.dev"}""" fake
                  let path = $"""/v1/customers/{Json.text "id" customer}"""
                  let! taken = Http.patch path """{"external_id":"u-1"}""" fake
                  Faults.one taken ("value_error", """["body","external_id"]""", "A customer with this external ID already exists.")
                  let! given = Http.patch path """{"external_id":"u-2"}""" fake
                  Expect.equal (Json.shown "external_id" (Buying.succeeds given)) "u-2" "given"

                  let! ignored =
                      Http.patch "/v1/customers/external/u-2" """{"external_id":"u-3","type":"team","name":"Ada"}""" fake

                  Expect.equal
                      [ for name in [ "external_id"; "type"; "name" ] -> Json.shown name (Buying.succeeds ignored) ]
                      [ "u-2"; "individual"; "Ada" ]
                      "ignored"
              })

          testCaseTask "a person's owner follows the address, a team's does not" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for kind, expected in [ "individual", "eve@acme.dev"; "team", "team@acme.dev" ] do
                      let! customer =
                          Given.create "/v1/customers/" $"""{{"type":"{kind}","email":"{kind}@acme.dev","external_id":"{kind}"}}""" fake

                      let! _ =
                          Http.patch
                              $"""/v1/customers/{Json.text "id" customer}"""
                              $"""{{"email":"eve{(if kind = "team" then "2" else "")}@acme.dev"}}"""
                              fake

                      let! session =
                          Given.create
                              "/v1/customer-sessions/"
                              (if kind = "team" then
                                   let member' = List.last (told "member.created" fake)
                                   $"""{{"external_customer_id":"team","member_id":"{Json.text "id" member'}"}}"""
                               else
                                   """{"external_customer_id":"individual"}""")
                              fake

                      Expect.stringContains (Json.text "customer_portal_url" session) (Uri.EscapeDataString expected) kind
              })

          testCaseTask "the owner is named by the body, or is the customer" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = create """{"email":"ada@acme.dev","name":"Ada","external_id":"u-1"}""" fake

                  let! _ =
                      create
                          """{"type":"team","email":"team@acme.dev","owner":{"email":"eve@acme.dev","name":"Eve","external_id":"m-1"}}"""
                          fake

                  Expect.equal
                      [ for shown in told "member.created" fake ->
                            [ for name in [ "email"; "name"; "external_id"; "role" ] -> Json.shown name shown ] ]
                      [ [ "ada@acme.dev"; "Ada"; "u-1"; "owner" ]
                        [ "eve@acme.dev"; "Eve"; "m-1"; "owner" ] ]
                      "owners"
              })

          testCaseTask "without an address of its own a team has its owner's picture" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! team =
                      Given.create "/v1/customers/" """{"type":"team","owner":{"email":"Eve@acme.dev"}}""" fake

                  let picture =
                      SHA256.HashData(Encoding.UTF8.GetBytes "eve@acme.dev")
                      |> Convert.ToHexStringLower

                  Expect.equal (Json.shown "avatar_url" team) $"https://www.gravatar.com/avatar/{picture}?d=404" "picture"
              })

          testCaseTask "nobody is found by what nobody has, or what has gone" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for call in
                      [ Http.get $"/v1/customers/{stranger}"
                        Http.get $"/v1/customers/{stranger}/state"
                        Http.patch $"/v1/customers/{stranger}" "{}"
                        Http.delete $"/v1/customers/{stranger}"
                        Http.get "/v1/customers/external/nobody"
                        Http.get "/v1/customers/external/nobody/state"
                        Http.patch "/v1/customers/external/nobody" "{}"
                        Http.delete "/v1/customers/external/nobody" ] do
                      let! answer = call fake
                      Faults.domain answer 404 "ResourceNotFound" "Not found"
              })

          testCaseTask "who goes with a tax id keeps the name, and nobody's name is kept otherwise" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for body, expected in
                      [ ada, "Ada"
                        """{"email":"eve@acme.dev","name":"Eve","external_id":"u-2"}""", hash "Eve" ] do
                      let! customer = Given.create "/v1/customers/" body fake

                      let! gone =
                          Http.delete $"""/v1/customers/{Json.text "id" customer}?anonymize=true""" fake

                      Expect.equal gone.Status 204 gone.Text
                      let shown = List.last (told "customer.deleted" fake)
                      Expect.equal (Json.shown "name" shown) expected "name"
                      Expect.equal (Json.shown "email" shown) (hash (Json.text "email" customer) + "@anonymized.polar.sh") "address"
                      Expect.equal (Json.shown "billing_address" shown) "null" "no address"
                      Expect.equal (Json.shown "metadata.__external_id" shown) (Json.text "external_id" customer) "the external id is kept"
                      Expect.equal (Json.shown "external_id" shown) (Json.text "external_id" customer) "and shown"
                      Expect.isTrue (Json.has "__anonymized_at" (Json.at "metadata" shown)) "when"
                      Expect.isFalse (List.contains "customer.updated" (Events.types fake)) "no change is told"
              }) ]
