/// Operations that change something and tell nobody of it: what they have changed is seen where it is read.
module Polar.FakeServer.Tests.Effects.QuietTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private on (sentence: string) (test: FakePolar -> Task<unit>) =
    testCaseTask sentence (fun () ->
        task {
            use! fake = Fake.start ()
            do! test fake
        })

/// Takes a step that succeeds, and that nobody is told of.
let private quietly (fake: FakePolar) (step: unit -> Task<Answer>) : Task<Answer> =
    task {
        let! answer, told = Events.during fake step
        Expect.isLessThan answer.Status 300 answer.Text
        Expect.isEmpty told "nobody is told"
        return answer
    }

let private shown (path: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Http.get path fake
        Expect.equal answer.Status 200 answer.Text
        return answer.Json
    }

let private gone (path: string) (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.get path fake
        Refusal.domain 404 "ResourceNotFound" "Not found" answer
    }

/// Something is made, changed and deleted below a path; what it is called is in a member.
let private comesAndGoes (path: string) (body: string) (change: string) (name: string) (before: string) (after: string) (fake: FakePolar) =
    task {
        let! made = quietly fake (fun () -> Http.post path body fake)
        let own = $"""{path.TrimEnd '/'}/{Json.text "id" made.Json}"""
        let! seen = shown own fake
        Expect.equal (Json.text name seen) before "made"
        let! changed = quietly fake (fun () -> Http.patch own change fake)
        let! seen = shown own fake
        Expect.equal (Json.text name seen) after "changed"
        Expect.equal (changed.Json.ToJsonString()) (seen.ToJsonString()) "and shown so"
        let! deleted = quietly fake (fun () -> Http.delete own fake)
        Expect.equal deleted.Status 204 deleted.Text
        do! gone own fake
    }

let private catalog =
    testList
        "of the catalog"
        [ on
              "a custom field comes, is changed and goes"
              (comesAndGoes
                  "/v1/custom-fields/"
                  """{"type":"text","slug":"company","name":"Company","properties":{}}"""
                  """{"type":"text","name":"Employer"}"""
                  "name"
                  "Company"
                  "Employer")

          on "a checkout link comes, is changed and goes" (fun fake ->
              task {
                  let! product = Given.oneTime 1000L fake

                  do!
                      comesAndGoes
                          "/v1/checkout-links/"
                          $"""{{"payment_processor":"stripe","label":"Spring","products":["{Json.text "id" product}"]}}"""
                          """{"label":"Summer"}"""
                          "label"
                          "Spring"
                          "Summer"
                          fake
              })

          on "a meter is made and changed" (fun fake ->
              task {
                  let! made =
                      quietly fake (fun () ->
                          Http.post
                              "/v1/meters/"
                              """{"name":"Calls","filter":{"conjunction":"and","clauses":[]},"aggregation":{"func":"count"}}"""
                              fake)

                  let path = $"""/v1/meters/{Json.text "id" made.Json}"""
                  let! seen = shown path fake
                  Expect.equal (seen.ToJsonString()) (made.Json.ToJsonString()) "made"

                  let! _ =
                      quietly fake (fun () -> Http.patch path """{"name":"All calls","is_archived":true}""" fake)

                  let! seen = shown path fake
                  Expect.equal (Json.text "name" seen, Json.isNull "archived_at" seen) ("All calls", false) "changed"
              })

          on "a file is announced, called something else and deleted" (fun fake ->
              task {
                  let! made =
                      quietly fake (fun () ->
                          Http.post
                              "/v1/files/"
                              """{"service":"downloadable","name":"one.txt","mime_type":"text/plain","size":5,"upload":{"parts":[{"number":1,"chunk_start":0,"chunk_end":5}]}}"""
                              fake)

                  Expect.isFalse (Json.flag "is_uploaded" made.Json) "there is nothing in it yet"

                  let! announced, completed =
                      FileTests.uploaded "downloadable" "two.txt" "text/plain" [ "hello" ] fake

                  Expect.isEmpty (Events.types fake) "nobody is told of an upload"
                  let! listed = shown "/v1/files/" fake

                  Expect.equal
                      [ for file in Json.items "items" listed -> Json.text "id" file ]
                      [ Json.text "id" announced ]
                      "what is there"

                  let path = $"""/v1/files/{Json.text "id" completed}"""

                  let! _ = quietly fake (fun () -> Http.patch path """{"name":"three.txt"}""" fake)

                  let! listed = shown "/v1/files/" fake
                  Expect.equal (Json.text "items.0.name" listed) "three.txt" "called something else"
                  let! deleted = quietly fake (fun () -> Http.delete path fake)
                  Expect.equal deleted.Status 204 deleted.Text
                  let! listed = shown "/v1/files/" fake
                  Expect.isEmpty (Json.items "items" listed) "gone"
              })

          on "a file's upload is completed" (fun fake ->
              task {
                  let! _, completed =
                      FileTests.uploaded "downloadable" "two.txt" "text/plain" [ "hello" ] fake

                  Expect.isTrue (Json.flag "is_uploaded" completed) "it is there"
                  Expect.isEmpty (Events.types fake) "nobody is told"
                  let! listed = shown "/v1/files/" fake
                  Expect.equal (Json.whole "items.0.size" listed) 5L "all of it"
              })

          on "a dashboard comes, is changed and goes" (fun fake ->
              task {
                  do!
                      comesAndGoes
                          "/v1/metrics/dashboards"
                          """{"name":"Mornings","metrics":["orders","revenue"]}"""
                          """{"name":"Evenings","metrics":["orders"]}"""
                          "name"
                          "Mornings"
                          "Evenings"
                          fake
              }) ]

