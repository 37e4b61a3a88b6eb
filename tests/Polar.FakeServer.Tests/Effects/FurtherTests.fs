/// What single operations do: what is told of it, and what is seen of it afterwards.
module Polar.FakeServer.Tests.Effects.FurtherTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.Functional.Contracts
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Effects.Quietly

/// A step that succeeds and is told of so.
let private telling (expected: string list) (fake: FakePolar) (step: unit -> Task<Answer>) : Task<Answer> =
    task {
        let! answer, told = Events.during fake step
        Expect.isLessThan answer.Status 300 answer.Text
        Expect.equal told expected "what is told"
        return answer
    }

let private state = "customer.state_changed"

/// An order for which nothing was paid, and its customer.
let private freeOrder (fake: FakePolar) : Task<string * string> =
    task {
        let! free = Given.oneTime 0L fake
        let! customer = Given.customer "ada@acme.dev" fake
        let! checkout = Given.checkout free customer fake
        let! answer = Buying.confirm "{}" checkout fake
        Buying.succeeds answer |> ignore
        let! order = Buying.only "/v1/orders/" fake
        return Json.id order, Json.id customer
    }

let private merchants =
    testList
        "of merchants"
        [ Fake.test "a customer is changed by its external id, and deleted by it" (fun fake ->
              task {
                  let path = "/v1/customers/external/ada"

                  let! _ =
                      Given.create "/v1/customers/" """{"email":"ada@acme.dev","external_id":"ada"}""" fake

                  let! _ =
                      telling [ "customer.updated"; state ] fake (fun () -> Http.patch path """{"name":"Ada"}""" fake)

                  let! seen = shown path fake
                  Expect.equal (Json.text "name" seen) "Ada" "changed"

                  let! deleted =
                      telling [ "member.deleted"; "customer.deleted"; state ] fake (fun () -> Http.delete path fake)

                  Expect.equal deleted.Status 204 deleted.Text
                  let! gone = Http.get path fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" gone
              })

          Fake.test "a member is read and changed by external ids" (fun fake ->
              task {
                  let! _ =
                      Given.create "/v1/customers/" """{"type":"team","email":"ada@acme.dev","external_id":"team"}""" fake

                  let members = "/v1/customers/external/team/members"

                  let! _ =
                      telling [ "member.created" ] fake (fun () ->
                          Http.post members """{"email":"bob@acme.dev","external_id":"bob"}""" fake)

                  let! seen = shown (members + "/bob") fake
                  Expect.equal (Json.text "email" seen) "bob@acme.dev" "there"

                  let! _ =
                      telling [ "member.updated" ] fake (fun () -> Http.patch (members + "/bob") """{"name":"Bob"}""" fake)

                  let! seen = shown (members + "/bob") fake
                  Expect.equal (Json.text "name" seen) "Bob" "changed"
              })

          Fake.test "payment methods are listed by the customer's external id" (fun fake ->
              task {
                  let! customer =
                      Given.create "/v1/customers/" """{"email":"ada@acme.dev","external_id":"ada"}""" fake

                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake

                  let! session =
                      Buying.session product $""","customer_id":"{Json.id customer}" """ fake

                  let! paid =
                      Buying.confirm (Subscribing.untaxed "ada@acme.dev" "tok_visa") session fake

                  Buying.succeeds paid |> ignore
                  let! listed = shown "/v1/customers/external/ada/payment-methods" fake
                  let! byId = shown $"/v1/customers/{Json.id customer}/payment-methods" fake
                  Expect.hasLength (Json.items "items" listed) 1 "a card"
                  Expect.equal (listed.ToJsonString()) (byId.ToJsonString()) "as by its id"
              })

          Fake.test "a payment is read" (fun fake ->
              task {
                  let! product = Given.oneTime 1000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! listed = Buying.only "/v1/payments/" fake
                  let! seen = shown $"/v1/payments/{Json.id listed}" fake
                  Expect.equal (seen.ToJsonString()) (listed.ToJsonString()) "as it is listed"
                  Expect.equal (Json.whole "amount" seen, Json.text "status" seen) (1000L, "succeeded") "what was paid"
              })

          Fake.test "an invoice is asked for" (fun fake ->
              task {
                  let! order, _ = freeOrder fake
                  let path = $"/v1/orders/{order}"

                  let! _ =
                      telling [ "order.updated" ] fake (fun () ->
                          Http.patch path """{"billing_name":"Ada","billing_address":{"country":"FR"}}""" fake)

                  let! before = shown path fake
                  Expect.isFalse (Json.flag "is_invoice_generated" before) "not yet"

                  let! asked =
                      telling [ "order.updated" ] fake (fun () -> Http.post (path + "/invoice") "" fake)

                  Expect.equal asked.Status 202 asked.Text
                  let! after = shown path fake
                  Expect.isTrue (Json.flag "is_invoice_generated" after) "it is there"
              })

          Fake.test "an invitation to a seat is sent again" (fun fake ->
              task {
                  let! bought = Seats.order 2 fake
                  let! seat = Seats.invited bought "bob@acme.dev" fake

                  let! again =
                      telling [] fake (fun () -> Http.post $"{Seats.path}/{Json.id seat}/resend" "" fake)

                  Expect.equal again.Text (seat.ToJsonString()) "the same seat"
                  Expect.hasLength (fake.Emails.To "bob@acme.dev") 2 "two mails"
                  let! listed = Seats.list bought fake
                  Expect.equal (Json.text "seats.0.status" listed) "pending" "it still waits"
              })

          Fake.test "an organization is founded" (fun fake ->
              task {
                  let! token = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))

                  let send (method: string) (path: string) (body: string option) =
                      Http.raw fake (Http.request method path (Some token) body)

                  let! made =
                      telling [] fake (fun () -> send "POST" "/v1/organizations/" (Some """{"name":"My Shop","slug":"my-shop"}"""))

                  let! seen = send "GET" $"/v1/organizations/{Json.id made.Json}" None
                  Expect.equal (Json.text "slug" seen.Json) "my-shop" "there"
              })

          Fake.test "a token is taken back, and its client stays" (fun fake ->
              task {
                  let! client = OAuth.register fake
                  let! tokens = OAuth.tokens client fake

                  let ask (path: string) =
                      OAuth.form
                          path
                          []
                          [ "client_id", client.Id
                            "client_secret", client.Secret
                            "token", Json.text "access_token" tokens ]
                          fake

                  let! _ = telling [] fake (fun () -> ask "/v1/oauth2/revoke")
                  let! told = ask "/v1/oauth2/introspect"
                  Expect.equal told.Text """{"active": false}""" "of no use any more"

                  let! seen =
                      Http.raw fake (Http.request "GET" $"/v1/oauth2/register/{client.Id}" (Some client.RegistrationToken) None)

                  Expect.equal (Json.text "client_id" seen.Json) client.Id "the client"
              }) ]

