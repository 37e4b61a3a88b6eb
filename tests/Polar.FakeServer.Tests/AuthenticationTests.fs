/// Who may call: tokens of every kind, as the fake issues and revokes them, and what a bad one gets.
module Polar.FakeServer.Tests.AuthenticationTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Execution
open Polar.FakeServer.Tests

let private expired =
    "The access token provided is expired, revoked, malformed, or invalid for other reasons."

let private invalidToken =
    $"""{{"error": "invalid_token", "error_description": "{expired}"}}"""

let private unauthorized = """{"error":"Unauthorized","detail":"Unauthorized"}"""

let private header name (answer: Answer) =
    answer.Headers.TryFind name |> Option.defaultValue ""

let private expectInvalidToken (answer: Answer) =
    Expect.equal answer.Status 401 "status"
    Expect.equal answer.Text invalidToken "body"
    Expect.equal (header "cache-control" answer) "no-store" "cache-control"
    Expect.equal (header "pragma" answer) "no-cache" "pragma"

    Expect.equal
        (header "www-authenticate" answer)
        ("Bearer realm=\"polar\", error=\"invalid_token\", error_description=\""
         + expired
         + "\"")
        "www-authenticate"

let private expectUnauthorized (answer: Answer) =
    Expect.equal answer.Status 401 "status"
    Expect.equal answer.Text unauthorized "body"
    Expect.equal (header "cache-control" answer) "private, no-store" "cache-control"
    Expect.equal (header "www-authenticate" answer) "Bearer realm=\"polar\"" "www-authenticate"

let private control (path: string) (body: string) (fake: FakePolar) =
    Http.anonymous "POST" ("/_fake/" + path) (Some body) fake

let private issue (body: string) (fake: FakePolar) : Task<string> =
    task {
        let! answer = control "tokens" body fake

        if answer.Status <> 201 then
            failwith $"Expected 201, got {answer.Status}: {answer.Text}"

        return Json.text "token" answer.Json
    }

let private getAs (token: string) (path: string) (fake: FakePolar) =
    Http.raw fake (Http.request "GET" path (Some token) None)

/// A customer and its session's kinds: the path that its token may read.
let private kinds =
    [ "organization", "polar_oat_", "/v1/products/"
      "personal", "polar_pat_", "/v1/products/"
      "oauth2", "polar_at_u_", "/v1/products/"
      "customer_session", "polar_cst_", "/v1/customer-portal/customers/me"
      "member_session", "polar_mst_", "/v1/customer-portal/customers/me" ]

let private tokenOf (kind: string) (more: string) (fake: FakePolar) : Task<string> =
    task {
        if kind.EndsWith "_session" then
            let! customer = Given.customer $"{Guid.NewGuid():N}@acme.dev" fake
            return! issue $"""{{"kind":"{kind}","customer_id":"{Json.text "id" customer}"{more}}}""" fake
        else
            return! issue $"""{{"kind":"{kind}"{more}}}""" fake
    }

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
                  let! answer = getAs token path fake
                  Expect.isFalse (answer.Status = 401) answer.Text
              })

          testCaseTask $"a token of the kind {kind} that has expired is none" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = tokenOf kind ",\"expires_in\":-1" fake
                  let! answer = getAs token path fake
                  expectInvalidToken answer
              })

          testCaseTask $"a token of the kind {kind} expires when its time has passed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = tokenOf kind ",\"expires_in\":60" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 59.0)
                  let! before = getAs token path fake
                  Expect.isFalse (isInvalid before) "a second before"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.0)
                  let! after = getAs token path fake
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
                      let! answer = getAs token path fake
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
                let! before = getAs token "/v1/nowhere" fake
                Expect.equal before.Status 404 "still somebody"
                do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.0)
                let! after = getAs token "/v1/nowhere" fake
                expectInvalidToken after
            }))

let private strangers =
    [ "polar_oat_unknown"
      "polar_pat_x"
      "polar_at_u_x"
      "polar_cst_x"
      "polar_mst_x"
      "polar_us_x"
      "sk_live_1"
      "x" ]
    |> List.map (fun token ->
        testCaseTask $"the bearer '{token}' is nobody" (fun () ->
            task {
                use! fake = Fake.start ()
                let! answer = getAs token "/v1/products/" fake
                expectInvalidToken answer
            }))

