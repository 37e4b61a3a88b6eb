/// Who uses the portal, and until when.
module Polar.FakeServer.Tests.Portal.PortalSessionTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.Functional.Contracts

[<Tests>]
let tests =
    testList
        "a session in the portal"
        [ testCaseTask "says when it ends and where it leads back to" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake

                  let! made =
                      Given.create
                          "/v1/customer-sessions/"
                          $"""{{"customer_id":"{Json.text "id" customer}","return_url":"https://acme.dev"}}"""
                          fake

                  let! answer = Portal.get (Json.text "token" made) "customer-session/introspect" fake
                  Expect.equal answer.Text """{"expires_at":"2026-03-01T13:00:00Z","return_url":"https://acme.dev/"}""" "of a member"

                  let! own = Portal.session (Json.text "id" customer) fake
                  let! answer = Portal.get own "customer-session/introspect" fake
                  Expect.equal answer.Text """{"expires_at":"2026-03-01T13:00:00Z","return_url":null}""" "of a customer"
              })

          testCaseTask "is a member's, with the role" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let customer = Json.text "id" customer
                  let! owner = Portal.ownersSession customer fake
                  let! answer = Portal.get owner "customer-session/user" fake
                  let id = (Seq.head (fake.World.Members.Of fake.Organization.Id)).Id

                  Expect.equal
                      answer.Text
                      $"""{{"type":"member","name":"Ada Lovelace","email":"ada@acme.dev","customer_id":"{customer}","member_id":"{id}","role":"owner"}}"""
                      "the owner"

                  let! eve = Portal.member' customer "eve@acme.dev" MemberRole.BillingManager fake
                  let! token = Portal.memberSession eve fake
                  let! answer = Portal.get token "customer-session/user" fake
                  Expect.equal (Json.text "role" answer.Json, Json.text "email" answer.Json) ("billing_manager", "eve@acme.dev") "another"
              })

          testCaseTask "is the customer's own, without a role" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let customer = Json.text "id" customer
                  let! token = Portal.session customer fake
                  let! answer = Portal.get token "customer-session/user" fake

                  Expect.equal
                      answer.Text
                      $"""{{"type":"customer","name":"Ada Lovelace","email":"ada@acme.dev","customer_id":"{customer}","member_id":null,"role":null}}"""
                      "the customer"
              })

          testCaseTask "of a team without an address is refused" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! team =
                      Given.create "/v1/customers/" """{"type":"team","name":"Acme","owner":{"email":"ada@acme.dev"}}""" fake

                  let! token = Portal.session (Json.text "id" team) fake
                  let! answer = Portal.get token "customer-session/user" fake

                  Refusal.invalid
                      [ "value_error",
                        "body",
                        "Team customers must use member sessions. Create a customer session via the API with a member_id." ]
                      answer
              })

          testCaseTask "ends after an hour, and with its customer" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! ada = Given.customer "ada@acme.dev" fake
                  let! bob = Given.customer "bob@acme.dev" fake
                  let! adas = Portal.ownersSession (Json.text "id" ada) fake
                  let! bobs = Portal.session (Json.text "id" bob) fake
                  let! _ = Http.delete $"""/v1/customers/{Json.text "id" bob}""" fake
                  let! gone = Portal.get bobs "customers/me" fake
                  Expect.equal (Json.text "error" gone.Json) "invalid_token" "the customer is gone"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 59.)
                  let! still = Portal.get adas "customers/me" fake
                  Expect.equal still.Status 200 "within the hour"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                  let! over = Portal.get adas "customers/me" fake
                  Expect.equal (over.Status, Json.text "error" over.Json) (401, "invalid_token") "after it"
              }) ]
