/// The stream that Polar's command line tool listens to.
module Polar.FakeServer.Tests.Webhooks.ToolStreamTests

open System
open System.Security.Cryptography
open System.Text
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Webhooks.StreamListeners

let private ofTool =
    testList
        "of the tool"
        [ testCaseTask "has every event of the organization, signed with its id, whether or not an endpoint wants it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let organization = string fake.Organization.Id
                  let secret = organization.Replace("-", "")
                  use! listener = listen $"/v1/cli/listen/{organization}" (Some fake.AccessToken) fake
                  let! connected = listener.NextAsync()
                  Expect.equal (Json.names connected) [ "key"; "ts"; "secret" ] "the first message"
                  Expect.equal (Json.text "key" connected, Json.text "secret" connected) ("connected", secret) "what it says"
                  let! customer = Given.customer "zoë@acme.dev" fake
                  let! messages = listener.NextAsync 3

                  Expect.equal
                      [ for message in messages -> Json.text "type" (Json.parse (Json.text "payload.payload" message)) ]
                      [ "member.created"; "customer.created"; "customer.state_changed" ]
                      "in their order"

                  for message in messages do
                      Expect.equal (Json.names message) [ "id"; "key"; "payload"; "headers" ] "members"
                      Expect.equal (Json.text "key" message) "webhook.created" "key"

                      Expect.equal
                          (Json.names (Json.at "headers" message))
                          [ "user-agent"
                            "content-type"
                            "webhook-id"
                            "webhook-timestamp"
                            "webhook-signature" ]
                          "headers"

                      let id = Json.text "payload.webhook_event_id" message

                      let timestamp =
                          (Json.at "headers" message |> Json.at "webhook-timestamp").ToString()

                      let body = Json.text "payload.payload" message
                      Expect.equal ((Json.at "headers" message |> Json.at "webhook-id").ToString()) id "one id"

                      let signature =
                          HMACSHA256.HashData(Encoding.UTF8.GetBytes secret, Encoding.UTF8.GetBytes $"{id}.{timestamp}.{body}")
                          |> Convert.ToBase64String

                      Expect.equal ((Json.at "headers" message |> Json.at "webhook-signature").ToString()) $"v1,{signature}" "signature"

                  Expect.hasLength (messages |> List.distinctBy (Json.text "payload.webhook_event_id")) 3 "an id each"

                  Expect.equal
                      (Json.text "data.id" (Json.parse (Json.text "payload.payload" messages[1])))
                      (Json.text "id" customer)
                      "the customer"
              })

          testCaseTask "is for those who may read webhooks there, and for nobody else" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let path = $"/v1/cli/listen/{fake.Organization.Id}"
                  let! other = fake.CreateOrganizationAsync "other"
                  let! anonymous = Http.anonymous "GET" path None fake
                  Expect.equal anonymous.Status 401 anonymous.Text
                  let! foreign = Http.raw fake (Http.request "GET" path (Some other.AccessToken) None)
                  Refusal.domain 404 "ResourceNotFound" "Not found" foreign

                  let! narrow =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Organization, Scopes = [| "products:read" |]))

                  let! refused = Http.raw fake (Http.request "GET" path (Some narrow) None)
                  Expect.equal refused.Status 403 refused.Text
                  let! wrong = Http.get "/v1/cli/listen/x" fake
                  Expect.equal wrong.Status 422 wrong.Text
              }) ]

[<Tests>]
let tests = testList "event streams" [ ofTool ]
