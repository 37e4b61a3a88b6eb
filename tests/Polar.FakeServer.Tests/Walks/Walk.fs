/// What walks over every operation share: the operations, who calls them, and how far a call gets.
module internal Polar.FakeServer.Tests.Walks.Walk

open System
open System.Net.Http
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests

let routes = List.ofSeq Routes.All

/// A fake with sample data, its customer's session, and its user: who may call what.
type Party =
    { Fake: FakePolar
      Client: HttpClient
      Tokens: Map<string, string> }

let party (fake: FakePolar) (scopes: string list option) : Task<Party> =
    task {
        let customer = Seq.head (fake.World.Customers.Of fake.Organization.Id)

        let issue (token: FakeToken) =
            match scopes with
            | None -> fake.CreateTokenAsync token
            | Some scopes ->
                let isSession = token.CustomerId.HasValue

                let held =
                    scopes
                    |> List.filter (fun scope -> not isSession || scope.StartsWith "customer_portal:")

                fake.CreateTokenAsync(FakeToken(Kind = token.Kind, CustomerId = token.CustomerId, Scopes = List.toArray held))

        let! organization = issue (FakeToken(Kind = FakeTokenKind.Organization))
        let! user = issue (FakeToken(Kind = FakeTokenKind.Personal))

        let! customerSession =
            issue (FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = customer.Id))

        let! memberSession =
            issue (FakeToken(Kind = FakeTokenKind.MemberSession, CustomerId = customer.Id))

        return
            { Fake = fake
              Client = fake.CreateHttpClient()
              Tokens =
                Map.ofList
                    [ "Organization", organization
                      "User", user
                      "Customer", customerSession
                      "Member", memberSession ] }
    }

let seeded () =
    Fake.startWith (fun options -> options.Empty <- false)

let send
    (client: HttpClient)
    (method: string)
    (path: string)
    (token: string option)
    (body: string option)
    : Task<int * string * HttpResponseMessage> =
    task {
        // A client says that a body it does not have is empty.
        let body =
            if body.IsNone && method <> "GET" && method <> "DELETE" then
                Some ""
            else
                body

        use request = Http.request method path token body
        let! response = client.SendAsync request
        let! text = response.Content.ReadAsStringAsync()
        return int response.StatusCode, text, response
    }

/// The path of an operation, with these values for its parameters.
let pathOf (value: string -> string) (route: Route) =
    let mutable path = route.Template

    for parameter in route.Path do
        path <- path.Replace("{" + parameter.Name + "}", Uri.EscapeDataString(value parameter.Name))

    path

/// The query that an operation cannot do without.
let requiredQuery (route: Route) (without: string) =
    String.Join(
        "&",
        [ for parameter in route.Query do
              if parameter.Required && parameter.Name <> without then
                  match Samples.sample parameter.Schema with
                  | :? JsonValue as value -> $"{parameter.Name}={Uri.EscapeDataString(value.ToString())}"
                  | _ -> () ]
    )

let anyValue (name: string) =
    if
        name.EndsWith "id"
        && name <> "external_id"
        && name <> "member_external_id"
        && name <> "client_id"
    then
        Samples.uuid
    elif name = "slug" then
        "nobody"
    else
        "x"

let bodyOf (route: Route) =
    match route.Body with
    | null -> None
    | body when body.Form -> Some ""
    | body ->
        match Samples.sample body.Schema with
        | null -> Some "null"
        | node -> Some(node.ToJsonString())

let kinds = [ "Organization"; "User"; "Customer"; "Member" ]
let admits (route: Route) (kind: string) = Array.contains kind route.Subjects

/// Who may call an operation, and with which token.
let tokenFor (party: Party) (route: Route) =
    kinds
    |> List.tryFind (admits route)
    |> Option.map (fun kind -> party.Tokens[kind])

/// Paths that get as far as validation: where Polar looks the thing up first, one that is there.
let reaching (fake: FakePolar) (route: Route) =
    if route.Template.StartsWith "/v1/organizations/" then
        pathOf (fun _ -> string fake.Organization.Id) route
    elif route.Template.StartsWith "/v1/orders/" then
        pathOf (fun _ -> string (Seq.head (fake.World.Orders.Of fake.Organization.Id)).Id) route
    else
        pathOf anyValue route
