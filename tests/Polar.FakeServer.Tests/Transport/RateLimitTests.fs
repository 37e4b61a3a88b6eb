/// Too many requests: who is counted, how many may come, and how long the rest waits.
module Polar.FakeServer.Tests.Transport.RateLimitTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private limited limits =
    Fake.startWith (fun options -> options.RateLimits <- limits)

/// How many of so many requests pass, and the first answer that did not.
let private passing (count: int) (ask: unit -> Task<Answer>) : Task<int * Answer option> =
    task {
        let mutable passed = 0
        let mutable refused = None

        for _ in 1..count do
            let! answer = ask ()

            if answer.Status <> 429 then
                passed <- passed + 1
            elif refused.IsNone then
                refused <- Some answer

        return passed, refused
    }

let private expectWait (seconds: int) (answer: Answer option) =
    match answer with
    | None -> failtest "No request was refused."
    | Some answer ->
        Expect.equal answer.Text "" "empty"
        Expect.equal (answer.Headers.TryFind "content-type") None "no type"
        Expect.equal (answer.Headers.TryFind "retry-after") (Some(string seconds)) "wait"
        Expect.equal (answer.Headers.TryFind "polar-version") (Some "2026-10") "version"
        Expect.equal (answer.Headers.TryFind "cache-control") None "no cache-control"

/// Paths that are counted apart: how many requests in how many seconds, and for how long nothing passes once they were more.
let private zones =
    [ "/v1/customer-portal/license-keys/validate", [ 3, 1 ], 60
      "/v1/customer-portal/license-keys/activate", [ 3, 1 ], 60
      "/v1/customer-portal/license-keys/deactivate", [ 3, 1 ], 60
      "/v1/checkouts/client/polar_c_x/confirm", [ 6, 60; 20, 3600 ], 1800
      "/v1/customer-portal/customer-session/request", [ 6, 60; 12, 3600 ], 900
      "/v1/customer-portal/customer-session/authenticate", [ 6, 60; 12, 3600 ], 900
      "/v1/customer-portal/customers/me/email-update/request", [ 6, 60; 12, 3600 ], 900
      "/v1/customer-portal/customers/me/email-update/check", [ 6, 60; 12, 3600 ], 900
      "/v1/customer-portal/customers/me/email-update/verify", [ 6, 60; 12, 3600 ], 900
      "/v1/customer-seats/claim/x/stream", [ 10, 60 ], 300
      "/v1/auth/email-otp/request", [ 6, 60; 12, 3600 ], 900
      "/v1/auth/totp", [ 6, 60; 12, 3600 ], 900
      "/v1/auth/backup-codes", [ 6, 60; 12, 3600 ], 900
      "/v1/login-code/request", [ 6, 60; 12, 3600 ], 900
      "/v1/feedbacks/", [ 5, 3600 ], 3600 ]

/// As many requests as pass in the longest window without breaking a shorter one; then one more, which is refused.
let private exhausted (fake: FakePolar) (limits: (int * int) list) (ask: unit -> Task<Answer>) : Task<Answer> =
    task {
        let most, _ = List.maxBy snd limits
        let few, window = List.minBy snd limits
        let mutable asked = 0

        while asked < most do
            for _ in 1 .. min few (most - asked) do
                let! answer = ask ()
                Expect.notEqual answer.Status 429 $"request {asked + 1} of {most}"
                asked <- asked + 1

            if asked < most then
                do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds(float window))

        return! ask ()
    }

let private apart: Test list =
    [ for limits in [ FakeRateLimits.Sandbox; FakeRateLimits.Production ] do
          for path, most, block in zones do
              for holder in [ None; Some "polar_oat_unknown" ] do
                  testCaseTask $"{path} in {limits} is counted apart, of {holder}" (fun () ->
                      task {
                          use! fake = limited limits

                          let ask () =
                              Http.raw fake (Http.request "POST" path holder (Some "{}"))

                          let! refused = exhausted fake most ask
                          Expect.equal refused.Status 429 "one too many"
                          expectWait block (Some refused)

                          let! elsewhere = Http.raw fake (Http.request "GET" "/v1/products/" holder None)

                          Expect.equal elsewhere.Status 429 "everything waits"
                          let! beside = Http.raw fake (Http.request "GET" "/healthz" None None)
                          Expect.equal beside.Status 200 "but what is not limited"
                          do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds(float block))

                          let! after = Http.raw fake (Http.request "GET" "/v1/products/" holder None)

                          Expect.notEqual after.Status 429 "then it passes"
                      }) ]

let private key =
    """{"key":"x","organization_id":"6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"}"""

let private confirm = "/v1/checkouts/client/polar_c_x/confirm"