let private customers =
    testList
        "of customers"
        [ testCaseTask "a license key is rotated by whom it belongs to" (fun () ->
              task {
                  let! key = LicenseKeys.once LicenseKeys.limits
                  use _ = key.Fake
                  let! token = Benefits.session key.Customer key.Fake
                  let path = $"license-keys/{Json.id key.Key}"

                  let! rotated =
                      telling [] key.Fake (fun () -> Portal.post token (path + "/rotate") "" key.Fake)

                  Expect.notEqual (Json.text "key" rotated.Json) key.Text "another one"
                  let! seen = Portal.get token path key.Fake
                  Expect.equal (Json.text "key" seen.Json) (Json.text "key" rotated.Json) "which is theirs"
              })

          Fake.test "a member is removed by the owner" (fun fake ->
              task {
                  let! team =
                      Given.create "/v1/customers/" """{"type":"team","email":"ada@acme.dev"}""" fake

                  let! bob = Portal.member' (Json.id team) "bob@acme.dev" MemberRole.Member fake
                  let! owner = Portal.ownersSession (Json.id team) fake

                  let! removed =
                      telling [ "member.deleted" ] fake (fun () -> Portal.send owner "DELETE" $"members/{bob}" None fake)

                  Expect.equal removed.Status 204 removed.Text
                  let! listed = Portal.get owner "members" fake
                  Expect.equal [ for row in Json.items "items" listed.Json -> Json.text "email" row ] [ "ada@acme.dev" ] "who is left"
              })

          Fake.test "an order is read, and addressed to somebody else" (fun fake ->
              task {
                  let! order, customer = freeOrder fake
                  let! token = Portal.session customer fake
                  let path = $"orders/{order}"
                  let! seen = Portal.get token path fake
                  Expect.equal (Json.id seen.Json, Json.whole "total_amount" seen.Json) (order, 0L) "theirs"

                  let! _ =
                      telling [ "order.updated" ] fake (fun () ->
                          Portal.patch token path """{"billing_name":"Ada & Co","billing_address":{"country":"FR"}}""" fake)

                  let! seen = Portal.get token path fake
                  Expect.equal (Json.text "billing_name" seen.Json) "Ada & Co" "to whom"
              })

          Fake.test "an invitation to a seat is sent again" (fun fake ->
              task {
                  let! bought = Seats.order 2 fake
                  let! seat = Seats.invited bought "bob@acme.dev" fake
                  let! token = Portal.session bought.Customer fake

                  let! again =
                      telling [] fake (fun () -> Portal.post token $"seats/{Json.id seat}/resend" "" fake)

                  Expect.equal again.Status 200 again.Text
                  Expect.hasLength (fake.Emails.To "bob@acme.dev") 2 "two mails"
                  let! listed = Portal.get token $"seats?{bought.Query}" fake
                  Expect.equal (Json.text "seats.0.status" listed.Json) "pending" "it still waits"
              })

          Fake.test "a subscription is to end with its period" (fun fake ->
              task {
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! _, token = Portal.subscriber product "tok_visa" fake
                  let! subscription = Subscribing.only fake
                  let path = $"subscriptions/{Json.id subscription}"

                  let! _ =
                      telling [ "subscription.updated"; "subscription.canceled"; state ] fake (fun () ->
                          Portal.send token "DELETE" path None fake)

                  let! seen = Portal.get token path fake

                  Expect.equal
                      (Json.text "status" seen.Json, Json.flag "cancel_at_period_end" seen.Json, Json.text "ends_at" seen.Json)
                      ("active", true, Json.text "current_period_end" seen.Json)
                      "until then it goes on"
              }) ]

[<Tests>]
let tests = testList "single operations" [ merchants; customers ]
