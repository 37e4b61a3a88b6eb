/// How many seats are given, of what, with which metadata, and by whom.
module Polar.FakeServer.Tests.Billing.Seats.SeatAssignmentLimitTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private malformed (place: string) (sentence: string) (answer: Answer) =
    Refusal.malformed [ "value_error", place, "Value error, " + sentence ] answer

/// Bodies that name nobody or too many, and what is said of them; the first member names what was bought.
let private people =
    [ "\"metadata\":{}", "At least one of email, external_customer_id, customer_id, external_member_id, or member_id must be provided"
      $"\"customer_id\":\"{unknown}\",\"member_id\":\"{unknown}\"",
      "Cannot combine external_customer_id/customer_id with external_member_id/member_id"
      $"\"external_member_id\":\"x\",\"member_id\":\"{unknown}\"", "Cannot provide both external_member_id and member_id"
      $"\"customer_id\":\"{unknown}\",\"external_customer_id\":\"x\"",
      "Exactly one of email, external_customer_id, or customer_id must be provided"
      $"\"customer_id\":\"{unknown}\",\"email\":\"x@acme.dev\"",
      "Exactly one of email, external_customer_id, or customer_id must be provided"
      $"\"member_id\":\"{unknown}\",\"email\":\"x@acme.dev\"", "Cannot combine member_id with email" ]

[<Tests>]
let tests =
    testList
        "seats are given"
        [ testCaseTask "of one thing, to one person" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 1 fake

                  for body in
                      [ "{}"
                        $$"""{{{bought.Body}},"order_id":"{{unknown}}","email":"x@acme.dev"}""" ] do
                      let! answer = Http.post Seats.path body fake
                      malformed "body" "Exactly one of subscription_id or order_id must be provided" answer

                  for members, sentence in people do
                      let! answer = Seats.assign bought members fake
                      malformed "body" sentence answer
              })

          testCaseTask "with little metadata" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 3 fake

                  let assign metadata email =
                      Seats.assign bought $"\"email\":\"{email}\",\"metadata\":{metadata}" fake

                  let keys count =
                      "{" + String.Join(",", [ for key in 1..count -> $"\"k{key}\":1" ]) + "}"

                  let! many = assign (keys 11) "x@acme.dev"
                  malformed "body.metadata" "Metadata cannot have more than 10 keys" many
                  let! enough = assign (keys 10) "a@acme.dev"
                  Expect.equal enough.Status 200 enough.Text
                  // {"k": "…"} is nine characters and the text; a letter that is not ASCII is six.
                  let text plain letters =
                      "{\"k\":\"" + String('a', plain) + String('é', letters) + "\"}"

                  let! fits = assign (text (1024 - 9 - 12) 2) "b@acme.dev"
                  Expect.equal fits.Status 200 fits.Text
                  let! long = assign (text (1025 - 9 - 12) 2) "x@acme.dev"
                  malformed "body.metadata" "Metadata size cannot exceed 1KB" long
                  let! none = Seats.assigned bought "\"email\":\"c@acme.dev\",\"metadata\":null" fake
                  Expect.equal ((Json.at "seat_metadata" none).ToJsonString()) "{}" "none"
              })

          testCaseTask "only of what is there, is paid, and has seats" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.order 1 fake
                  let! other = fake.CreateOrganizationAsync "other"

                  for kind, name in [ "subscription_id", "Subscription"; "order_id", "Order" ] do
                      let! unknownOne =
                          Http.post Seats.path $$"""{"{{kind}}":"{{unknown}}","email":"x@acme.dev"}""" fake

                      Refusal.domain 404 "ResourceNotFound" $"{name} not found" unknownOne
                      let! listed = Http.get $"{Seats.path}?{kind}={unknown}" fake
                      Refusal.domain 404 "ResourceNotFound" $"{name} not found" listed

                  let! foreign =
                      Members.sendAs other.AccessToken "GET" $"{Seats.path}?{bought.Query}" None fake

                  Refusal.domain 404 "ResourceNotFound" "Order not found" foreign
                  let! neither = Http.get Seats.path fake
                  Refusal.domain 400 "BadRequest" "Either subscription_id or order_id must be provided" neither
                  let! plain = Given.oneTime 500L fake
                  let! customer, _ = Given.purchase plain "eve@acme.dev" fake
                  let! orders = Http.get $"""/v1/orders/?customer_id={Json.text "id" customer}""" fake
                  let order = Json.text "items.0.id" orders.Json

                  let! seatless =
                      Http.post Seats.path $$"""{"order_id":"{{order}}","email":"x@acme.dev"}""" fake

                  Refusal.domain 400 "SeatNotAvailable" $"No available seats for {order}" seatless
                  do! Seats.organization "\"seat_based_pricing_enabled\":false" fake

                  for answer in
                      [ Seats.assign bought "\"email\":\"x@acme.dev\"" fake
                        Http.get $"{Seats.path}?{bought.Query}" fake ] do
                      let! refused = answer
                      Refusal.domain 403 "FeatureNotEnabled" "Seat-based pricing is not enabled for this organization" refused
              })

          testCaseTask "to nobody of another organization" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.order 2 fake
                  let! team = Members.team fake
                  let! owner = Members.owner team fake
                  let! other = fake.CreateOrganizationAsync "other"

                  let send body =
                      Members.sendAs other.AccessToken "POST" Seats.path (Some body) fake

                  let! foreign = send $$"""{{{bought.Body}},"email":"x@acme.dev"}"""
                  Refusal.domain 404 "ResourceNotFound" "Order not found" foreign
                  // A merchant's own seat goes to nobody else's customer, and to no other customer's member.
                  let! stranger =
                      Members.sendAs other.AccessToken "POST" "/v1/customers/" (Some """{"email":"x@other.dev"}""") fake

                  let! customer = Seats.assign bought (Seats.toCustomer stranger.Json) fake

                  Refusal.domain
                      400
                      "InvalidSeatAssignmentRequest"
                      "Customer not found for the provided customer_id or external_customer_id."
                      customer

                  let! outsider = Seats.assign bought (Seats.toMember owner) fake
                  Refusal.domain 404 "MemberNotFound" $"""Member not found: {Json.text "id" owner}""" outsider
              })

          testCaseTask "by who may write, and seen by who may read" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 1 fake

                  let holding scope =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Organization, Scopes = [| scope |]))

                  let! reader = holding "customer_seats:read"
                  let! writer = holding "customer_seats:write"
                  let list = $"{Seats.path}?{bought.Query}"
                  let! read = Members.sendAs reader "GET" list None fake
                  Expect.equal read.Status 200 "may read"
                  let! blind = Members.sendAs writer "GET" list None fake
                  Expect.equal (blind.Status, Json.text "error" blind.Json) (403, "insufficient_scope") "writing is not reading"
                  let body = $$"""{{{bought.Body}},"email":"x@acme.dev"}"""
                  let! refused = Members.sendAs reader "POST" Seats.path (Some body) fake
                  Expect.equal refused.Status 403 "reading is not writing"
                  let! written = Members.sendAs writer "POST" Seats.path (Some body) fake
                  Expect.equal written.Status 200 written.Text
              }) ]
