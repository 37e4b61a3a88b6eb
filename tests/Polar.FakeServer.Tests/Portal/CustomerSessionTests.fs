/// Sessions that a merchant makes for its customers' people.
module Polar.FakeServer.Tests.Portal.CustomerSessionTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.Functional.Contracts

let private start (body: string) (fake: FakePolar) =
    Http.post "/v1/customer-sessions/" body fake

let private user (answer: Answer) (fake: FakePolar) : Task<string * string> =
    task {
        let! who =
            Portal.get (Json.text "token" (Portal.succeeds answer)) "customer-session/user" fake

        return Json.text "type" who.Json, Json.text "email" who.Json
    }

[<Tests>]
let tests =
    testList
        "a session that a merchant makes"
        [ testCaseTask "is for the customer that the merchant calls so, by either name of the member" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Given.create "/v1/customers/" """{"email":"ada@acme.dev","external_id":"a/ü ?"}""" fake

                  for name in [ "external_customer_id"; "customer_external_id" ] do
                      let! answer = start $"""{{"{name}":"a/ü ?"}}""" fake
                      let! who = user answer fake
                      Expect.equal who ("member", "ada@acme.dev") name

                  let! neither = start "{}" fake

                  Refusal.malformed
                      [ "missing", "body.CustomerSessionCustomerIDCreate.customer_id", "Field required"
                        "missing", "body.CustomerSessionCustomerExternalIDCreate.external_customer_id", "Field required" ]
                      neither
              })

          testCaseTask "is for one of a team's members, who has to be named" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! team =
                      Given.create
                          "/v1/customers/"
                          """{"type":"team","name":"Acme","owner":{"email":"ada@acme.dev","external_id":"m-1"}}"""
                          fake

                  let team = Json.text "id" team
                  let! eve = Portal.member' team "eve@acme.dev" MemberRole.Member fake
                  let! unnamed = start $"""{{"customer_id":"{team}"}}""" fake
                  Refusal.invalid [ "value_error", "body.member_id", "member_id is required for team customers." ] unnamed
                  let! byId = start $"""{{"customer_id":"{team}","member_id":"{eve}"}}""" fake
                  let! who = user byId fake
                  Expect.equal who ("member", "eve@acme.dev") "by id"
                  Expect.stringEnds (Json.text "customer_portal_url" byId.Json) "&email=eve%40acme.dev" "the member's address"
                  let! byName = start $"""{{"customer_id":"{team}","external_member_id":"m-1"}}""" fake
                  let! who = user byName fake
                  Expect.equal who ("member", "ada@acme.dev") "by the merchant's own name"
              })

          testCaseTask "is the customer's own where there are no members, whoever is named" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! ada = Given.customer "ada@acme.dev" fake

                  let! team =
                      Given.create "/v1/customers/" """{"type":"team","name":"Acme","owner":{"email":"eve@acme.dev"}}""" fake

                  do! Portal.withoutMembers fake

                  let! answer =
                      start $"""{{"customer_id":"{Json.text "id" ada}","member_id":"{unknown}"}}""" fake

                  Expect.stringStarts (Json.text "token" (Portal.succeeds answer)) "polar_cst_" "a customer's session"
                  let! who = user answer fake
                  Expect.equal who ("customer", "ada@acme.dev") "the customer"
                  let! answer = start $"""{{"customer_id":"{Json.text "id" team}"}}""" fake
                  Expect.stringEnds (Json.text "customer_portal_url" (Portal.succeeds answer)) "&email=None" "no address at all"
              })

          testCaseTask "gets an owner on the way, where the customer is from before there were members" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! ada = Given.customer "ada@acme.dev" fake

                  do!
                      fake.Engine.ExecuteAsync(fun transaction ->
                          for owner in transaction.World.Members.Of fake.Organization.Id |> List.ofSeq do
                              transaction.Remove owner

                          true)
                      :> Task

                  let! answer, told =
                      Events.during fake (fun () -> start $"""{{"customer_id":"{Json.text "id" ada}"}}""" fake)

                  let! who = user answer fake
                  Expect.equal who ("member", "ada@acme.dev") "the owner"
                  Expect.equal told [ "member.created" ] "told"
              })

          testCaseTask "needs the organization, where two of a user's call their customers alike" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! second = fake.CreateOrganizationAsync "second"
                  let body = """{"email":"ada@acme.dev","external_id":"same"}"""
                  let! _ = Given.create "/v1/customers/" body fake

                  let! other =
                      Benefits.sendAs second.AccessToken "POST" "/v1/customers/" (Some body) fake

                  Expect.equal other.Status 201 other.Text

                  let! token = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))

                  let! answer =
                      Benefits.sendAs token "POST" "/v1/customer-sessions/" (Some """{"external_customer_id":"same"}""") fake

                  Expect.equal (answer.Status, Json.text "error" answer.Json) (409, "AmbiguousExternalCustomerID") answer.Text
              }) ]