/// What counts as having sent no bearer at all.
let private absent =
    [ "Basic dXNlcjpwYXNz"; "Bearer"; "Bearer "; "Token abc"; "Bearer schlüssel" ]
    |> List.map (fun authorization ->
        testCaseTask $"'Authorization: {authorization}' is as good as none" (fun () ->
            task {
                use! fake = Fake.start ()
                let request = Http.request "GET" "/v1/products/" None None

                request.Headers.TryAddWithoutValidation("Authorization", authorization)
                |> ignore

                let! answer = Http.raw fake request
                expectUnauthorized answer
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
          testList "strangers" strangers
          testList "no bearer" absent
          testList "checksums" checksums

          testCaseTask "the scheme is read in whatever case" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let request = Http.request "GET" "/v1/products/" None None

                  request.Headers.TryAddWithoutValidation("Authorization", $"bEARER {fake.AccessToken}")
                  |> ignore

                  let! answer = Http.raw fake request
                  Expect.equal answer.Status 200 "taken"
              })

          testCaseTask "a client registration token is nobody in particular" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = getAs "polar_crt_x" "/v1/products/" fake
                  expectUnauthorized answer
              })

          testCaseTask "a token without the scope is told which it lacks" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = issue """{"kind":"organization","scopes":["orders:read"]}""" fake
                  let! answer = getAs token "/v1/products/" fake
                  Expect.equal answer.Status 403 "status"

                  let sentence =
                      "The request requires higher privileges than provided by the access token."

                  Expect.equal answer.Text $"""{{"error": "insufficient_scope", "error_description": "{sentence}"}}""" "body"

                  Expect.equal (header "cache-control" answer) "no-store" "cache-control"
                  Expect.equal (header "pragma" answer) "no-cache" "pragma"

                  Expect.equal
                      (header "www-authenticate" answer)
                      ("Bearer realm=\"polar\", scope=\"products:read products:write\", error=\"insufficient_scope\", error_description=\""
                       + sentence
                       + "\"")
                      "www-authenticate"
              })

          testCaseTask "any one of the accepted scopes suffices" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = issue """{"kind":"organization","scopes":["products:write"]}""" fake
                  let! answer = getAs token "/v1/products/" fake
                  Expect.equal answer.Status 200 "taken"
              })

          testCaseTask "an organization's token has no business in the portal, nor a session outside of it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! portal = Http.get "/v1/customer-portal/orders/" fake
                  expectUnauthorized portal
                  let! session = tokenOf "member_session" "" fake
                  let! core = getAs session "/v1/orders/" fake
                  expectUnauthorized core
              })

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

                  let! answer = getAs other.AccessToken "/v1/organizations/" fake
                  Expect.equal answer.Status 200 "they are good all the same"
              })

          testCaseTask "malformed JSON is told before a missing token" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "POST" "/v1/products/" (Some "{") fake
                  Expect.equal answer.Status 422 "status"
                  Expect.equal (Json.text "detail.0.type" answer.Json) "json_invalid" "type"
              })

          testCaseTask "tokens are issued and revoked in-process too" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! other = fake.CreateOrganizationAsync "other"

                  let! token =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Organization, OrganizationId = other.Id))

                  let! before = getAs token "/v1/organizations/" fake
                  Expect.equal (Json.text "items.0.slug" before.Json) "other" "its own"
                  let! revoked = fake.RevokeTokenAsync token
                  Expect.isTrue revoked "revoked"
                  let! after = getAs token "/v1/organizations/" fake
                  expectInvalidToken after
                  let! again = fake.RevokeTokenAsync token
                  Expect.isFalse again "gone"
                  Expect.isFalse ((string other).Contains other.AccessToken) "a token is not printed"

                  Expect.throwsC (fun () -> fake.CreateOrganizationAsync("other").GetAwaiter().GetResult() |> ignore) (fun fault ->
                      Expect.isTrue (fault :? ArgumentException) "the slug is taken")
              }) ]
