/// What a user may do in an organization depends on the role there; an organization's own token may do everything.
module Polar.FakeServer.Tests.Authentication.RoleTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private user = Guid.Parse "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"

let private send (token: string) (method: string) (path: string) (body: string) (fake: FakePolar) =
    Http.raw fake (Http.request method path (Some token) (if body = "" then None else Some body))

let private first (path: string) (fake: FakePolar) : Task<string> =
    task {
        let! listed = Http.get path fake
        return Json.text "items.0.id" listed.Json
    }

/// An organization with one thing of each kind, by the names that paths and bodies below call them.
let private shop (fake: FakePolar) : Task<(string * string) list> =
    task {
        let! field =
            Given.create "/v1/custom-fields/" """{"type":"text","slug":"size","name":"Size","properties":{}}""" fake

        let! benefit = Benefits.create (Benefits.keys "{}") fake
        let! product, customer = Benefits.boughtWith (Given.monthly 500L) [ benefit ] fake
        let! unsold = Given.oneTime 500L fake

        let! free =
            Given.create "/v1/products/" """{"name":"Free","recurring_interval":"month","prices":[{"amount_type":"free"}]}""" fake

        let! link =
            Given.create "/v1/checkout-links/" $$"""{"payment_processor":"stripe","products":["{{Json.id product}}"]}""" fake

        let! discount =
            Given.create "/v1/discounts/" """{"type":"percentage","name":"Spring","duration":"once","basis_points":1000}""" fake

        let! file =
            Given.create
                "/v1/files/"
                """{"service":"downloadable","name":"a.txt","mime_type":"text/plain","size":1,"upload":{"parts":[{"number":1,"chunk_start":0,"chunk_end":1}]}}"""
                fake

        let! named =
            Given.create "/v1/customers/" """{"email":"bob@acme.dev","external_id":"bob"}""" fake

        let! checkout = Given.checkout unsold named fake

        let! endpoint =
            Given.create "/v1/webhooks/endpoints" """{"url":"https://acme.dev/hook","format":"raw","events":["order.paid"]}""" fake

        let! dashboard = Given.create "/v1/metrics/dashboards" """{"name":"Daily"}""" fake
        let! key = first "/v1/license-keys/" fake
        let! order = first "/v1/orders/" fake
        let! subscription = first "/v1/subscriptions/" fake

        return
            [ "ORG", string fake.Organization.Id
              "FIELD", Json.id field
              "BENEFIT", Json.id benefit
              "SOLD", Json.id product
              "SPARE", Json.id unsold
              "FREE", Json.id free
              "LINK", Json.id link
              "DISCOUNT", Json.id discount
              "FILE", Json.id file
              "CUSTOMER", Json.id customer
              "CHECKOUT", Json.id checkout
              "ENDPOINT", Json.id endpoint
              "DASHBOARD", Json.id dashboard
              "KEY", key
              "ORDER", order
              "SUBSCRIPTION", subscription ]
    }

/// What an operation needs of a role.
type private Need =
    | Anything
    | Manage of string
    /// It is as if the thing were not there.
    | See of string

let private products = Manage "manage products"
let private customers = Manage "manage customers"
let private fields = Manage "manage custom fields"
let private sales = Manage "manage sales"
let private organization = Manage "manage the organization"
let private analytics = Manage "manage analytics"

