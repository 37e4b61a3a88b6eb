/// What an endpoint may be, and what is kept of it.
module Polar.FakeServer.Tests.Webhooks.WebhookEndpointTests

open System
open System.Text.Json
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private createAt (url: string) (fake: FakePolar) =
    Http.post "/v1/webhooks/endpoints" $"""{{"url":{JsonSerializer.Serialize url},"format":"raw","events":["order.paid"]}}""" fake

/// An address as it is sent, and as it is kept.
let private kept =
    [ "https://acme.dev", "https://acme.dev/"
      " https://acme.dev/hook ", "https://acme.dev/hook"
      "https://ACME.dev/Hook", "https://acme.dev/Hook"
      "https://münchen.example/hook", "https://xn--mnchen-3ya.example/hook"
      "https://user:pw@acme.dev/", "https://user:pw@acme.dev/"
      "https://acme.dev:8443/hook?a=1#b", "https://acme.dev:8443/hook?a=1#b"
      "https://8.8.8.8/", "https://8.8.8.8/"
      "https://sub.localhost/x", "https://sub.localhost/x"
      "https://host.internal/x", "https://host.internal/x"
      "https://acme.dev./x", "https://acme.dev./x"
      "https://0x08080808/", "https://8.8.8.8/"
      "https://134744072/", "https://8.8.8.8/"
      "https://[2606:4700::1111]/", "https://[2606:4700::1111]/" ]

let private private' =
    "Value error, Webhook URLs cannot point to localhost or private IP addresses."

let private hostname =
    "Value error, Invalid webhook URL: the hostname contains characters not allowed in domain names."

/// An address that is refused: the fault's type and message.
let private refused =
    [ "http://acme.dev/hook", "url_scheme", "URL scheme should be 'https'"
      "ftp://acme.dev/hook", "url_scheme", "URL scheme should be 'https'"
      "acme", "url_parsing", "Input should be a valid URL, relative URL without a base"
      "https://", "url_parsing", "Input should be a valid URL, empty host"
      "https://acme.dev/" + String('a', 2100), "url_too_long", "URL should have at most 2083 characters"
      "https://10.1.2.3/", "value_error", private'
      "https://100.64.0.1/", "value_error", private'
      "https://169.254.169.254/", "value_error", private'
      "https://172.16.0.1/", "value_error", private'
      "https://192.0.2.1/", "value_error", private'
      "https://192.168.0.1/", "value_error", private'
      "https://198.51.100.1/", "value_error", private'
      "https://203.0.113.1/", "value_error", private'
      "https://0.0.0.0/", "value_error", private'
      "https://0x0a000001/", "value_error", private'
      "https://167772161/", "value_error", private'
      "https://[fd00::1]/", "value_error", private'
      "https://[fe80::1]/", "value_error", private'
      "https://[2001:db8::1]/", "value_error", private'
      "https://a—b.acme.dev/", "value_error", hostname
      "https://a_b.acme.dev/", "value_error", hostname
      "https://-a.acme.dev/", "value_error", hostname
      "https://a..acme.dev/", "value_error", hostname ]

/// A body beside an address, and its fault: type, place, message.
let private malformed =
    [ """{"url":1,"format":"raw","events":[]}""", [ "url_type", """["body","url"]""", "URL input should be a string or URL" ]
      """{"url":null,"format":"raw","events":[]}""", [ "url_type", """["body","url"]""", "URL input should be a string or URL" ]
      """{"url":"https://acme.dev","format":"teams","events":[]}""",
      [ "enum", """["body","format"]""", "Input should be 'raw', 'discord' or 'slack'" ]
      "{}",
      [ "missing", """["body","url"]""", "Field required"
        "missing", """["body","format"]""", "Field required"
        "missing", """["body","events"]""", "Field required" ]
      """{"url":"https://acme.dev","name":"a\u0000","format":"raw","events":[]}""",
      [ "value_error", """["body","name"]""", "Value error, This value contains invalid characters" ] ]

