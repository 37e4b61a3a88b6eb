/// Tokens of every kind: how the fake issues, revokes and keeps them, and how long they last.
module Polar.FakeServer.Tests.Authentication.TokenTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Execution
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Authentication.Bearers

/// A customer and its session's kinds: the path that its token may read.
let private kinds =
    [ "organization", "polar_oat_", "/v1/products/"
      "personal", "polar_pat_", "/v1/products/"
      "oauth2", "polar_at_u_", "/v1/products/"
      "customer_session", "polar_cst_", "/v1/customer-portal/customers/me"
      "member_session", "polar_mst_", "/v1/customer-portal/customers/me" ]

/// What a token is refused with when it is none: anything else means that it was taken.
let private isInvalid (answer: Answer) =
    answer.Status = 401 && answer.Text = invalidToken

let private issued =
    [ for kind, prefix, path in kinds do
          testCaseTask $"a token of the kind {kind} has Polar's form and is taken" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = tokenOf kind "" fake
                  Expect.stringStarts token prefix "prefix"
                  Expect.equal token.Length (prefix.Length + 43) "37 letters and their checksum"
                  Expect.stringEnds token (RandomDraw.Checksum token[prefix.Length .. prefix.Length + 36]) "which is right"
                  let! answer = Http.getAs token path fake
                  Expect.isFalse (answer.Status = 401) answer.Text
              })

          testCaseTask $"a token of the kind {kind} that has expired is none" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = tokenOf kind ",\"expires_in\":-1" fake
                  let! answer = Http.getAs token path fake
                  expectInvalidToken answer
              })

          testCaseTask $"a token of the kind {kind} expires when its time has passed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = tokenOf kind ",\"expires_in\":60" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 59.0)
                  let! before = Http.getAs token path fake
                  Expect.isFalse (isInvalid before) "a second before"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.0)
                  let! after = Http.getAs token path fake
                  expectInvalidToken after
              })

          testCaseTask $"a token of the kind {kind} that was revoked is none, on every path" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = tokenOf kind "" fake
                  let! revoked = Http.anonymous "DELETE" $"/_fake/tokens/{token}" None fake
                  Expect.equal revoked.Status 204 "revoked"
                  let! again = Http.anonymous "DELETE" $"/_fake/tokens/{token}" None fake
                  Expect.equal again.Status 404 "no such token any more"
                  Expect.isFalse (again.Text.Contains token) "and it is not said aloud"

                  for path in
                      [ path
                        "/v1/nowhere"
                        "/v1/products"
                        "/healthz"
                        "/v1/customer-portal/organizations/acme" ] do
                      let! answer = Http.getAs token path fake
                      expectInvalidToken answer
              }) ]

let private lifetimes =
    [ "oauth2", 864_000.0; "customer_session", 3600.0; "member_session", 3600.0 ]
    |> List.map (fun (kind, seconds) ->
        testCaseTask $"a token of the kind {kind} is good for {seconds} seconds unless told otherwise" (fun () ->
            task {
                use! fake = Fake.start ()
                let! token = tokenOf kind "" fake
                do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds(seconds - 1.0))
                let! before = Http.getAs token "/v1/nowhere" fake
                Expect.equal before.Status 404 "still somebody"
                do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.0)
                let! after = Http.getAs token "/v1/nowhere" fake
                expectInvalidToken after
            }))

/// The last letters of a token, which are made of those before them.
let private checksums =
    [ String('A', 37), "2qTV0e"
      String('0', 37), "3jnQlY"
      "abcdefghijklmnopqrstuvwxyz0123456789A", "0NddfB" ]
    |> List.map (fun (letters, expected) ->
        testCase $"the checksum of {letters} is {expected}"
        <| fun () -> Expect.equal (RandomDraw.Checksum letters) expected "in the alphabet of sixty-two letters")

[<Tests>]
let tests =
    testList
        "authentication"
        [ testList "tokens" issued
          testList "lifetimes" lifetimes
          testList "checksums" checksums

          testCaseTask "no token is kept as its holder has it, whatever its kind" (fun () ->
              task {
                  use! fake =
                      Fake.startWith (fun options -> options.AccessToken <- "chosen-by-somebody")

                  let! other = fake.CreateOrganizationAsync "other"
                  let! customer = Given.customer "ada@acme.dev" fake

                  let! session =
                      Http.post "/v1/customer-sessions/" $"""{{"customer_id":"{Json.text "id" customer}"}}""" fake

                  let! issued = Task.WhenAll [ for kind, _, _ in kinds -> tokenOf kind "" fake ]

                  let held =
                      [ fake.AccessToken
                        other.AccessToken
                        Json.text "token" session.Json
                        yield! issued ]

                  let kept = [ for row in fake.World.Tokens.All -> row.Token ]
                  Expect.isGreaterThanOrEqual kept.Length held.Length "a row each"

                  for token in held do
                      Expect.isFalse (kept |> List.exists (fun row -> row.Contains(token, StringComparison.Ordinal))) token

                  let! answer = Http.getAs other.AccessToken "/v1/organizations/" fake
                  Expect.equal answer.Status 200 "they are good all the same"
              })

          testCaseTask "tokens are issued and revoked in-process too" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! other = fake.CreateOrganizationAsync "other"

                  let! token =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Organization, OrganizationId = other.Id))

                  let! before = Http.getAs token "/v1/organizations/" fake
                  Expect.equal (Json.text "items.0.slug" before.Json) "other" "its own"
                  let! revoked = fake.RevokeTokenAsync token
                  Expect.isTrue revoked "revoked"
                  let! after = Http.getAs token "/v1/organizations/" fake
                  expectInvalidToken after
                  let! again = fake.RevokeTokenAsync token
                  Expect.isFalse again "gone"
                  Expect.isFalse ((string other).Contains other.AccessToken) "a token is not printed"

                  Expect.throwsC (fun () -> fake.CreateOrganizationAsync("other").GetAwaiter().GetResult() |> ignore) (fun fault ->
                      Expect.isTrue (fault :? ArgumentException) "the slug is taken")
              }) ]
