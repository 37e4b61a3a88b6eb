/// What nobody is told of, of keys, endpoints and sessions: it happens, and no webhook says so.
module Polar.FakeServer.Tests.Effects.QuietAccessTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Effects.Quietly

let private keys =
    let properties =
        """{"activations":{"limit":2,"enable_customer_admin":true},"limit_usage":5}"""

    let on (sentence: string) (test: BoughtKey -> Task<unit>) =
        testCaseTask sentence (fun () ->
            task {
                let! key = LicenseKeys.once properties
                use _ = key.Fake
                do! test key
            })

    testList
        "of license keys"
        [ for who, post in LicenseKeys.routes do
              on $"is activated by {who}, and deactivated" (fun key ->
                  task {
                      let! activated =
                          quietly key.Fake (fun () -> post "activate" (LicenseKeys.body key ",\"label\":\"Laptop\"") key.Fake)

                      let id = Json.text "id" activated.Json
                      let! seen = LicenseKeys.reread key
                      Expect.equal [ for row in Json.items "activations" seen -> Json.text "id" row ] [ id ] "one"
                      let! one = shown $"{key.Path}/activations/{id}" key.Fake
                      Expect.equal (Json.text "label" one) "Laptop" "its label"

                      let! deactivated =
                          quietly key.Fake (fun () -> post "deactivate" (LicenseKeys.body key $",\"activation_id\":\"{id}\"") key.Fake)

                      Expect.equal deactivated.Status 204 deactivated.Text
                      let! seen = LicenseKeys.reread key
                      Expect.isEmpty (Json.items "activations" seen) "none"
                  })

              on $"is validated by {who}, and used" (fun key ->
                  task {
                      let! validated =
                          quietly key.Fake (fun () -> post "validate" (LicenseKeys.body key ",\"increment_usage\":2") key.Fake)

                      Expect.equal (Json.whole "usage" validated.Json, Json.whole "validations" validated.Json) (2L, 1L) "used"
                      let! seen = LicenseKeys.reread key
                      Expect.equal (Json.whole "usage" seen, Json.whole "validations" seen) (2L, 1L) "which is kept"
                      Expect.isFalse (Json.isNull "last_validated_at" seen) "with the time of it"
                  })

          on "is changed by the merchant" (fun key ->
              task {
                  let! _ =
                      quietly key.Fake (fun () -> Http.patch key.Path """{"limit_usage":9}""" key.Fake)

                  let! seen = LicenseKeys.reread key
                  Expect.equal (Json.whole "limit_usage" seen) 9L "its limit"
              }) ]

let private endpoints =
    testList
        "of endpoints"
        [ Fake.test "an endpoint comes, is changed, gets another secret and goes" (fun fake ->
              task {
                  let! made =
                      quietly fake (fun () ->
                          Http.post
                              "/v1/webhooks/endpoints"
                              """{"url":"https://acme.dev/hook","format":"raw","events":["order.paid"]}"""
                              fake)

                  let path = $"""/v1/webhooks/endpoints/{Json.text "id" made.Json}"""
                  let! seen = shown path fake
                  Expect.equal (seen.ToJsonString()) (made.Json.ToJsonString()) "made"

                  let! _ =
                      quietly fake (fun () -> Http.patch path """{"events":["order.paid","order.refunded"]}""" fake)

                  let! seen = shown path fake
                  Expect.equal ((Json.at "events" seen).ToJsonString()) """["order.paid","order.refunded"]""" "changed"

                  let! reset = quietly fake (fun () -> Http.patch $"{path}/secret" "{}" fake)

                  Expect.notEqual (Json.text "secret" reset.Json) (Json.text "secret" made.Json) "another secret"
                  let! seen = shown path fake
                  Expect.equal (Json.text "secret" seen) (Json.text "secret" reset.Json) "which is kept"
                  let! deleted = quietly fake (fun () -> Http.delete path fake)
                  Expect.equal deleted.Status 204 deleted.Text
                  do! gone path fake
              })

          Fake.test "an event is sent again" (fun fake ->
              task {
                  let! endpoint =
                      Given.create
                          "/v1/webhooks/endpoints"
                          """{"url":"https://acme.dev/hook","format":"raw","events":["discount.created"]}"""
                          fake

                  let! _ =
                      Given.create "/v1/discounts/" """{"name":"Early","type":"percentage","basis_points":1000,"duration":"once"}""" fake

                  do! fake.Webhooks.SettleAsync()

                  let deliveries () =
                      shown $"""/v1/webhooks/deliveries?endpoint_id={Json.text "id" endpoint}""" fake

                  let! before = deliveries ()
                  let id = Json.text "items.0.webhook_event.id" before

                  let! again =
                      quietly fake (fun () -> Http.post $"/v1/webhooks/events/{id}/redeliver" "{}" fake)

                  Expect.equal again.Status 202 again.Text
                  do! fake.Webhooks.SettleAsync()
                  let! after = deliveries ()

                  Expect.equal
                      (Json.items "items" after
                       |> List.map (Json.text "webhook_event.id")
                       |> List.distinct)
                      [ id ]
                      "the same event"

                  Expect.hasLength (Json.items "items" after) 2 "twice"
              }) ]

