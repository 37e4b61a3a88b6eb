/// The customer portal, as a page or an app of the customer's uses it.
namespace Polar.FakeServer.Tests.Portal

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Customers
open Polar.FakeServer.Tests
open Polar.Functional.Contracts

[<RequireQualifiedAccess>]
module Portal =

    let root = "/v1/customer-portal/"

    /// A session of the customer's own.
    let session (customer: string) (fake: FakePolar) : Task<string> =
        fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse customer))

    /// A session of the member who speaks for the customer.
    let ownersSession (customer: string) (fake: FakePolar) : Task<string> =
        fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.MemberSession, CustomerId = Guid.Parse customer))

    /// A further member of a customer.
    let member' (customer: string) (email: string) (role: MemberRole) (fake: FakePolar) : Task<Guid> =
        fake.Engine.ExecuteAsync(fun transaction ->
            let added =
                CustomerRules.AddMember(
                    transaction,
                    transaction.World.Customers[Guid.Parse customer],
                    Member(
                        Id = transaction.NewId(),
                        CreatedAt = transaction.Now,
                        ModifiedAt = Nullable(),
                        CustomerId = Guid.Parse customer,
                        Email = email,
                        Name = "Eve",
                        ExternalId = null,
                        Role = role
                    )
                )

            added.Id)

    let memberSession (id: Guid) (fake: FakePolar) : Task<string> =
        fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.MemberSession, MemberId = id))

    /// Sends with a session; the path is below the portal's root.
    let send (token: string) (method: string) (path: string) (body: string option) (fake: FakePolar) : Task<Answer> =
        Http.raw fake (Http.request method (root + path) (Some token) body)

    let get (token: string) (path: string) (fake: FakePolar) = send token "GET" path None fake

    let post (token: string) (path: string) (body: string) (fake: FakePolar) = send token "POST" path (Some body) fake

    let patch (token: string) (path: string) (body: string) (fake: FakePolar) =
        send token "PATCH" path (Some body) fake

    let succeeds (answer: Answer) : JsonNode =
        Expect.isLessThan answer.Status 300 answer.Text
        answer.Json

    /// Somebody with a card and a subscription: the customer's id, and a session.
    let subscriber (product: string) (card: string) (fake: FakePolar) : Task<string * string> =
        task {
            let! checkout = Buying.session product "" fake

            let! answer =
                Buying.confirm
                    $"""{{"customer_email":"ada@acme.dev","customer_name":"Ada","customer_billing_address":{{"country":"MX"}},"confirmation_token_id":"{card}"}}"""
                    checkout
                    fake

            Expect.equal answer.Status 200 answer.Text
            let! seen = Buying.seen checkout fake
            let customer = Json.text "customer_id" seen
            let! token = session customer fake
            return customer, token
        }

    /// Has the organization let customers change their address.
    let allowEmailChange (fake: FakePolar) : Task<unit> =
        task {
            let! answer = Http.get $"/v1/organizations/{fake.Organization.Id}" fake
            let settings = Json.at "customer_portal_settings" answer.Json
            (Json.at "customer" settings).AsObject()["allow_email_change"] <- JsonValue.Create true

            let! changed =
                Http.patch $"/v1/organizations/{fake.Organization.Id}" $"""{{"customer_portal_settings":{settings.ToJsonString()}}}""" fake

            Expect.equal changed.Status 200 changed.Text
        }

    /// Has the organization be from before there were members.
    let withoutMembers (fake: FakePolar) : Task<unit> =
        task {
            let! answer =
                Http.anonymous
                    "PATCH"
                    $"/_fake/organizations/{fake.Organization.Id}"
                    (Some """{"feature_settings":{"member_model_enabled":false}}""")
                    fake

            Expect.equal answer.Status 200 answer.Text
        }
