/// What the members of a customer may do in the portal: bills are for owners and billing managers, and so are the other members.
module Polar.FakeServer.Tests.Portal.PortalRoleTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Http
open Polar.FakeServer.Customers
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Conformance
open Polar.FakeServer.Tests.Conformance.Walk
open Polar.Functional.Contracts

/// Operations about bills.
let private billing =
    [ "GET /v1/customer-portal/orders/"
      "GET /v1/customer-portal/orders/{id}"
      "PATCH /v1/customer-portal/orders/{id}"
      "POST /v1/customer-portal/orders/{id}/confirm-payment"
      "POST /v1/customer-portal/orders/{id}/invoice"
      "GET /v1/customer-portal/orders/{id}/invoice"
      "GET /v1/customer-portal/orders/{id}/payment-status"
      "GET /v1/customer-portal/orders/{id}/receipt"
      "GET /v1/customer-portal/wallets/"
      "GET /v1/customer-portal/wallets/{id}"
      "GET /v1/customer-portal/customers/me/payment-methods"
      "POST /v1/customer-portal/customers/me/payment-methods"
      "POST /v1/customer-portal/customers/me/payment-methods/confirm"
      "DELETE /v1/customer-portal/customers/me/payment-methods/{id}"
      "PATCH /v1/customer-portal/customers/me"
      "POST /v1/customer-portal/customers/me/email-update/request"
      "PATCH /v1/customer-portal/subscriptions/{id}"
      "DELETE /v1/customer-portal/subscriptions/{id}"
      "POST /v1/customer-portal/seats"
      "DELETE /v1/customer-portal/seats/{seat_id}"
      "POST /v1/customer-portal/seats/{seat_id}/resend" ]

let private requestOf (route: Route) = $"{route.Method} {route.Template}"

let private sentence (text: string) =
    403, $$"""{"error":"NotPermitted","detail":"{{text}}"}"""

let private noBilling =
    sentence "Only owners and billing managers can access billing features."

let private noManager = sentence "Insufficient role for this operation"

let private noTeam =
    sentence "Member management is only available for team customers. Purchase a seat-based product to enable team features."

/// What the portal has for sessions.
let private portal =
    Operations.all
    |> List.filter (fun route -> route.Template.StartsWith "/v1/customer-portal/" && admits route "Member")

/// A session of a member with this role of a customer of this type.
let private sessionOf (kind: string) (role: MemberRole) (fake: FakePolar) : Task<string> =
    task {
        let! customer =
            Given.create "/v1/customers/" $$$"""{"type":"{{{kind}}}","email":"ada@acme.dev","owner":{"email":"ada@acme.dev"}}""" fake

        let customer = Guid.Parse(Json.text "id" customer)
        do! Portal.allowEmailChange fake

        let! member' =
            fake.Engine.ExecuteAsync(fun transaction ->
                let added =
                    CustomerRules.AddMember(
                        transaction,
                        transaction.World.Customers[customer],
                        Member(
                            Id = transaction.NewId(),
                            CreatedAt = transaction.Now,
                            ModifiedAt = Nullable(),
                            CustomerId = customer,
                            Email = "eve@acme.dev",
                            Name = "Eve",
                            ExternalId = null,
                            Role = role
                        )
                    )

                added.Id)

        return! fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.MemberSession, MemberId = member'))
    }

let private ask (fake: FakePolar) (token: string) (route: Route) : Task<int * string> =
    task {
        use client = fake.CreateHttpClient()

        let! status, text, _ =
            send client route.Method (pathOf (unknown route) route + "?" + requiredQuery route "") (Some token) (bodyOf route)

        return status, text
    }

let private expected (role: MemberRole) (route: Route) =
    let isManager = role = MemberRole.Owner || role = MemberRole.BillingManager

    if route.Template.StartsWith "/v1/customer-portal/members" then
        Some(if isManager then noTeam else noManager)
    elif List.contains (requestOf route) billing && not isManager then
        Some noBilling
    else
        None

[<Tests>]
let tests =
    testList
        "roles in the portal"
        [ testCase "what is about bills, is there"
          <| fun () ->
              for request in billing do
                  Expect.exists portal (fun route -> requestOf route = request) request

          for role in [ MemberRole.Owner; MemberRole.BillingManager; MemberRole.Member ] do
              testCaseTask $"the role {role} of one person's account, in every operation" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! token = sessionOf "individual" role fake

                      for route in portal do
                          let! answer = ask fake token route

                          match expected role route with
                          | Some refusal -> Expect.equal answer refusal (requestOf route)
                          | None -> Expect.notEqual (fst answer) 403 (requestOf route)
                  })

          testCaseTask "a customer's own session needs no role" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  do! Portal.allowEmailChange fake

                  let! token =
                      fake.CreateTokenAsync(
                          FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse(Json.text "id" customer))
                      )

                  for route in portal do
                      let! status, text = ask fake token route

                      if admits route "Customer" then
                          Expect.notEqual status 403 (requestOf route)
                      else
                          Expect.equal (status, text) (401, """{"error":"Unauthorized","detail":"Unauthorized"}""") (requestOf route)
              })

          testCaseTask "a team's managers may manage its members, others may not" (fun () ->
              task {
                  for role in [ MemberRole.Owner; MemberRole.BillingManager; MemberRole.Member ] do
                      use! fake = Fake.start ()
                      let! token = sessionOf "team" role fake

                      for route in portal do
                          if route.Template.StartsWith "/v1/customer-portal/members" then
                              let! answer = ask fake token route

                              if role = MemberRole.Member then
                                  Expect.equal answer noManager (requestOf route)
                              else
                                  Expect.notEqual (fst answer) 403 (requestOf route)
              })

          testCaseTask "the role is looked at before the body, the kind of customer after it" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let post token =
                      Http.raw fake (Http.request "POST" "/v1/customer-portal/members" (Some token) (Some "{}"))

                  let! plain = sessionOf "individual" MemberRole.Member fake
                  let! role = post plain
                  Expect.equal (role.Status, role.Text) noManager "first the role"
                  do! fake.ResetAsync()
                  let! manager = sessionOf "individual" MemberRole.Owner fake
                  let! body = post manager
                  Expect.equal body.Status 422 "then the body"
              })

          testCaseTask "without the scope the role is not looked at" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake

                  let! token =
                      fake.CreateTokenAsync(
                          FakeToken(
                              Kind = FakeTokenKind.MemberSession,
                              CustomerId = Guid.Parse(Json.text "id" customer),
                              Scopes = [| "customer_portal:read" |]
                          )
                      )

                  let! answer =
                      Http.raw fake (Http.request "GET" "/v1/customer-portal/members" (Some token) None)

                  Expect.equal (Json.text "error" answer.Json) "insufficient_scope" "members are read with the scope of writing"
              }) ]
