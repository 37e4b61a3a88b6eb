/// What a caller sees: its own organization's things, and for users those of all their organizations, as far as their role goes.
module Polar.FakeServer.Tests.Authentication.OrganizationScopeTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private product =
    """{"name":"Pro","prices":[{"amount_type":"fixed","price_amount":500}]"""

let private names (answer: Answer) =
    Json.items "items" answer.Json |> List.map (Json.text "name") |> List.sort

/// Two organizations with a product each, and a token of the user who owns both.
let private twoShops (fake: FakePolar) : Task<FakeOrganization * string> =
    task {
        let! other = fake.CreateOrganizationAsync "other"

        let! _ =
            Given.create "/v1/products/" """{"name":"First","prices":[{"amount_type":"fixed","price_amount":500}]}""" fake

        let! _ =
            Http.sendAs
                other.AccessToken
                "POST"
                "/v1/products/"
                (Some """{"name":"Second","prices":[{"amount_type":"fixed","price_amount":500}]}""")
                fake

        let! token = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))
        return other, token
    }

[<Tests>]
let tests =
    testList
        "organizations of a caller"
        [ testCaseTask "a user sees the things of all organizations that are the user's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! other, token = twoShops fake
                  let! all = Http.sendAs token "GET" "/v1/products/" None fake
                  Expect.equal (names all) [ "First"; "Second" ] "both"

                  let! one =
                      Http.sendAs token "GET" $"/v1/products/?organization_id={other.Id}" None fake

                  Expect.equal (names one) [ "Second" ] "the asked one's"

                  let! none =
                      Http.sendAs token "GET" $"/v1/products/?organization_id={unknown}" None fake

                  Expect.equal (names none) [] "nobody's"

                  let! pages =
                      Http.sendAs token "GET" "/v1/products/?limit=1&page=2&sorting=created_at" None fake

                  Expect.equal (names pages) [ "Second" ] "in pages too"
                  Expect.equal (Json.whole "pagination.total_count" pages.Json) 2L "of all"
              })

          testCaseTask "Polar-Organization narrows a user's token to that organization" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! other, token = twoShops fake

                  let narrowed (id: string) method path body =
                      let request = Http.request method path (Some token) body
                      request.Headers.Add("Polar-Organization", id)
                      Http.raw fake request

                  let! list = narrowed (string other.Id) "GET" "/v1/products/" None
                  Expect.equal (names list) [ "Second" ] "only its things"

                  let! created =
                      narrowed (string other.Id) "POST" "/v1/products/" (Some(product + "}"))

                  Expect.equal created.Status 201 created.Text
                  Expect.equal (Json.text "organization_id" created.Json) (string other.Id) "and it need not be named"
                  let! nobody = narrowed unknown "GET" "/v1/products/" None
                  Expect.equal (names nobody) [] "an organization that is not the user's has nothing"
              })

          testCaseTask "Polar-Organization changes nothing for an organization's token" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! other, _ = twoShops fake
                  let request = Http.request "GET" "/v1/products/" (Some fake.AccessToken) None
                  request.Headers.Add("Polar-Organization", string other.Id)
                  let! answer = Http.raw fake request
                  Expect.equal (names answer) [ "First" ] "its own"
              })

          testCaseTask "a token that is narrowed to one organization makes things for it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! other, _ = twoShops fake

                  let! token =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.OAuth2, OrganizationId = other.Id))

                  let! answer = Http.sendAs token "POST" "/v1/products/" (Some(product + "}")) fake
                  Expect.equal (Json.text "organization_id" answer.Json) (string other.Id) "implicitly"
              })

          testCaseTask "a blocked organization's tokens are none, and its users don't see it" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! blocked =
                      Http.anonymous "POST" "/_fake/organizations" (Some """{"slug":"blocked","status":"blocked","name":"Gone"}""") fake

                  Expect.equal blocked.Status 201 blocked.Text

                  let! own =
                      Http.sendAs (Json.text "access_token" blocked.Json) "GET" "/v1/products/" None fake

                  Expect.equal own.Status 401 "its token"
                  let! token = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))
                  let! seen = Http.sendAs token "GET" "/v1/organizations/" None fake
                  Expect.equal (Json.items "items" seen.Json |> List.map (Json.text "slug")) [ "acme" ] "its owner"
              })

          testCaseTask "an organization that enforces single sign-on hides from OAuth2 tokens that are not made for it" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! strict =
                      Http.anonymous "POST" "/_fake/organizations" (Some """{"slug":"strict","sso_enforced":true}""") fake

                  let slugs (token: string) =
                      task {
                          let! seen = Http.sendAs token "GET" "/v1/organizations/" None fake
                          return Json.items "items" seen.Json |> List.map (Json.text "slug") |> List.sort
                      }

                  let! oauth2 = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.OAuth2))
                  let! byOAuth2 = slugs oauth2
                  Expect.equal byOAuth2 [ "acme" ] "OAuth2"
                  let! personal = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))
                  let! byPersonal = slugs personal
                  Expect.equal byPersonal [ "acme"; "strict" ] "personal"
                  let id = Guid.Parse(Json.text "id" strict.Json)

                  let! made =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.OAuth2, OrganizationId = id))

                  let! byMade = slugs made
                  Expect.equal byMade [ "strict" ] "made for it"
              })

          testCaseTask "lists leave out organizations where the role may not look" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let user = Guid.Parse unknown
                  let! other = fake.CreateOrganizationAsync "other"

                  let webhook =
                      """{"url":"https://acme.dev/hook","format":"raw","events":["order.paid"]}"""

                  for token in [ fake.AccessToken; other.AccessToken ] do
                      let! made = Http.sendAs token "POST" "/v1/webhooks/endpoints" (Some webhook) fake
                      Expect.equal made.Status 201 made.Text

                  let! token =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, UserId = user, Role = FakeUserRole.Member))

                  let! _ =
                      fake.CreateTokenAsync(
                          FakeToken(Kind = FakeTokenKind.Personal, UserId = user, Role = FakeUserRole.Admin, OrganizationId = other.Id)
                      )

                  let! answer = Http.sendAs token "GET" "/v1/webhooks/endpoints" None fake

                  Expect.equal
                      (Json.items "items" answer.Json |> List.map (Json.text "organization_id"))
                      [ string other.Id ]
                      "only where the user is an admin"
              })

          testCaseTask "two customers of one external id, in two organizations of a user, are ambiguous" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! other, token = twoShops fake

                  for owner in [ fake.AccessToken; other.AccessToken ] do
                      let! made =
                          Http.sendAs owner "POST" "/v1/customers/" (Some """{"email":"ada@acme.dev","external_id":"7"}""") fake

                      Expect.equal made.Status 201 made.Text

                  let! answer = Http.sendAs token "GET" "/v1/customers/external/7" None fake
                  Expect.equal answer.Status 409 "conflict"
                  Expect.equal (Json.text "error" answer.Json) "AmbiguousExternalCustomerID" "error"
              })

          testCaseTask "the owner of a customer handles its billing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let id = Guid.Parse(Json.text "id" customer)

                  let! owner =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.MemberSession, CustomerId = id))

                  let! allowed = Http.sendAs owner "GET" "/v1/customer-portal/orders/" None fake
                  Expect.notEqual allowed.Status 403 "the owner may"
              }) ]
