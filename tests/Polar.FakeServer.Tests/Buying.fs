/// A session step by step, as a merchant's server and a buyer's browser take them.
namespace Polar.FakeServer.Tests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer

[<RequireQualifiedAccess>]
module Buying =

    /// A product that is bought once, with these prices.
    let once (prices: string) (fake: FakePolar) : Task<string> =
        task {
            let! product =
                Given.create "/v1/products/" $"""{{"name":"Book","prices":[{prices}]}}""" fake

            return Json.text "id" product
        }

    /// A monthly product with these prices and further members.
    let monthlyWith (prices: string) (members: string) (fake: FakePolar) : Task<string> =
        task {
            let! product =
                Given.create "/v1/products/" $"""{{"name":"Pro","recurring_interval":"month","prices":[{prices}]{members}}}""" fake

            return Json.text "id" product
        }

    let monthly (prices: string) (fake: FakePolar) = monthlyWith prices "" fake

    let fixedPrice (amount: int) =
        $"""{{"amount_type":"fixed","price_amount":{amount}}}"""

    /// A session for this product; members are more of the body, each with a comma in front.
    let session (product: string) (members: string) (fake: FakePolar) : Task<JsonNode> =
        Given.create "/v1/checkouts/" $"""{{"products":["{product}"]{members}}}""" fake

    let refused (product: string) (members: string) (fake: FakePolar) : Task<Answer> =
        Http.post "/v1/checkouts/" $"""{{"products":["{product}"]{members}}}""" fake

    let path (session: JsonNode) =
        $"""/v1/checkouts/client/{Json.text "client_secret" session}"""

    /// What the buyer fills in.
    let fill (body: string) (session: JsonNode) (fake: FakePolar) : Task<Answer> =
        Http.anonymous "PATCH" (path session) (Some body) fake

    let confirm (body: string) (session: JsonNode) (fake: FakePolar) : Task<Answer> =
        Http.anonymous "POST" (path session + "/confirm") (Some body) fake

    /// A confirmation by somebody in France with a card that pays.
    let french (email: string) =
        $"""{{"customer_email":"{email}","customer_name":"Ada","customer_billing_address":{{"country":"FR"}},"confirmation_token_id":"tok_visa"}}"""

    let succeeds (answer: Answer) : JsonNode =
        Expect.equal answer.Status 200 answer.Text
        answer.Json

    /// The session as the merchant sees it now.
    let seen (session: JsonNode) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! answer = Http.get $"""/v1/checkouts/{Json.text "id" session}""" fake
            return succeeds answer
        }

    /// The only item of a list.
    let only (path: string) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! answer = Http.get path fake
            Expect.hasLength (Json.items "items" answer.Json) 1 $"one item of {path}"
            return Json.at "items.0" answer.Json
        }

[<RequireQualifiedAccess>]
module Faults =

    /// The faults of a 422 as they are written: type, place, message.
    let all (answer: Answer) : (string * string * string) list =
        Expect.equal answer.Status 422 answer.Text

        Json.items "detail" answer.Json
        |> List.map (fun fault -> Json.text "type" fault, (Json.at "loc" fault).ToJsonString(), Json.text "msg" fault)

    /// Asserts on the only fault of a service.
    let one (answer: Answer) (expected: string * string * string) =
        Expect.equal (Json.text "error" answer.Json) "PolarRequestValidationError" "error"
        Expect.equal (all answer) [ expected ] "fault"

    /// Asserts on an answer that names what happened and tells it in a sentence.
    let domain (answer: Answer) (status: int) (error: string) (detail: string) =
        Expect.equal (answer.Status, Json.text "error" answer.Json, Json.text "detail" answer.Json) (status, error, detail) answer.Text
