/// What walks over every operation share: the operations, who calls them, and how far a call gets.
module internal Polar.FakeServer.Tests.Conformance.Walk

open System
open System.Net.Http
open System.Text
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Validation
open Polar.FakeServer.Http
open Polar.FakeServer.Generated
open Polar.FakeServer.Tests

let routes = List.ofSeq Routes.All

/// A fake with sample data, its customer's session, and its user: who may call what.
type Party =
    { Fake: FakePolar
      Client: HttpClient
      Tokens: Map<string, string> }

/// Tokens of an organization, of its user there, and of a customer; the user's is narrowed to the organization.
let partyOf (fake: FakePolar) (organization: Guid) (customer: Guid) (scopes: string list option) : Task<Party> =
    task {
        let issue (token: FakeToken) =
            match scopes with
            | None -> fake.CreateTokenAsync token
            | Some scopes ->
                let isSession = token.CustomerId.HasValue

                let held =
                    scopes
                    |> List.filter (fun scope -> not isSession || scope.StartsWith "customer_portal:")

                fake.CreateTokenAsync(
                    FakeToken(
                        Kind = token.Kind,
                        OrganizationId = token.OrganizationId,
                        CustomerId = token.CustomerId,
                        Scopes = List.toArray held
                    )
                )

        let! own =
            issue (FakeToken(Kind = FakeTokenKind.Organization, OrganizationId = organization))

        let! user =
            issue (FakeToken(Kind = FakeTokenKind.OAuth2, OrganizationId = organization))

        let! customerSession =
            issue (FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = customer))

        let! memberSession =
            issue (FakeToken(Kind = FakeTokenKind.MemberSession, CustomerId = customer))

        let! session =
            issue (FakeToken(Kind = FakeTokenKind.UserSession, OrganizationId = organization))

        return
            { Fake = fake
              Client = fake.CreateHttpClient()
              Tokens =
                Map.ofList
                    [ "Organization", own
                      "User", user
                      "Customer", customerSession
                      "Member", memberSession
                      "Session", session ] }
    }

let party (fake: FakePolar) (scopes: string list option) : Task<Party> =
    partyOf fake fake.Organization.Id (Seq.head (fake.World.Customers.Of fake.Organization.Id)).Id scopes

/// What a request carries.
[<RequireQualifiedAccess>]
type Body =
    | Nothing
    | Json of string
    | Form of (string * string) list

/// Sends; a person's session goes as the cookie that it is.
let send
    (client: HttpClient)
    (method: string)
    (path: string)
    (credential: string option)
    (body: Body)
    : Task<int * string * HttpResponseMessage> =
    task {
        let session, token =
            match credential with
            | Some session when session.StartsWith "polar_us_" -> Some session, None
            | token -> None, token

        use request =
            match body with
            // A client says that a body it does not have is empty.
            | Body.Nothing when method <> "GET" && method <> "DELETE" -> Http.request method path token (Some "")
            | Body.Nothing -> Http.request method path token None
            | Body.Json text -> Http.request method path token (Some text)
            | Body.Form fields ->
                let request = Http.request method path token None

                let text =
                    String.Join("&", [ for name, value in fields -> $"{Uri.EscapeDataString name}={Uri.EscapeDataString value}" ])

                request.Content <- new StringContent(text, Encoding.UTF8, "application/x-www-form-urlencoded")
                request

        session
        |> Option.iter (fun session ->
            request.Headers.TryAddWithoutValidation("Cookie", $"polar_sandbox_session={session}")
            |> ignore)

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

let isUuid (parameter: RouteParameter) =
    match parameter.Schema with
    | :? TextSchema as text -> text.Format = "uuid4" || text.Format = "uuid"
    | _ -> false

/// A value that is right for a path's parameter, and names nothing.
let unknown (route: Route) (name: string) =
    let parameter = route.Path |> Array.find (fun parameter -> parameter.Name = name)

    if isUuid parameter then Samples.uuid
    elif name = "slug" then "nobody"
    else "x"

let jsonOf (node: JsonNode | null) =
    match node with
    | null -> "null"
    | node -> node.ToJsonString()

/// What operations want beyond the schemas of their bodies: the member that is needed, and a value.
let private needed =
    Map.ofList [ "customer_portal:orders:confirm_retry_payment", ("confirmation_token_id", "ctoken_ok") ]

let private sampleFor (ids: Samples.Ids) (route: Route) (schema: Schema) : JsonNode | null =
    let sample = Samples.sampleOf ids "" schema

    match sample, Map.tryFind route.Id needed with
    | :? JsonObject as members, Some(name, value) -> members[name] <- JsonValue.Create value
    | _ -> ()

    sample

let bodyWith (ids: Samples.Ids) (route: Route) : Body =
    match route.Body with
    | null -> Body.Nothing
    | body when body.Form ->
        match Samples.sampleOf ids "" body.Schema with
        | :? JsonObject as fields -> Body.Form [ for field in fields -> field.Key, string field.Value ]
        | _ -> Body.Form []
    | body -> Body.Json(jsonOf (sampleFor ids route body.Schema))

let bodyOf (route: Route) : Body = bodyWith Samples.anyIds route

let kinds = [ "Organization"; "User"; "Customer"; "Member" ]
let admits (route: Route) (kind: string) = Array.contains kind route.Subjects

/// Who may call an operation, and with which token.
let tokenFor (party: Party) (route: Route) =
    if Answers.ofSessions.Contains route.Id then
        Some party.Tokens["Session"]
    else
        kinds
        |> List.tryFind (admits route)
        |> Option.map (fun kind -> party.Tokens[kind])

/// A path that leads to things that are there, the youngest of their kind, where there are any.
let reaching (fake: FakePolar) (route: Route) =
    let things = PopulatedOrganizations.thingsOf fake.World fake.Organization.Id

    pathOf
        (fun name ->
            ResourceKinds.kindOf (ResourceKinds.collectionOf route name) name
            |> Option.bind (fun kind -> List.tryLast things[kind])
            |> Option.defaultValue (unknown route name))
        route

/// What a walk finds wrong: it goes on, so that one run tells of every operation.
type Findings() =
    let found = ResizeArray<string * string>()

    /// The same of one operation need not be told a hundred times.
    let mostOfOne = 8

    let shown (finding: string) =
        if finding.Length > 900 then
            finding.Substring(0, 900) + "…"
        else
            finding

    member _.Add (route: Route) (finding: string) : unit =
        let known = found |> Seq.filter (fun (id, _) -> id = route.Id) |> Seq.length

        if known < mostOfOne && not (found.Contains(route.Id, shown finding)) then
            found.Add(route.Id, shown finding)

    /// Adds what is wrong with an answer.
    member findings.AddUndocumented (route: Route) (status: int) (answer: string) (response: HttpResponseMessage) (request: string) : unit =
        Answers.fault route status answer response
        |> Option.iter (fun fault -> findings.Add route $"{request}: {fault}: {status} {answer}")

    member findings.Check (route: Route) (holds: bool) (finding: string) : unit =
        if not holds then
            findings.Add route finding

    member _.None() : unit =
        if found.Count > 0 then
            Expecto.Tests.failtest (String.Join("\n", [ for id, finding in found -> $"{id}: {finding}" ]))