let private sessions =
    testList
        "of sessions and sign-in"
        [ Fake.test "a session of a customer begins" (fun fake ->
              task {
                  let! customer = Given.customer "ada@acme.dev" fake

                  let! made =
                      quietly fake (fun () -> Http.post "/v1/customer-sessions/" $"""{{"customer_id":"{Json.text "id" customer}"}}""" fake)

                  let! me =
                      Http.raw fake (Http.request "GET" "/v1/customer-portal/customers/me" (Some(Json.text "token" made.Json)) None)

                  Expect.equal (Json.text "id" me.Json) (Json.text "id" customer) "whose it is"
              })

          Fake.test "a client registers, changes and goes" (fun fake ->
              task {
                  let! registered =
                      quietly fake (fun () ->
                          Http.anonymous
                              "POST"
                              "/v1/oauth2/register"
                              (Some $"""{{"client_name":"Shop","redirect_uris":["{OAuth.callback}"]}}""")
                              fake)

                  let id = Json.text "client_id" registered.Json
                  let token = Json.text "registration_access_token" registered.Json
                  let path = $"/v1/oauth2/register/{id}"

                  let send (method: string) (body: string option) =
                      Http.raw fake (Http.request method path (Some token) body)

                  let! seen = send "GET" None
                  Expect.equal (Json.text "client_name" seen.Json) "Shop" "registered"

                  let! _ =
                      quietly fake (fun () ->
                          send "PUT" (Some $"""{{"client_id":"{id}","client_name":"Store","redirect_uris":["{OAuth.callback}"]}}"""))

                  let! seen = send "GET" None
                  Expect.equal (Json.text "client_name" seen.Json) "Store" "changed"
                  let! deleted = quietly fake (fun () -> send "DELETE" None)
                  Expect.equal deleted.Status 204 deleted.Text
                  let! after = send "GET" None
                  Expect.equal after.Status 401 "gone"
              })

          Fake.test "a code becomes tokens, which are told of and taken back" (fun fake ->
              task {
                  let! client = OAuth.register fake
                  let! code = OAuth.code client fake
                  let! tokens = quietly fake (fun () -> OAuth.exchange client code fake)
                  let access = Json.text "access_token" tokens.Json

                  let me () =
                      Http.raw fake (Http.request "GET" "/v1/oauth2/userinfo" (Some access) None)

                  let ask (path: string) =
                      OAuth.form path [] [ "client_id", client.Id; "client_secret", client.Secret; "token", access ] fake

                  let! told = quietly fake (fun () -> ask "/v1/oauth2/introspect")
                  let! known = me ()
                  Expect.equal (Json.text "sub" known.Json) (Json.text "sub" told.Json) "of the same person"
                  let! _ = quietly fake (fun () -> ask "/v1/oauth2/revoke")
                  let! unknown = me ()
                  Expect.equal unknown.Status 401 "no more"
              }) ]

[<Tests>]
let tests = testList "what nobody is told of" [ keys; endpoints; sessions ]
