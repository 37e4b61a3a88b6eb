/// A fake for one test, and how a test talks to it: raw HTTP, so that what is asserted is what an app in any language gets.
namespace Polar.FakeServer.Tests

open System
open System.Net.Http
open System.Text
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Authentication
open Polar.FakeServer.Customers
open Polar.FakeServer.Execution
open Polar.FakeServer.Identity
open Polar.FakeServer.Organizations

/// A clock that stands still: time passes only where a test moves the fake's own clock.
[<Sealed>]
type StandingClock(now: DateTimeOffset) =
    inherit TimeProvider()
    override _.GetUtcNow() = now
    override _.GetTimestamp() = 0L

/// A world's tables by their names, as C# has them.
[<AutoOpen>]
module internal WorldTables =

    type World with

        member world.Organizations = world.Table<OrganizationRow>()
        member world.Customers = world.Table<CustomerRow>()
        member world.Members = world.Table<MemberRow>()
        member world.Tokens = world.Table<TokenRow>()

/// Ids that tests share.
[<AutoOpen>]
module Ids =

    /// An id that nothing has.
    let unknown = "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"

/// What came back.
type Answer =
    { Status: int
      Headers: Map<string, string>
      Text: string }

    /// The body as JSON; fails the test where it is none.
    member answer.Json: JsonNode =
        match JsonNode.Parse answer.Text with
        | null -> failwith $"The body is the JSON null (status {answer.Status})."
        | node -> node

[<RequireQualifiedAccess>]
module Fake =

    /// The moment that the clock of a test's fake stands at.
    let startTime = DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)

    let options () =
        FakePolarOptions(Empty = true, StartTime = startTime, WallClock = StandingClock startTime)

    let startWith (change: FakePolarOptions -> unit) : Task<FakePolar> =
        task {
            let options = options ()
            change options
            let! fake = FakePolar.StartAsync options
            Observation.follow fake
            return fake
        }

    /// An empty fake whose clock stands still.
    let start () : Task<FakePolar> = startWith ignore

    /// A test with such a fake of its own.
    let test (name: string) (run: FakePolar -> Task<unit>) : Test =
        testCaseTask name (fun () ->
            task {
                use! fake = start ()
                do! run fake
            })

[<RequireQualifiedAccess>]
module Http =

    /// Sends one request as it stands; nothing is added to it.
    let raw (fake: FakePolar) (request: HttpRequestMessage) : Task<Answer> =
        task {
            use client = fake.CreateHttpClient()
            use! response = client.SendAsync request
            let! text = response.Content.ReadAsStringAsync()

            return
                { Status = int response.StatusCode
                  Headers =
                    Map.ofSeq
                        [ for header in Seq.append response.Headers.NonValidated response.Content.Headers.NonValidated ->
                              header.Key.ToLowerInvariant(), String.Join(", ", header.Value) ]
                  Text = text }
        }

    let request (method: string) (path: string) (token: string option) (body: string option) : HttpRequestMessage =
        let request = new HttpRequestMessage(HttpMethod method, path)

        token
        |> Option.iter (fun token ->
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}")
            |> ignore)

        body
        |> Option.iter (fun body -> request.Content <- new StringContent(body, Encoding.UTF8, "application/json"))

        request

    /// Sends with the organization's access token.
    let send (method: string) (path: string) (body: string option) (fake: FakePolar) : Task<Answer> =
        raw fake (request method path (Some fake.AccessToken) body)

    let get (path: string) (fake: FakePolar) = send "GET" path None fake
    let post (path: string) (body: string) (fake: FakePolar) = send "POST" path (Some body) fake
    let patch (path: string) (body: string) (fake: FakePolar) = send "PATCH" path (Some body) fake
    let delete (path: string) (fake: FakePolar) = send "DELETE" path None fake

    /// Sends with a token of one's own.
    let sendAs (token: string) (method: string) (path: string) (body: string option) (fake: FakePolar) : Task<Answer> =
        raw fake (request method path (Some token) body)

    let getAs (token: string) (path: string) (fake: FakePolar) : Task<Answer> = sendAs token "GET" path None fake

    /// Sends without a token.
    let anonymous (method: string) (path: string) (body: string option) (fake: FakePolar) : Task<Answer> =
        raw fake (request method path None body)

