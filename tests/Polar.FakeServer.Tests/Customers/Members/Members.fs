/// Teams and their members, as merchants make them.
namespace Polar.FakeServer.Tests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer

[<RequireQualifiedAccess>]
module Members =

    /// A team that Ada owns, which the merchant calls `acme`.
    let team (fake: FakePolar) : Task<string> =
        task {
            let! customer =
                Given.create
                    "/v1/customers/"
                    """{"type":"team","email":"team@acme.dev","external_id":"acme","owner":{"email":"ada@acme.dev","name":"Ada","external_id":"boss"}}"""
                    fake

            return Json.text "id" customer
        }

    let path (customer: string) = $"/v1/customers/{customer}/members"

    let post (customer: string) (body: string) (fake: FakePolar) : Task<Answer> = Http.post (path customer) body fake

    /// Adds somebody by the merchant's API.
    let add (customer: string) (body: string) (fake: FakePolar) : Task<JsonNode> = Given.create (path customer) body fake

    let all (customer: string) (fake: FakePolar) : Task<JsonNode list> =
        task {
            let! answer = Http.get (path customer + "?limit=100&sorting=created_at") fake
            return Json.items "items" answer.Json
        }

    let owner (customer: string) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! members = all customer fake
            return members |> List.find (fun row -> Json.text "role" row = "owner")
        }

    /// A session of a member.
    let session (row: JsonNode) (fake: FakePolar) : Task<string> =
        fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.MemberSession, MemberId = Guid.Parse(Json.text "id" row)))

    let sendAs (token: string) (method: string) (path: string) (body: string option) (fake: FakePolar) : Task<Answer> =
        Http.raw fake (Http.request method path (Some token) body)
