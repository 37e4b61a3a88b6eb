/// Grants as customers reach them in the portal.
module internal Polar.FakeServer.Tests.Entitlements.Grants.PortalGrants

open System.Threading.Tasks
open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Tests

let portal = "/v1/customer-portal/benefit-grants/"

let get (token: string) (path: string) (fake: FakePolar) =
    Benefits.sendAs token "GET" path None fake

let patch (token: string) (path: string) (body: string) (fake: FakePolar) =
    Benefits.sendAs token "PATCH" path (Some body) fake

/// A benefit of the type, bought with an order; the grant as its owner sees it.
let owned (body: string) : Task<FakePolar * JsonNode * JsonNode> =
    task {
        let! fake = Fake.start ()

        let! user =
            fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, OrganizationId = fake.Organization.Id))

        let! benefit = Benefits.sendAs user "POST" "/v1/benefits/" (Some body) fake
        let! _, customer = Benefits.bought [ benefit.Json ] fake
        let! token = Benefits.session customer fake
        let! answer = get token portal fake
        return fake, customer, Json.at "items.0" answer.Json
    }
