/// What is not there: each operation that documents a 404 answers it, tells nobody, and leaves everything as it is.
module Polar.FakeServer.Tests.Refusals.NotFoundTests

open Expecto
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.FakeServer
open Polar.FakeServer.Http
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance
open Polar.FakeServer.Tests.Conformance.Walk

/// What the answer says, where it is not the usual word.
let private sentences: Map<string, string> =
    Map.ofList
        [ "customer-seats:assign_seat", "Subscription not found"
          "customer-seats:list_seats", "Subscription not found"
          "customer-seats:revoke_seat", "Seat not found"
          "customer-seats:resend_invitation", "Seat not found"
          "customer-seats:get_claim_info", "Invalid or expired invitation token"
          "customer_portal:seats:assign_seat", "Subscription not found"
          "customer_portal:seats:list_seats", "Subscription not found"
          "customer_portal:seats:revoke_seat", "Seat not found"
          "customer_portal:seats:resend_invitation", "Seat not found"
          "customer_portal:members:update_member", "Member not found"
          "customer_portal:members:remove_member", "Member not found" ]

let private sentence (route: Route) : string =
    match sentences.TryFind route.Id with
    | Some sentence -> sentence
    // Of a member the member is missed, of all of them the customer.
    | None when route.Id.StartsWith "customers:members:" ->
        if route.Path.Length > 1 then
            "Member not found"
        else
            "Customer not found"
    | None -> "Not found"

/// The documented name of the error; empty where whatever comes with the status is meant.
let private documented: (Route * string) list =
    [ for route in routes do
          let operation =
              endpoints
              |> List.map _.Operation
              |> List.find (fun operation -> operation.Id = route.Id)

          for error in operation.Errors do
              // A list looks nothing up.
              if error.Status = 404 && not (route.Id.EndsWith "license_keys:list") then
                  route, Option.defaultValue "" error.Code ]

/// What must be asked for, where the schema leaves it open.
let private query (route: Route) =
    if route.Id.EndsWith ":list_seats" then
        $"?subscription_id={Samples.uuid}"
    else
        "?" + requiredQuery route ""

let private body (route: Route) : Body =
    if route.Id.EndsWith ":assign_seat" then
        Body.Json $"""{{"subscription_id":"{Samples.uuid}","email":"bob@acme.dev"}}"""
    else
        bodyOf route

[<Tests>]
let tests =
    testList
        "what is not there"
        [ for route, error in documented do
              testCaseTask $"{route.Id} says so" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      // A team, whose owner may do whatever a customer may.
                      let! _ =
                          Given.create "/v1/customers/" """{"type":"team","email":"ada@acme.dev"}""" fake

                      let! party = party fake None
                      let before = PopulatedOrganizations.rowsOf fake.World fake.Organization.Id
                      let path = pathOf (Walk.unknown route) route + query route

                      let! (status, text, _), told =
                          Events.during fake (fun () -> send party.Client route.Method path (tokenFor party route) (body route))

                      Expect.equal status 404 text
                      let answer = Json.parse text

                      if error <> "" then
                          Expect.equal (Json.text "error" answer) error text

                      Expect.equal (Json.text "detail" answer) (sentence route) text

                      Expect.isEmpty told "nobody is told"

                      Expect.isTrue
                          (List.forall2
                              (fun (one: obj) (other: obj) -> one.Equals other)
                              before
                              (PopulatedOrganizations.rowsOf fake.World fake.Organization.Id))
                          "all is as it was"
                  }) ]