[<Tests>]
let tests =
    testList
        "rate limits"
        [ yield! apart

          testCaseTask "tokens of OAuth2 are counted by their client, not by their user" (fun () ->
              task {
                  use! fake = limited FakeRateLimits.Sandbox
                  let! first = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.OAuth2))
                  let! second = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.OAuth2))
                  let! personal = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))

                  let by token () =
                      Http.raw fake (Http.request "GET" "/v1/products/" (Some token) None)

                  for token in [ first; second; personal ] do
                      let! known = by token ()
                      Expect.equal known.Status 200 "known"

                  let! _ = passing 60 (by first)
                  let! ofClient, _ = passing 60 (by second)
                  Expect.equal ofClient 40 "what the client has left"
                  let! ofUser, _ = passing 105 (by personal)
                  Expect.equal ofUser 100 "the user has its own"
              })

          testCaseTask "a token counts as its holder for five minutes, then it must be heard again" (fun () ->
              task {
                  use! fake = limited FakeRateLimits.Production
                  let! _ = Http.get "/v1/products/" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 299.0)
                  let! most, _ = passing 505 (fun () -> Http.get "/v1/products/" fake)
                  Expect.equal most 500 "of the holder"
              })

          for name, kind in
              [ "customer", FakeTokenKind.CustomerSession
                "member", FakeTokenKind.MemberSession ] do
              testCaseTask $"a {name} is counted by itself" (fun () ->
                  task {
                      use! fake = limited FakeRateLimits.Sandbox
                      let! one = Given.customer "ada@acme.dev" fake
                      let! other = Given.customer "eve@acme.dev" fake

                      let ask customer =
                          task {
                              let! token =
                                  fake.CreateTokenAsync(FakeToken(Kind = kind, CustomerId = Guid.Parse(Json.text "id" customer)))

                              let by () =
                                  Http.raw fake (Http.request "GET" "/v1/customer-portal/benefit-grants/" (Some token) None)

                              let! _ = by ()
                              return! passing 105 by
                          }

                      let! ofOne, refused = ask one
                      Expect.equal ofOne 100 "of one"
                      expectWait 60 refused
                      let! ofOther, _ = ask other
                      Expect.equal ofOther 100 "of the other"
                  })

          testCaseTask "there are none unless asked for" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! passed, _ = passing 600 (fun () -> Http.get "/v1/products/" fake)
                  Expect.equal passed 600 "all pass"
              })

          for limits, most in [ FakeRateLimits.Sandbox, 100; FakeRateLimits.Production, 500 ] do
              testCaseTask $"an organization has {most} requests a minute in {limits}" (fun () ->
                  task {
                      use! fake = limited limits
                      let! first = Http.get "/v1/products/" fake
                      Expect.equal first.Status 200 "the first makes the token known"
                      let! passed, refused = passing (most + 3) (fun () -> Http.get "/v1/products/" fake)
                      Expect.equal passed most "of the holder"
                      expectWait 60 refused
                      do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 60.0)
                      let! again = Http.get "/v1/products/" fake
                      Expect.equal again.Status 200 "the next minute"
                  })

          testCaseTask "two tokens of one organization are counted together" (fun () ->
              task {
                  use! fake = limited FakeRateLimits.Sandbox
                  let! other = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Organization))

                  let byOther () =
                      Http.raw fake (Http.request "GET" "/v1/products/" (Some other) None)

                  let! _ = Http.get "/v1/products/" fake
                  let! _ = byOther ()
                  let! _ = passing 60 (fun () -> Http.get "/v1/products/" fake)
                  let! passed, _ = passing 60 byOther
                  Expect.equal passed 40 "what is left of a hundred"
              })

          testCaseTask "a token that was never good has sixty requests a minute" (fun () ->
              task {
                  use! fake = limited FakeRateLimits.Production

                  let! passed, refused =
                      passing 65 (fun () -> Http.raw fake (Http.request "GET" "/v1/products/" (Some "x") None))

                  Expect.equal passed 60 "refused as a token, but heard"
                  expectWait 60 refused
              })

          testCaseTask "license keys can be tried three times a second, then nothing passes for a minute" (fun () ->
              task {
                  use! fake = limited FakeRateLimits.Sandbox

                  let validate () =
                      Http.anonymous "POST" "/v1/customer-portal/license-keys/validate" (Some key) fake

                  let! passed, refused = passing 5 validate
                  Expect.equal passed 3 "three"
                  expectWait 60 refused
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 15.0)

                  let! elsewhere =
                      Http.anonymous "GET" "/v1/customer-portal/organizations/acme" None fake

                  Expect.equal elsewhere.Status 429 "not even elsewhere"
                  Expect.equal (elsewhere.Headers.TryFind "retry-after") (Some "45") "what is left"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 45.0)
                  let! after = validate ()
                  Expect.notEqual after.Status 429 "then again"
              })

          testCaseTask "a checkout can be confirmed six times a minute and twenty times an hour" (fun () ->
              task {
                  use! fake = limited FakeRateLimits.Sandbox

                  let ask () =
                      Http.anonymous "POST" confirm (Some "{}") fake

                  let! passed, refused = passing 7 ask
                  Expect.equal passed 6 "in a minute"
                  expectWait 1800 refused
              })

          testCaseTask "what lies outside of the API is not counted" (fun () ->
              task {
                  use! fake = limited FakeRateLimits.Sandbox
                  let! passed, _ = passing 200 (fun () -> Http.anonymous "GET" "/healthz" None fake)
                  Expect.equal passed 200 "health"
              })

          testCaseTask "who comes from another address is somebody else" (fun () ->
              task {
                  use! fake = limited FakeRateLimits.Sandbox

                  let from (address: string) =
                      let request = Http.request "GET" "/v1/customer-portal/organizations/acme" None None
                      request.Headers.Add("True-Client-IP", address)
                      Http.raw fake request

                  let! passed, _ = passing 105 (fun () -> from "192.0.2.1")
                  Expect.equal passed 100 "one address"
                  let! other = from "192.0.2.2"
                  Expect.notEqual other.Status 429 "another"
              }) ]
