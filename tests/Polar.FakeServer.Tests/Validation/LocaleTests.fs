/// Language tags of customers and checkouts.
module Polar.FakeServer.Tests.Validation.LocaleTests

open System.Text.Json
open Expecto
open Polar.FakeServer.Tests

/// A tag as it is sent, and as it is kept.
let private kept =
    [ "en", "en"
      "EN", "en"
      "en-US", "en-US"
      "en_us", "en-US"
      "eng", "en"
      "fr-ca", "fr-CA"
      "ger", "de"
      "iw", "he"
      "en-Latn", "en"
      "en-latn-us", "en-US"
      "zh-hant-tw", "zh-Hant-TW"
      "sr-latn", "sr-Latn"
      "es-419", "es-419"
      "yue", "yue"
      "en-GB-oxendict", "en-GB-oxendict"
      "de-1996", "de-1996"
      "de-DE-u-co-phonebk", "de-DE-u-co-phonebk" ]

let private refused =
    [ ""
      "e"
      "english"
      "zz"
      "und"
      "x-klingon"
      "nonsense-"
      "en-"
      "en--US"
      "en-ZZ"
      "en US"
      "en-u"
      "12" ]

let private quoted (tag: string) = JsonSerializer.Serialize tag

let private customer tag =
    $"""{{"email":"ada@acme.dev","locale":{quoted tag}}}"""

[<Tests>]
let tests =
    testList
        "locales"
        [ for sent, standard in kept do
              testCaseTask $"'{sent}' is kept as '{standard}'" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! made = Given.create "/v1/customers/" (customer sent) fake
                      Expect.equal (Json.text "locale" made) standard "created"

                      let! changed =
                          Http.patch $"""/v1/customers/{Json.text "id" made}""" $"""{{"locale":{quoted sent}}}""" fake

                      Expect.equal (Json.text "locale" changed.Json) standard "changed"
                  })

          for sent in refused do
              testCaseTask $"'{sent}' is no language tag" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! refused = Http.post "/v1/customers/" (customer sent) fake

                      Refusal.malformed
                          [ "value_error", "body.individual.locale", "Value error, Invalid IETF BCP 47 language tag" ]
                          refused
                  })

          testCaseTask "a checkout's is checked too" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1900L fake
                  let body = $"""{{"products":["{Json.text "id" product}"],"locale":"nonsense-"}}"""
                  let! refused = Http.post "/v1/checkouts/" body fake
                  Expect.stringContains refused.Text "Invalid IETF BCP 47 language tag" "the reason"
              }) ]