let private usage =
    testList
        "of usage"
        [ on "events of nobody in particular are taken" (fun fake ->
              task {
                  let! taken =
                      quietly fake (fun () ->
                          Http.post
                              "/v1/events/ingest"
                              """{"events":[{"name":"call","external_customer_id":"ada"},{"name":"call","external_customer_id":"bob"}]}"""
                              fake)

                  Expect.equal (Json.whole "inserted" taken.Json, Json.whole "duplicates" taken.Json) (2L, 0L) "both"
                  let! listed = shown "/v1/events/?name=call" fake
                  Expect.hasLength (Json.items "items" listed) 2 "both are there"
              })

          on "a kind of events gets a label" (fun fake ->
              task {
                  let! _ =
                      Http.post "/v1/events/ingest" """{"events":[{"name":"call","external_customer_id":"ada"}]}""" fake

                  let! listed = shown "/v1/event-types/" fake
                  let id = Json.text "items.0.id" listed

                  let! _ =
                      quietly fake (fun () -> Http.patch $"/v1/event-types/{id}" """{"label":"Calls"}""" fake)

                  let! listed = shown "/v1/event-types/" fake
                  Expect.equal (Json.text "items.0.label" listed) "Calls" "its label"
                  let! events = shown "/v1/events/" fake
                  Expect.equal (Json.text "items.0.label" events) "Calls" "which its events have"
              }) ]

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
        [ on "an endpoint comes, is changed, gets another secret and goes" (fun fake ->
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

          on "an event is sent again" (fun fake ->
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
        [ on "a session of a customer begins" (fun fake ->
              task {
                  let! customer = Given.customer "ada@acme.dev" fake

                  let! made =
                      quietly fake (fun () -> Http.post "/v1/customer-sessions/" $"""{{"customer_id":"{Json.text "id" customer}"}}""" fake)

                  let! me =
                      Http.raw fake (Http.request "GET" "/v1/customer-portal/customers/me" (Some(Json.text "token" made.Json)) None)

                  Expect.equal (Json.text "id" me.Json) (Json.text "id" customer) "whose it is"
              })

          on "a client registers, changes and goes" (fun fake ->
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

          on "a code becomes tokens, which are told of and taken back" (fun fake ->
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
let tests =
    testList "what nobody is told of" [ catalog; usage; keys; endpoints; sessions ]
