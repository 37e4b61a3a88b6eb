/// Scopes: which there are, and which of them each group of operations asks for.
module Polar.FakeServer.Tests.Authentication.ScopeTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Authentication
open Polar.FakeServer.Http
open Polar.FakeServer.Identity
open Polar.FakeServer.Tests

let private known =
    [ "openid"
      "profile"
      "email"
      "user:read"
      "user:write"
      for name in
          [ "organizations"
            "custom_fields"
            "discounts"
            "checkout_links"
            "checkouts"
            "transactions"
            "payouts"
            "products"
            "benefits"
            "events"
            "meters"
            "files"
            "subscriptions"
            "customers"
            "members"
            "wallets"
            "disputes"
            "customer_seats"
            "orders"
            "refunds"
            "metrics"
            "webhooks"
            "license_keys"
            "customer_portal"
            "notifications"
            "notification_recipients"
            "organization_access_tokens" ] do
          name + ":read"
          name + ":write"
      "customer_meters:read"
      "customer_sessions:write"
      "member_sessions:write"
      "payments:read" ]

let private users = [ "Organization"; "User" ]
let private sessions = [ "Customer"; "Member" ]
let private both name = [ name + ":read"; name + ":write" ]

/// Where a group begins, whom it admits, and the scopes that reading and writing ask for, one of them.
let private groups =
    let usual path name =
        path, users, both name, [ name + ":write" ]

    [ usual "/v1/organizations/" "organizations"
      usual "/v1/products/" "products"
      usual "/v1/benefits/" "benefits"
      usual "/v1/benefit-grants/" "benefits"
      usual "/v1/checkout-links/" "checkout_links"
      usual "/v1/checkouts/" "checkouts"
      usual "/v1/custom-fields/" "custom_fields"
      usual "/v1/discounts/" "discounts"
      usual "/v1/customers/" "customers"
      "/v1/customers/{id}/members", users, both "members", [ "members:write" ]
      "/v1/customers/external/{external_id}/members", users, both "members", [ "members:write" ]
      "/v1/customer-sessions/", users, [], [ "customer_sessions:write" ]
      "/v1/customer-seats", users, [ "customer_seats:read" ], [ "customer_seats:write" ]
      "/v1/customer-meters/", users, [ "customer_meters:read" ], []
      usual "/v1/meters/" "meters"
      usual "/v1/events/" "events"
      usual "/v1/event-types/" "events"
      "/v1/metrics/", users, [ "metrics:read" ], [ "metrics:write" ]
      "/v1/orders/", users, [ "orders:read" ], [ "orders:write" ]
      "/v1/payments/", users, [ "payments:read" ], []
      usual "/v1/refunds/" "refunds"
      usual "/v1/disputes/" "disputes"
      usual "/v1/subscriptions/" "subscriptions"
      usual "/v1/license-keys/" "license_keys"
      usual "/v1/files/" "files"
      usual "/v1/webhooks/" "webhooks"
      "/v1/customer-portal/", sessions, both "customer_portal", [ "customer_portal:write" ]
      "/v1/customer-portal/members", [ "Member" ], [ "customer_portal:write" ], [ "customer_portal:write" ] ]

/// Operations that differ from their group: whom they admit, and what they ask for.
let private exceptions =
    [ "POST /v1/organizations/", ([ "User" ], [ "organizations:write" ])
      "POST /v1/orders/{id}/invoice", (users, [ "orders:read" ])
      "POST /v1/customer-portal/orders/{id}/invoice", (sessions, both "customer_portal")
      "POST /v1/customer-portal/license-keys/{id}/rotate", (sessions, both "customer_portal")
      "POST /v1/checkouts/client/{client_secret}/confirm", ([ "Anonymous"; "User" ], [])
      for request in
          [ "GET /v1/checkouts/client/{client_secret}"
            "PATCH /v1/checkouts/client/{client_secret}"
            "POST /v1/customer-portal/license-keys/validate"
            "POST /v1/customer-portal/license-keys/activate"
            "POST /v1/customer-portal/license-keys/deactivate"
            "GET /v1/customer-portal/organizations/{slug}"
            "GET /v1/customer-portal/customers/me/email-update/check"
            "POST /v1/customer-portal/customers/me/email-update/verify"
            "GET /v1/customer-portal/downloadables/{token}"
            "GET /v1/customer-seats/claim/{invitation_token}"
            "POST /v1/customer-seats/claim" ] do
          request, ([ "Anonymous" ], []) ]

let private expected (route: Route) =
    match List.tryFind (fst >> (=) $"{route.Method} {route.Template}") exceptions with
    | Some(_, found) -> found
    | None ->
        let _, subjects, read, write =
            groups
            |> List.filter (fun (path, _, _, _) -> route.Template.StartsWith(path, StringComparison.Ordinal))
            |> List.maxBy (fun (path, _, _, _) -> path.Length)

        subjects, (if route.Method = "GET" then read else write)

