/// Seats that somebody has bought, and how they are given.
namespace Polar.FakeServer.Tests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer

/// What seats were bought by: the name that requests have for it, and its id.
type SeatsBought =
    { Kind: string
      Id: string
      Product: string
      Customer: string }

    /// The member of a body, or the parameter of a query, that names it.
    member bought.Body = $"\"{bought.Kind}\":\"{bought.Id}\""

    member bought.Query = $"{bought.Kind}={bought.Id}"

[<RequireQualifiedAccess>]
module Seats =

    let path = "/v1/customer-seats"

    let price =
        """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":300}]}}"""

    /// Ada buys so many seats on a page of the merchant's, so that all of them are free.
    let private bought (kind: string) (list: string) (make: FakePolar -> Task<string>) (count: int) (fake: FakePolar) =
        task {
            let! product = make fake

            let! session =
                Buying.session product $""","seats":{count},"success_url":"https://acme.dev/thanks" """ fake

            let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
            Buying.succeeds answer |> ignore
            let! row = Buying.only $"{list}?product_id={product}" fake

            return
                { Kind = kind
                  Id = Json.text "id" row
                  Product = product
                  Customer = Json.text "customer_id" row }
        }

    let subscription (count: int) (fake: FakePolar) : Task<SeatsBought> =
        bought "subscription_id" "/v1/subscriptions/" (Buying.monthly price) count fake

    let order (count: int) (fake: FakePolar) : Task<SeatsBought> =
        bought "order_id" "/v1/orders/" (Buying.once price) count fake

    /// Puts a benefit on what was bought.
    let benefit (bought: SeatsBought) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! benefit = Benefits.create Benefits.note fake

            let! attached =
                Http.post $"/v1/products/{bought.Product}/benefits" $"""{{"benefits":["{Json.text "id" benefit}"]}}""" fake

            Expect.equal attached.Status 200 attached.Text
            return benefit
        }

    let toCustomer (customer: JsonNode) =
        "\"customer_id\":\"" + Json.text "id" customer + "\""

    let toMember (row: JsonNode) =
        "\"member_id\":\"" + Json.text "id" row + "\""

    /// Assigns a seat; members say to whom.
    let assign (bought: SeatsBought) (members: string) (fake: FakePolar) : Task<Answer> =
        Http.post path $"{{{bought.Body},{members}}}" fake

    let assigned (bought: SeatsBought) (members: string) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! answer = assign bought members fake
            return Buying.succeeds answer
        }

    let invited (bought: SeatsBought) (email: string) (fake: FakePolar) =
        assigned bought $"\"email\":\"{email}\"" fake

    let claimed (bought: SeatsBought) (email: string) (fake: FakePolar) =
        assigned bought $"\"email\":\"{email}\",\"immediate_claim\":true" fake

    let list (bought: SeatsBought) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! answer = Http.get $"{path}?{bought.Query}" fake
            return Buying.succeeds answer
        }

    /// How many seats are left, and how many there are.
    let count (bought: SeatsBought) (fake: FakePolar) : Task<int64 * int64> =
        task {
            let! seats = list bought fake
            return Json.whole "available_seats" seats, Json.whole "total_seats" seats
        }

    /// The token of a seat's invitation.
    let token (seat: JsonNode) (fake: FakePolar) : string =
        match fake.Seats.Get(Guid.Parse(Json.text "id" seat)).InvitationToken with
        | null -> failwith "Nobody is invited."
        | token -> token

    /// Claims a seat as who was invited, without a token of the API.
    let claim (token: string) (fake: FakePolar) : Task<Answer> =
        Http.anonymous "POST" (path + "/claim") (Some $$"""{"invitation_token":"{{token}}"}""") fake

    let revoke (seat: JsonNode) (fake: FakePolar) : Task<Answer> =
        Http.delete $"""{path}/{Json.text "id" seat}""" fake

    /// The bodies of all events of a type.
    let told (kind: string) (fake: FakePolar) : JsonNode list =
        [ for published in fake.Webhooks.OfType kind -> Json.at "data" (Json.parse published.Json) ]

    /// Changes the organization as only Polar itself can.
    let organization (features: string) (fake: FakePolar) : Task<unit> =
        task {
            let! answer =
                Http.anonymous
                    "PATCH"
                    $"/_fake/organizations/{fake.Organization.Id}"
                    (Some("{\"feature_settings\":{" + features + "}}"))
                    fake

            Expect.equal answer.Status 200 answer.Text
        }
