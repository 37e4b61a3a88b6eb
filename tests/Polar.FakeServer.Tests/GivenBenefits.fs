/// Benefits that a test needs, and customers who have them.
namespace Polar.FakeServer.Tests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer

[<RequireQualifiedAccess>]
module Benefits =

    let note =
        """{"type":"custom","description":"Support","properties":{"note":"Write to us."}}"""

    let flag = """{"type":"feature_flag","description":"Beta access","properties":{}}"""

    let discord =
        """{"type":"discord","description":"Our server","properties":{"guild_id":"9001","role_id":"77","kick_member":false}}"""

    let github =
        """{"type":"github_repository","description":"Our code","properties":{"repository_owner":"acme","repository_name":"engine","permission":"pull"}}"""

    let keys (properties: string) =
        $"""{{"type":"license_keys","description":"App license","properties":{properties}}}"""

    let create (body: string) (fake: FakePolar) : Task<JsonNode> = Given.create "/v1/benefits/" body fake

    /// Puts benefits on a product, in this order.
    let attach (product: JsonNode) (benefits: JsonNode list) (fake: FakePolar) : Task<Answer> =
        let ids =
            benefits
            |> List.map (fun benefit -> "\"" + Json.text "id" benefit + "\"")
            |> String.concat ","

        Http.post $"""/v1/products/{Json.text "id" product}/benefits""" $"""{{"benefits":[{ids}]}}""" fake

    /// A product with these benefits and somebody who has bought it.
    let boughtWith (product: FakePolar -> Task<JsonNode>) (benefits: JsonNode list) (fake: FakePolar) : Task<JsonNode * JsonNode> =
        task {
            let! product = product fake
            let! _ = attach product benefits fake
            let! customer, _ = Given.purchase product "ada@acme.dev" fake
            return product, customer
        }

    let bought (benefits: JsonNode list) (fake: FakePolar) =
        boughtWith (Given.oneTime 500L) benefits fake

    let subscribed (benefits: JsonNode list) (fake: FakePolar) =
        boughtWith (Given.monthly 500L) benefits fake

    let grants (benefit: JsonNode) (fake: FakePolar) : Task<JsonNode list> =
        task {
            let! answer = Http.get $"""/v1/benefits/{Json.text "id" benefit}/grants""" fake
            return Json.items "items" answer.Json
        }

    let grant (benefit: JsonNode) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! grants = grants benefit fake
            return List.exactlyOne grants
        }

    /// A second purchase of a product by a customer.
    let again (product: JsonNode) (customer: JsonNode) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! checkout = Given.checkout product customer fake
            return! Given.confirmed checkout fake
        }

    /// A token of the customer, or of one of its members, for the portal.
    let session (customer: JsonNode) (fake: FakePolar) =
        fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse(Json.text "id" customer)))

    let memberSession (customer: JsonNode) (fake: FakePolar) =
        fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.MemberSession, CustomerId = Guid.Parse(Json.text "id" customer)))

    /// Sends with a token of one's choice.
    let sendAs (token: string) (method: string) (path: string) (body: string option) (fake: FakePolar) =
        Http.raw fake (Http.request method path (Some token) body)

    /// What came of a refused request: its type, place, message and input, one for each fault.
    let faults (answer: Answer) : (string * string * string * string) list =
        if answer.Status <> 422 then
            failwith $"Expected 422, got {answer.Status}: {answer.Text}"

        [ for fault in Json.items "detail" answer.Json ->
              Json.text "type" fault,
              (Json.at "loc" fault).ToJsonString(),
              Json.text "msg" fault,
              (match Json.find "input" fault with
               | null -> "null"
               | input -> input.ToJsonString()) ]

    /// The bodies of the events that a step publishes, of those types only.
    let eventsDuring (fake: FakePolar) (prefix: string) (step: unit -> Task<'a>) : Task<JsonNode list> =
        task {
            let before = fake.Webhooks.Events.Count
            let! _ = step ()

            return
                [ for published in fake.Webhooks.Events |> Seq.skip before do
                      if published.Type.StartsWith(prefix, StringComparison.Ordinal) then
                          match JsonNode.Parse published.Json with
                          | null -> ()
                          | body -> body ]
        }
