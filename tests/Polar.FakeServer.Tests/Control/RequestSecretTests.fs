/// What nobody is to read in the log of requests: codes and tokens that somebody acts with.
module Polar.FakeServer.Tests.Control.RequestSecretTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private mailed (address: string) (kind: string) (fake: FakePolar) : string =
    (fake.Emails.Last(address, kind)).Token |> Unchecked.nonNull

let private authenticate = "/v1/customer-portal/customer-session/authenticate"

[<Tests>]
let tests =
    testList
        "secrets in the log of requests"
        [ testCaseTask "a sign-in code is left out, however its body is written, taken or refused" (fun () ->
              task {
                  let! started, _ = Controlled.start ()
                  use fake = started

                  let! asked =
                      Http.anonymous
                          "POST"
                          "/v1/customer-portal/customer-session/request"
                          (Some $"""{{"email":"ada@acme.dev","organization_id":"{fake.Organization.Id}"}}""")
                          fake

                  Expect.equal asked.Status 202 asked.Text
                  let code = mailed "ada@acme.dev" "customer_session_code" fake

                  for body in
                      [ $"""{{"code":"{code}"}}"""
                        $"""{{ "more" : "x" , "code" : "{code}" }}"""
                        $"""{{"code":"{code}""" ] do
                      let! _ = Http.anonymous "POST" authenticate (Some body) fake
                      ()

                  let! answer = Http.anonymous "GET" $"/_fake/requests?path={authenticate}" None fake
                  Expect.hasLength (Json.items "requests" answer.Json) 3 "they are there"
                  Expect.isFalse (answer.Text.Contains code) "the code"
                  Expect.equal (Json.text "requests.0.body.code" answer.Json) "***" "left out"

                  for request in fake.Requests.Of "customer_portal:customer-session:authenticate" do
                      Expect.isFalse ((string request).Contains code) "in-process"
              })

          testCaseTask "an invitation's token is left out of path and body" (fun () ->
              task {
                  let! started, _ = Controlled.start ()
                  use fake = started
                  let token = mailed "grace@acme.dev" "seat_invitation" fake
                  let! seen = Http.anonymous "GET" $"/v1/customer-seats/claim/{token}" None fake
                  Expect.equal seen.Status 200 seen.Text

                  let! claimed =
                      Http.anonymous "POST" "/v1/customer-seats/claim" (Some $"""{{"invitation_token":"{token}"}}""") fake

                  Expect.equal claimed.Status 200 claimed.Text

                  let! answer =
                      Http.anonymous "GET" "/_fake/requests?path=/v1/customer-seats/claim" None fake

                  Expect.isFalse (answer.Text.Contains token) answer.Text
                  Expect.equal (Json.text "requests.0.path" answer.Json) "/v1/customer-seats/claim/***" "the path"
                  Expect.equal (Json.text "requests.1.body.invitation_token" answer.Json) "***" "the body"
              })

          testCaseTask "a code that is no secret stays, and so does metadata that is called like one" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Given.create
                          "/v1/discounts/"
                          """{"name":"Ten","type":"percentage","basis_points":1000,"code":"TEN","duration":"once","metadata":{"code":"x"}}"""
                          fake

                  let! answer = Http.anonymous "GET" "/_fake/requests" None fake
                  Expect.equal (Json.text "requests.0.body.code" answer.Json) "TEN" "a discount's code"
                  Expect.equal (Json.text "requests.0.body.metadata.code" answer.Json) "x" "metadata"
              }) ]