/// Reads answers: `answer.Json |> Json.text "customer.email"`.
[<RequireQualifiedAccess>]
module Json =

    let private step (node: JsonNode | null) (name: string) : JsonNode | null =
        match node with
        | :? JsonObject as members ->
            if members.ContainsKey name then
                members[name]
            else
                failwith $"There is no member '{name}' in {members.ToJsonString()}"
        | :? JsonArray as items -> items[int name]
        | other -> failwith $"'{name}' of {other}"

    /// The value at a path of names and indices; null where it is the JSON null.
    let find (path: string) (node: JsonNode) : JsonNode | null =
        let mutable found: JsonNode | null = node

        for name in path.Split '.' do
            found <- step found name

        found

    let at (path: string) (node: JsonNode) : JsonNode =
        match find path node with
        | null -> failwith $"'{path}' is null in {node.ToJsonString()}"
        | found -> found

    let parse (text: string) : JsonNode =
        match JsonNode.Parse text with
        | null -> failwith "The text is the JSON null."
        | node -> node

    let text (path: string) (node: JsonNode) : string = (at path node).GetValue<string>()
    let whole (path: string) (node: JsonNode) : int64 = (at path node).GetValue<int64>()
    let flag (path: string) (node: JsonNode) : bool = (at path node).GetValue<bool>()
    let isNull (path: string) (node: JsonNode) : bool = isNull (find path node)

    let items (path: string) (node: JsonNode) : JsonNode list =
        [ for item in (at path node).AsArray() do
              match item with
              | null -> ()
              | item -> item ]

    let has (name: string) (node: JsonNode) : bool = node.AsObject().ContainsKey name
    let id (node: JsonNode) : string = text "id" node

    /// The names of an object's members, in their order.
    let names (node: JsonNode) : string list =
        [ for entry in node.AsObject() -> entry.Key ]

    /// The names of an object's members by the alphabet, for members whose order says nothing.
    let sortedNames (node: JsonNode) : string list = List.sort (names node)

    /// The value at a path as it reads; `null` where it is the JSON null.
    let shown (path: string) (node: JsonNode) : string =
        match find path node with
        | null -> "null"
        | found -> found.ToString()

/// What the fake has published so far.
[<RequireQualifiedAccess>]
module Events =

    let types (fake: FakePolar) : string list =
        [ for published in fake.Webhooks.Events -> published.Type ]

    /// What a step publishes, and nothing before it.
    let during (fake: FakePolar) (step: unit -> Task<'a>) : Task<'a * string list> =
        task {
            let before = fake.Webhooks.Events.Count
            let! result = step ()
            return result, types fake |> List.skip before
        }

    /// The types of what was published after the first so many events.
    let since (count: int) (fake: FakePolar) : string list = types fake |> List.skip count

/// Things that a test needs before what it is about.
[<RequireQualifiedAccess>]
module Given =

    let private made (answer: Answer) : JsonNode =
        if answer.Status <> 201 then
            failwith $"Expected 201, got {answer.Status}: {answer.Text}"

        answer.Json

    let create (path: string) (body: string) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! answer = Http.post path body fake
            return made answer
        }

    /// A monthly product at this price.
    let monthly (cents: int64) (fake: FakePolar) =
        create
            "/v1/products/"
            $"""{{"name":"Pro","recurring_interval":"month","prices":[{{"amount_type":"fixed","price_amount":{cents}}}]}}"""
            fake

    /// A product that is bought once, at this price.
    let oneTime (cents: int64) (fake: FakePolar) =
        create "/v1/products/" $"""{{"name":"Book","prices":[{{"amount_type":"fixed","price_amount":{cents}}}]}}""" fake

    let customer (email: string) (fake: FakePolar) =
        create "/v1/customers/" $"""{{"email":"{email}","name":"Ada Lovelace"}}""" fake

    let checkout (product: JsonNode) (customer: JsonNode) (fake: FakePolar) =
        create "/v1/checkouts/" $"""{{"products":["{Json.text "id" product}"],"customer_id":"{Json.text "id" customer}"}}""" fake

    let confirmation =
        """{"confirmation_token_id":"tok_visa","customer_billing_name":"Ada Lovelace","customer_billing_address":{"country":"SE"}}"""

    /// Confirms a checkout as the browser does.
    let confirmed (checkout: JsonNode) (fake: FakePolar) : Task<JsonNode> =
        task {
            let secret = Json.text "client_secret" checkout

            let! answer =
                Http.anonymous "POST" $"/v1/checkouts/client/{secret}/confirm" (Some confirmation) fake

            if answer.Status <> 200 then
                failwith $"Expected 200, got {answer.Status}: {answer.Text}"

            return answer.Json
        }

    /// A customer who has bought this product: the customer and the confirmed checkout.
    let purchase (product: JsonNode) (email: string) (fake: FakePolar) : Task<JsonNode * JsonNode> =
        task {
            let! customer = customer email fake
            let! checkout = checkout product customer fake
            let! confirmed = confirmed checkout fake
            return customer, confirmed
        }
