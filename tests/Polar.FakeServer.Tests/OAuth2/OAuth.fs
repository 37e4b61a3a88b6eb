/// A client of OAuth2 and the person whom it acts for, as tests need them.
namespace Polar.FakeServer.Tests

open System
open System.Net.Http
open System.Text
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests

/// A registered client.
type Client =
    { Id: string
      Secret: string
      RegistrationToken: string
      Registration: JsonNode }

[<RequireQualifiedAccess>]
module OAuth =

    let callback = "https://app.example/callback"

    /// The verifier and the challenge of RFC 7636, appendix B.
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

    let encoded (fields: (string * string) list) : string =
        String.Join("&", [ for name, value in fields -> $"{Uri.EscapeDataString name}={Uri.EscapeDataString value}" ])

    /// The address with these values in its query.
    let withQuery (path: string) (fields: (string * string) list) : string = $"{path}?{encoded fields}"

    let private formRequest (path: string) (headers: (string * string) list) (fields: (string * string) list) : HttpRequestMessage =
        let request = new HttpRequestMessage(HttpMethod.Post, path)

        for name, value in headers do
            request.Headers.TryAddWithoutValidation(name, value) |> ignore

        request.Content <- new StringContent(encoded fields, Encoding.UTF8, "application/x-www-form-urlencoded")
        request

    /// Sends a form.
    let form (path: string) (headers: (string * string) list) (fields: (string * string) list) (fake: FakePolar) : Task<Answer> =
        Http.raw fake (formRequest path headers fields)

    let basic (id: string) (secret: string) =
        let credentials = Encoding.UTF8.GetBytes $"{id}:{secret}" |> Convert.ToBase64String
        "Authorization", $"Basic {credentials}"

    /// A client as it is registered with this JSON.
    let registerWith (body: string) (fake: FakePolar) : Task<Client> =
        task {
            let! answer = Http.anonymous "POST" "/v1/oauth2/register" (Some body) fake

            if answer.Status <> 201 then
                failwith $"Expected 201, got {answer.Status}: {answer.Text}"

            return
                { Id = Json.text "client_id" answer.Json
                  Secret =
                    if Json.has "client_secret" answer.Json then
                        Json.text "client_secret" answer.Json
                    else
                        ""
                  RegistrationToken = Json.text "registration_access_token" answer.Json
                  Registration = answer.Json }
        }

    /// A client with these further members.
    let registerBy (more: string) (fake: FakePolar) : Task<Client> =
        registerWith $"""{{"client_name":"Shop","redirect_uris":["{callback}"]{more}}}""" fake

    let register (fake: FakePolar) : Task<Client> = registerBy "" fake

    /// A session of a user; of the fake's own where nothing else is said.
    let sessionOf (more: string) (fake: FakePolar) : Task<string> =
        task {
            let! answer =
                Http.anonymous "POST" "/_fake/tokens" (Some $"""{{"kind":"user_session"{more}}}""") fake

            if answer.Status <> 201 then
                failwith $"Expected 201, got {answer.Status}: {answer.Text}"

            return Json.text "token" answer.Json
        }

    let session (fake: FakePolar) : Task<string> = sessionOf "" fake

    let cookie (session: string) =
        "Cookie", $"polar_sandbox_session={session}"

    /// Sends with a session's cookie.
    let withSession (method: string) (path: string) (body: string option) (session: string) (fake: FakePolar) : Task<Answer> =
        let request = Http.request method path None body

        request.Headers.TryAddWithoutValidation(fst (cookie session), snd (cookie session))
        |> ignore

        Http.raw fake request

    /// The query of an authorization request; what is given here takes the place of what is usual.
    let asked (client: Client) (changes: (string * string) list) : (string * string) list =
        let usual =
            [ "response_type", "code"
              "client_id", client.Id
              "redirect_uri", callback
              "scope", "openid email"
              "state", "s t" ]

        [ for name, value in usual do
              if not (changes |> List.exists (fun (changed, _) -> changed = name)) then
                  name, value
          yield! changes |> List.filter (fun (_, value) -> value <> "") ]

    /// What the page asks for.
    let authorize (client: Client) (changes: (string * string) list) (session: string option) (fake: FakePolar) : Task<Answer> =
        let path = withQuery "/v1/oauth2/authorize" (asked client changes)

        match session with
        | Some session -> withSession "GET" path None session fake
        | None -> Http.anonymous "GET" path None fake

    /// What the person decides.
    let decide (action: string) (client: Client) (changes: (string * string) list) (session: string) (fake: FakePolar) : Task<Answer> =
        form (withQuery "/v1/oauth2/consent" (asked client changes)) [ cookie session ] [ "action", action ] fake

    let location (answer: Answer) : Uri = Uri answer.Headers["location"]

    /// The values in the query of where a browser is sent.
    let sent (answer: Answer) : Map<string, string> =
        if answer.Status <> 302 then
            failwith $"Expected 302, got {answer.Status}: {answer.Text}"

        Map.ofList
            [ for part in (location answer).Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries) do
                  let pair = part.Split('=', 2)
                  Net.WebUtility.UrlDecode pair[0] |> Unchecked.nonNull, Net.WebUtility.UrlDecode pair[1] |> Unchecked.nonNull ]

    /// A code that the fake's user has consented to.
    let codeWith (client: Client) (changes: (string * string) list) (fake: FakePolar) : Task<string> =
        task {
            let! session = session fake
            let! answer = decide "allow" client changes session fake
            return (sent answer)["code"]
        }

    let code (client: Client) (fake: FakePolar) : Task<string> = codeWith client [] fake

    /// Asks for tokens, with the client's secret in the form.
    let token (client: Client) (fields: (string * string) list) (fake: FakePolar) : Task<Answer> =
        form "/v1/oauth2/token" [] ([ "client_id", client.Id; "client_secret", client.Secret ] @ fields) fake

    let exchange (client: Client) (code: string) (fake: FakePolar) : Task<Answer> =
        token client [ "grant_type", "authorization_code"; "code", code; "redirect_uri", callback ] fake

    /// The tokens of a client that the fake's user has consented to.
    let tokensWith (client: Client) (changes: (string * string) list) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! code = codeWith client changes fake
            let! answer = exchange client code fake

            if answer.Status <> 200 then
                failwith $"Expected 200, got {answer.Status}: {answer.Text}"

            return answer.Json
        }

    let tokens (client: Client) (fake: FakePolar) : Task<JsonNode> = tokensWith client [] fake

    let refresh (client: Client) (old: string) (fake: FakePolar) : Task<Answer> =
        token client [ "grant_type", "refresh_token"; "refresh_token", old ] fake

    /// The body of a refusal.
    let refusal (error: string) (description: string) : string =
        if description = "" then
            $"""{{"error": "{error}"}}"""
        else
            $"""{{"error": "{error}", "error_description": "{description}"}}"""
