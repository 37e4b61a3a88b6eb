/// Bodies of webhooks beside what they are described as, and beside what the API answers.
namespace Polar.FakeServer.Tests.Webhooks

open System
open System.Reflection
open System.Text
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Tests

/// What a described type makes of a body: read, and written again.
[<AbstractClass; Sealed>]
type private Reading =
    static member Again<'payload when 'payload :> IWire<'payload> and 'payload: not null>(body: string) : string =
        let mutable payload = Unchecked.defaultof<'payload>
        let mutable error = null

        if Wire.TryRead<'payload>(Encoding.UTF8.GetBytes body, &payload, &error) then
            Wire.ToJson payload
        else
            failtest $"{typeof<'payload>.Name} is not what the body is: {error}"

[<RequireQualifiedAccess>]
module internal Payload =

    /// Every kind of event that endpoints can want.
    let kinds: string list = [ for kind in WebhookEventType.KnownValues -> kind.Value ]

    let private pascal (kind: string) =
        kind.Split('.', '_')
        |> Array.map (fun word -> word.Substring(0, 1).ToUpperInvariant() + word.Substring 1)
        |> String.concat ""

    /// The body as the type that it is described as has it.
    let described (kind: string) (body: string) : JsonNode =
        let payload =
            match typeof<WebhookEventType>.Assembly.GetType $"Polar.Functional.Contracts.Webhook{pascal kind}Payload" with
            | null -> failtest $"{kind} has no described body."
            | payload -> payload

        let again =
            typeof<Reading>.GetMethod("Again", BindingFlags.Static ||| BindingFlags.NonPublic ||| BindingFlags.Public)
            |> nonNull

        Json.parse (string (again.MakeGenericMethod(payload).Invoke(null, [| body |])))

    /// Where a value is not what another one says member by member; more members than that are no difference.
    let rec missing (place: string) (expected: JsonNode | null) (actual: JsonNode | null) : string list =
        match expected, actual with
        | null, null -> []
        | (:? JsonObject as expected), (:? JsonObject as actual) ->
            [ for KeyValue(name, value) in expected do
                  if actual.ContainsKey name then
                      yield! missing $"{place}.{name}" value actual[name]
                  else
                      $"{place}.{name} is not there" ]
        | (:? JsonArray as expected), (:? JsonArray as actual) when expected.Count = actual.Count ->
            [ for index in 0 .. expected.Count - 1 do
                  yield! missing $"{place}.{index}" expected[index] actual[index] ]
        | (:? JsonValue as expected), (:? JsonValue as actual) when expected.ToJsonString() = actual.ToJsonString() -> []
        | expected, actual -> [ $"{place} is {actual}, not {expected}" ]

    /// The names of the members of a value, and of all that is in it.
    let rec shape (node: JsonNode | null) : string list =
        match node with
        | :? JsonObject as members -> [ for KeyValue(name, _) in members -> name ]
        | _ -> []

    let private listed (path: string) (id: string) (fake: FakePolar) : Task<JsonNode option> =
        task {
            let! answer = Http.get path fake

            return
                if answer.Status = 200 then
                    Json.items "items" answer.Json
                    |> List.tryFind (fun item -> Json.text "id" item = id)
                else
                    None
        }

    let private got (path: string) (fake: FakePolar) : Task<JsonNode option> =
        task {
            let! answer = Http.get path fake
            return if answer.Status = 200 then Some answer.Json else None
        }

    /// What the API answers for what an event is about; None where it is gone.
    let answered (kind: string) (data: JsonNode) (fake: FakePolar) : Task<JsonNode option> =
        let id = Json.text "id" data

        match kind, kind.Split('.')[0] with
        | "customer.state_changed", _ -> got $"/v1/customers/{id}/state" fake
        | _, "checkout" -> got $"/v1/checkouts/{id}" fake
        | _, "customer" -> got $"/v1/customers/{id}" fake
        | _, "order" -> got $"/v1/orders/{id}" fake
        | _, "subscription" -> got $"/v1/subscriptions/{id}" fake
        | _, "product" -> got $"/v1/products/{id}" fake
        | _, "discount" -> got $"/v1/discounts/{id}" fake
        | _, "benefit" -> got $"/v1/benefits/{id}" fake
        | _, "organization" -> got $"/v1/organizations/{id}" fake
        | _, "refund" -> listed "/v1/refunds/?limit=100" id fake
        | _, "benefit_grant" -> listed "/v1/benefit-grants/?limit=100" id fake
        | _, "member" -> listed $"""/v1/customers/{Json.text "customer_id" data}/members?limit=100""" id fake
        | _ -> Task.FromResult None