let private ofGroups =
    Operations.all
    |> List.filter (fun route -> not (route.Template.StartsWith "/v1/oauth2/"))

let private table =
    [ for route in ofGroups do
          let subjects, scopes = expected route
          let sentence = String.Join(" or ", scopes)

          testCase $"{route.Method} {route.Template} admits {subjects} with '{sentence}'"
          <| fun () ->
              Expect.equal (List.sort (List.ofArray route.Subjects)) (List.sort subjects) "whom"
              Expect.equal (List.sort (List.ofArray route.Scopes)) (List.sort scopes) "with what" ]

/// The path of an operation, with something for its values.
let private filled (route: Route) =
    let mutable path = route.Template

    for parameter in route.Path do
        path <- path.Replace($"{{{parameter.Name}}}", "00000000-0000-4000-8000-000000000000")

    path

let private each =
    testCaseTask "each scope that an operation accepts lets in by itself, all others together do not" (fun () ->
        task {
            use! fake = Fake.start ()
            let! customer = Given.customer "ada@acme.dev" fake
            let customer = Guid.Parse(Json.text "id" customer)
            let issued = Collections.Generic.Dictionary<string, string>()

            let token (kind: string) (scopes: string list) : Task<string> =
                task {
                    let name = kind + String.Join(' ', scopes)

                    match issued.TryGetValue name with
                    | true, found -> return found
                    | _ ->
                        let asked =
                            match kind with
                            | "Organization" -> FakeToken(Kind = FakeTokenKind.Organization)
                            | "User" -> FakeToken(Kind = FakeTokenKind.Personal)
                            | "Customer" -> FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = customer)
                            | _ -> FakeToken(Kind = FakeTokenKind.MemberSession, CustomerId = customer)

                        let! made =
                            fake.CreateTokenAsync(
                                FakeToken(Kind = asked.Kind, CustomerId = asked.CustomerId, Scopes = List.toArray scopes)
                            )

                        issued[name] <- made
                        return made
                }

            let ask (route: Route) (bearer: string) =
                let body =
                    route.Body
                    |> Option.ofObj
                    |> Option.map (fun _ -> "{}")
                    |> Option.orElse (
                        if route.Method = "POST" || route.Method = "PATCH" then
                            Some ""
                        else
                            None
                    )

                Http.raw fake (Http.request route.Method (filled route) (Some bearer) body)

            let isInsufficient (answer: Answer) =
                answer.Status = 403 && answer.Text.Contains "\"insufficient_scope\""

            for route in ofGroups do
                for subject in route.Subjects do
                    if subject <> "Anonymous" && route.Scopes.Length > 0 then
                        for scope in route.Scopes do
                            let! bearer = token subject [ scope ]
                            let! answer = ask route bearer

                            Expect.isFalse
                                (answer.Status = 401 || isInsufficient answer)
                                $"{route.Id}: {subject} with {scope}: {answer.Text}"

                        let others =
                            known
                            |> List.filter (fun scope ->
                                not (Array.contains scope route.Scopes)
                                && not (scope.StartsWith "organization_access_tokens:")
                                && (List.contains subject users || scope.StartsWith "customer_portal:"))

                        let! bearer = token subject others
                        let! answer = ask route bearer
                        Expect.isTrue (isInsufficient answer) $"{route.Id}: {subject} with all others: {answer.Text}"
        })

let private userInfo =
    testCaseTask "who somebody is, is told to tokens of OAuth2 alone" (fun () ->
        task {
            use! fake = Fake.start ()
            let path = "/v1/oauth2/userinfo"
            let! anonymous = Http.anonymous "GET" path None fake
            Expect.equal (anonymous.Status, Json.text "error" anonymous.Json) (401, "Unauthorized") "no token"
            let! organization = Http.get path fake
            let! personal = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))
            let! user = Http.raw fake (Http.request "GET" path (Some personal) None)

            for answer in [ organization; user ] do
                Expect.equal (answer.Status, Json.text "error" answer.Json) (401, "invalid_token") "another token"
                Expect.stringContains answer.Headers["www-authenticate"] "error=\"invalid_token\"" "and how"

            let! oauth2 = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.OAuth2))
            let! answer = Http.raw fake (Http.request "GET" path (Some oauth2) None)
            Expect.notEqual answer.Status 401 "one of OAuth2"
        })

let private held =
    [ testCase "there are sixty-three, and those"
      <| fun () -> Expect.equal (List.sort (List.ofSeq TokenScopes.OfUsers)) (List.sort known) "by name"
      for scope in known do
          let may = not (scope.StartsWith "organization_access_tokens:")
          let verb = if may then "may" else "may not"

          testCaseTask $"an organization's token {verb} hold {scope}" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.anonymous "POST" "/_fake/tokens" (Some $"""{{"kind":"organization","scopes":["{scope}"]}}""") fake

                  Expect.equal answer.Status (if may then 201 else 400) answer.Text
              }) ]

[<Tests>]
let tests =
    testList "scopes" [ testList "names" held; testList "table" table; each; userInfo ]