let private operations =
    [ "POST", "/v1/products/", """{"name":"Pro","prices":[{"amount_type":"fixed","price_amount":500}],"organization_id":"ORG"}""", products
      "PATCH", "/v1/products/SPARE", """{"name":"Other"}""", products
      "DELETE", "/v1/products/SPARE", "", products
      "POST", "/v1/products/SPARE/benefits", """{"benefits":["BENEFIT"]}""", products
      "POST", "/v1/benefits/", """{"type":"custom","description":"Note","properties":{"note":"x"},"organization_id":"ORG"}""", products
      "PATCH", "/v1/benefits/BENEFIT", """{"type":"license_keys","description":"Other"}""", products
      "DELETE", "/v1/benefits/BENEFIT", "", products
      "POST", "/v1/checkout-links/", """{"payment_processor":"stripe","products":["SOLD"]}""", products
      "PATCH", "/v1/checkout-links/LINK", """{"label":"Other"}""", products
      "DELETE", "/v1/checkout-links/LINK", "", products
      "POST",
      "/v1/discounts/",
      """{"type":"percentage","name":"Autumn","duration":"once","basis_points":1000,"organization_id":"ORG"}""",
      products
      "PATCH", "/v1/discounts/DISCOUNT", """{"name":"Other"}""", products
      "DELETE", "/v1/discounts/DISCOUNT", "", products
      "POST",
      "/v1/files/",
      """{"service":"downloadable","name":"b.txt","mime_type":"text/plain","size":1,"upload":{"parts":[{"number":1,"chunk_start":0,"chunk_end":1}]},"organization_id":"ORG"}""",
      products
      "PATCH", "/v1/files/FILE", """{"name":"c.txt"}""", products
      "DELETE", "/v1/files/FILE", "", products
      "PATCH", "/v1/license-keys/KEY", """{"usage":1}""", products
      "POST", "/v1/license-keys/KEY/rotate", "{}", products
      "POST", "/v1/custom-fields/", """{"type":"text","slug":"color","name":"Color","properties":{},"organization_id":"ORG"}""", fields
      "PATCH", "/v1/custom-fields/FIELD", """{"type":"text","name":"Other"}""", fields
      "DELETE", "/v1/custom-fields/FIELD", "", fields
      "POST", "/v1/customers/", """{"email":"eve@acme.dev","organization_id":"ORG"}""", customers
      "PATCH", "/v1/customers/CUSTOMER", """{"name":"Other"}""", customers
      "DELETE", "/v1/customers/CUSTOMER", "", customers
      "PATCH", "/v1/customers/external/bob", """{"name":"Other"}""", customers
      "DELETE", "/v1/customers/external/bob", "", customers
      "POST", "/v1/subscriptions/", """{"product_id":"FREE","customer_id":"CUSTOMER"}""", customers
      "PATCH", "/v1/subscriptions/SUBSCRIPTION", """{"cancel_at_period_end":true}""", sales
      "DELETE", "/v1/subscriptions/SUBSCRIPTION", "", sales
      "POST", "/v1/checkouts/", """{"products":["SPARE"]}""", sales
      "PATCH", "/v1/checkouts/CHECKOUT", """{"metadata":{"a":1}}""", sales
      "POST", "/v1/metrics/dashboards", """{"name":"Weekly","organization_id":"ORG"}""", analytics
      "PATCH", "/v1/metrics/dashboards/DASHBOARD", """{"name":"Weekly"}""", analytics
      "DELETE", "/v1/metrics/dashboards/DASHBOARD", "", analytics
      "POST", "/v1/customer-sessions/", """{"customer_id":"CUSTOMER"}""", Anything
      "POST",
      "/v1/webhooks/endpoints",
      """{"url":"https://acme.dev/hook","format":"raw","events":["order.paid"],"organization_id":"ORG"}""",
      organization
      "GET", "/v1/webhooks/endpoints/ENDPOINT", "", See "manage the organization"
      "PATCH", "/v1/webhooks/endpoints/ENDPOINT", """{"format":"slack"}""", See "manage the organization"
      "PATCH", "/v1/webhooks/endpoints/ENDPOINT/secret", "{}", See "manage the organization"
      "DELETE", "/v1/webhooks/endpoints/ENDPOINT", "", See "manage the organization"
      "GET", "/v1/organizations/ORG", "", Anything
      "PATCH", "/v1/organizations/ORG", "{}", organization
      "POST", "/v1/organizations/", """{"name":"My Shop","slug":"my-shop"}""", Anything
      for path in
          [ "products/SOLD"
            "benefits/BENEFIT"
            "checkout-links/LINK"
            "discounts/DISCOUNT"
            "license-keys/KEY"
            "custom-fields/FIELD"
            "customers/CUSTOMER"
            "customers/external/bob"
            "subscriptions/SUBSCRIPTION"
            "checkouts/CHECKOUT"
            "metrics/?start_date=2026-03-01&end_date=2026-03-01&interval=day"
            "metrics/export?start_date=2026-03-01&end_date=2026-03-01&interval=day"
            "metrics/dashboards"
            "metrics/dashboards/DASHBOARD"
            "orders/ORDER" ] do
          "GET", $"/v1/{path}", "", Anything ]

let private may (role: FakeUserRole) (need: Need) : bool =
    match need, role with
    | Anything, _
    | _, (FakeUserRole.Owner | FakeUserRole.Admin) -> true
    | (Manage what | See what), FakeUserRole.Member -> what <> "manage the organization"
    | (Manage what | See what), _ -> what = "manage sales"

let private roles =
    [ FakeUserRole.Owner
      FakeUserRole.Admin
      FakeUserRole.Member
      FakeUserRole.Finance ]

/// A path or a body with what it names.
let private filled (names: (string * string) list) (text: string) =
    (text, names)
    ||> List.fold (fun text (name, value) -> text.Replace(name, value))

let private roleTests =
    [ for method, path, body, need in operations do
          for role in roles do
              let verb = if may role need then "may" else "may not"

              testCaseTask $"the role {role} {verb} {method} {path} {body}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! names = shop fake

                      let! token =
                          fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, UserId = user, Role = role))

                      let world = fake.World
                      let! answer = send token method (filled names path) (filled names body) fake

                      match need with
                      | _ when may role need -> Expect.isLessThan answer.Status 300 answer.Text
                      | See _ -> answer |> Refusal.domain 404 "ResourceNotFound" "Not found"
                      | Manage what ->
                          answer
                          |> Refusal.domain 403 "NotPermitted" $"You don't have permission to {what}"
                      | Anything -> failtest "everybody may"

                      if not (may role need) then
                          Expect.isTrue (obj.ReferenceEquals(world, fake.World)) "nothing has changed"
                  }) ]

/// Who manages tokens: nobody by a token.
let private tokenRoutes =
    [ "GET", "/v1/organization-access-tokens/"
      "POST", "/v1/organization-access-tokens/"
      "PATCH", "/v1/organization-access-tokens/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"
      "DELETE", "/v1/organization-access-tokens/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"
      "GET", "/v1/personal_access_tokens/"
      "DELETE", "/v1/personal_access_tokens/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10" ]

[<Tests>]
let tests =
    testList
        "roles"
        [ testList "of users" roleTests

          testList
              "tokens are managed by no token"
              [ for method, path in tokenRoutes ->
                    testCaseTask $"{method} {path}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let body = if method = "POST" || method = "PATCH" then "{}" else ""

                            for kind in [ FakeTokenKind.Personal; FakeTokenKind.OAuth2 ] do
                                let! token = fake.CreateTokenAsync(FakeToken(Kind = kind))
                                let! answer = send token method path body fake
                                answer |> Refusal.domain 403 "NotPermitted" "Not permitted"

                            let! own = send fake.AccessToken method path body fake
                            own |> Refusal.domain 401 "Unauthorized" "Unauthorized"
                        }) ] ]