[<Tests>]
let tests =
    testList
        "webhook endpoints"
        [ testList
              "are kept at"
              [ for sent, expected in kept ->
                    testCaseTask sent (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer = createAt sent fake
                            Expect.equal answer.Status 201 answer.Text
                            Expect.equal (Json.text "url" answer.Json) expected "address"
                        }) ]

          testList
              "are refused at"
              [ for sent, kind, message in refused ->
                    testCaseTask (sent.Substring(0, min 60 sent.Length)) (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer = createAt sent fake
                            Expect.equal (Faults.all answer) [ kind, """["body","url"]""", message ] "fault"
                        }) ]

          testCaseTask "a fault repeats the address: as it was sent where it is Polar's own, else without the space around it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! scheme = createAt " http://acme.dev/ " fake
                  Expect.equal (Json.text "detail.0.input" scheme.Json) "http://acme.dev/" "trimmed"
                  let! privately = createAt " https://10.0.0.1/ " fake
                  Expect.equal (Json.text "detail.0.input" privately.Json) " https://10.0.0.1/ " "as it was sent"
              })

          testList
              "are malformed:"
              [ for body, expected in malformed ->
                    testCaseTask body (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer = Http.post "/v1/webhooks/endpoints" body fake
                            Expect.equal (Json.text "error" answer.Json) "RequestValidationError" "error"
                            Expect.equal (Faults.all answer) expected "faults"
                        }) ]

          testCaseTask "a type of event that nobody knows is told with all that there are" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.post
                          "/v1/webhooks/endpoints"
                          """{"url":"https://acme.dev","format":"raw","events":["order.paid","order.lost"]}"""
                          fake

                  let kind, place, message = List.exactlyOne (Faults.all answer)
                  Expect.equal (kind, place) ("enum", """["body","events",1]""") "place"
                  Expect.stringStarts message "Input should be 'checkout.created', 'checkout.updated', 'checkout.expired', " "first"
                  Expect.stringContains message "' or '" "last"
              })

          testCaseTask "events are kept as they are sent, twice or none at all; on is not for the creation to say" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! twice =
                      Given.create
                          "/v1/webhooks/endpoints"
                          """{"url":"https://acme.dev","format":"raw","events":["order.paid","order.created","order.paid"],"enabled":false}"""
                          fake

                  Expect.equal ((Json.at "events" twice).ToJsonString()) """["order.paid","order.created","order.paid"]""" "events"
                  Expect.isTrue (Json.flag "enabled" twice) "on"
                  Expect.isTrue (Json.isNull "modified_at" twice) "never changed"

                  let! none =
                      Given.create "/v1/webhooks/endpoints" """{"url":"https://acme.dev","format":"raw","events":[]}""" fake

                  Expect.isEmpty (Json.items "events" none) "none"

                  let! unchanged =
                      Http.patch $"""/v1/webhooks/endpoints/{Json.text "id" none}""" "{}" fake

                  Expect.equal unchanged.Status 200 unchanged.Text
                  let! list = Http.get "/v1/webhooks/endpoints" fake

                  Expect.equal
                      [ for shown in Json.items "items" list.Json -> Json.text "id" shown ]
                      [ Json.text "id" none; Json.text "id" twice ]
                      "newest first"
              })

          testCaseTask "a deleted endpoint still gets what was on its way to it, and its deliveries stay" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let attempts = ref 0

                  let! receiver =
                      fake.Webhooks.ReceiveAsync(
                          (fun _ _ ->
                              incr attempts

                              System.Threading.Tasks.Task.FromResult(
                                  if attempts.Value = 1 then
                                      Net.HttpStatusCode.InternalServerError
                                  else
                                      Net.HttpStatusCode.OK
                              )),
                          [| "customer.created" |]
                      )

                  let! _ = Given.customer "ada@acme.dev" fake
                  do! fake.Webhooks.SettleAsync()
                  let! deleted = Http.delete $"/v1/webhooks/endpoints/{receiver.EndpointId}" fake
                  Expect.equal deleted.Status 204 "deleted"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 8.0)
                  Expect.equal attempts.Value 2 "tried again"
                  let! all = Http.get "/v1/webhooks/deliveries" fake
                  Expect.equal (Json.whole "pagination.total_count" all.Json) 2L "both listed"

                  let! ofIt =
                      Http.get $"/v1/webhooks/deliveries?endpoint_id={receiver.EndpointId}" fake

                  Expect.equal (Json.whole "pagination.total_count" ofIt.Json) 0L "but not by the endpoint"
              }) ]
