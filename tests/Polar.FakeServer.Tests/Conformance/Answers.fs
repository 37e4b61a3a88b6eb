/// What each operation may answer: its documented successes and errors, in the documented form.
module internal Polar.FakeServer.Tests.Conformance.Answers

open System.Text
open System.Text.Json
open System.Text.Json.Nodes
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.FakeServer
open Polar.FakeServer.Http
open Polar.FakeServer.Tests

/// What Polar answers though its API description does not say so: operation, status, the error's name, and why.
let private undescribed =
    [ "files:uploaded", 500, "", "the storage refuses what completes an upload, and Polar does not translate that"
      "customer_portal:customers:request_email_update",
      403,
      "NotPermitted",
      "the organization decides whether customers change their address, and the API description does not say so"
      "metrics:get_dashboard", 404, "ResourceNotFound", "the API description has no 404 of dashboards"
      "metrics:update_dashboard", 404, "ResourceNotFound", "the API description has no 404 of dashboards"
      "metrics:delete_dashboard", 404, "ResourceNotFound", "the API description has no 404 of dashboards"
      "orders:create", 403, "OffSessionChargesNotEnabled", "the API description has it for finalizing alone"
      "subscriptions:update",
      400,
      "NotASeatBasedSubscription",
      "seats of a product without them are refused before their amount is looked at"
      "subscriptions:update", 409, "CannotPauseSubscription", "the API description knows neither pausing's refusals nor resuming's"
      "subscriptions:update", 409, "NotPausedSubscription", "the API description knows neither pausing's refusals nor resuming's"
      "customer-seats:list_seats", 400, "BadRequest", "the API description does not say that one of the two is needed"
      "customer_portal:seats:list_seats", 400, "BadRequest", "the API description does not say that one of the two is needed"
      "customers:members:create", 500, "", "an external id that another member has breaks the database's rule, and Polar does not guard it"
      "customers:members:create_external", 500, "", "an external id that another member has breaks the database's rule"
      "organizations:update", 500, "", "null reaches a column that needs a value, and Polar does not guard it" ]

/// Operations that OAuth2 refuses in its own words, none of which the API description has.
let private protocol =
    set
        [ "oauth2:request_token"
          "oauth2:revoke_token"
          "oauth2:introspect_token"
          "oauth2:authorize"
          "oauth2:clients:oauth2:create_client"
          "oauth2:clients:oauth2:get_client"
          "oauth2:clients:oauth2:update_client"
          "oauth2:clients:oauth2:delete_client" ]

/// Operations of OAuth2 that take a person's session, and refuse tokens with a 403 that is not described.
let ofSessions =
    set
        [ "oauth2:authorize"
          "oauth2:clients:list"
          "oauth2:clients:oauth2:create_client"
          "oauth2:clients:oauth2:get_client"
          "oauth2:clients:oauth2:update_client"
          "oauth2:clients:oauth2:delete_client" ]

let private refusalsOfProtocol =
    [ 400, "unsupported_grant_type"
      400, "unsupported_response_type"
      400, "unauthorized_client"
      400, "invalid_request"
      400, "invalid_client"
      400, "invalid_client_metadata"
      400, "access_denied"
      401, "invalid_client"
      401, "unsupported_token_type" ]

let private isRefusalOfProtocol (status: int) (text: string) =
    match JsonNode.Parse text with
    | :? JsonObject as body ->
        List.contains ([ for entry in body -> entry.Key ] |> List.filter ((<>) "state")) [ [ "error" ]; [ "error"; "error_description" ] ]
        && List.contains (status, Json.text "error" body) refusalsOfProtocol
    | _ -> false

/// Answers of any operation: what the schema refuses, what the resource finds wrong, and a body that is no text.
let private isOfAll (status: int) (code: string) =
    status = 422
    && List.contains
        code
        [ "RequestValidationError"
          "PolarRequestValidationError"
          "BenefitPropertiesValidationError" ]

let private unreadable = """{"detail":"There was an error parsing the body"}"""

let private endpointOf =
    let byId =
        endpoints
        |> List.map (fun endpoint -> endpoint.Operation.Id, endpoint)
        |> Map.ofList

    fun id -> Map.find id byId

let private namesOf (node: JsonObject) = [ for entry in node -> entry.Key ]

/// What is wrong with an entry of a list of faults; None where nothing is.
let private faultOfIssue (issue: JsonNode | null) : string option =
    match issue with
    | :? JsonObject as issue ->
        match namesOf issue with
        | [ "type"; "loc"; "msg"; "input" ]
        | [ "type"; "loc"; "msg"; "input"; "ctx" ] ->
            let starts =
                match Json.items "loc" issue with
                // Of a filter in a query the place within the filter alone is told.
                | first :: _ -> List.contains (string first) [ "path"; "query"; "body"; "conjunction"; "clauses" ]
                | [] -> List.contains (Json.text "type" issue) [ "json_invalid"; "model_type" ]

            if not starts then
                Some "its place is in no part of a request"
            elif Json.text "type" issue = "" || Json.text "msg" issue = "" then
                Some "it says nothing"
            else
                None
        | names -> Some $"its members are {names}"
    | _ -> Some "it is no object"

/// The name of an error in Polar's own form, or what is wrong with the form.
let private codeOf (status: int) (text: string) : Result<string, string> =
    let parsed =
        try
            JsonNode.Parse text
        with :? JsonException ->
            null

    match parsed with
    | :? JsonObject as body when namesOf body = [ "error"; "detail" ] ->
        match Json.find "detail" body with
        | :? JsonArray as issues when status = 422 && issues.Count > 0 ->
            match issues |> Seq.tryPick faultOfIssue with
            | Some fault -> Error $"an issue is malformed: {fault}"
            | None -> Ok(Json.text "error" body)
        | :? JsonValue as detail when detail.ToString() <> "" -> Ok(Json.text "error" body)
        | _ -> Error "the detail is neither a sentence nor a list of issues"
    | _ -> Error "the body is not an error's"

let private isDocumented (operation: Operation) (status: int) (code: string) =
    operation.Errors
    |> List.exists (fun error ->
        error.Status = status
        && (match error.Code with
            | Some name -> name = code
            // A description without a name: the list of issues, or whatever comes with the status.
            | None -> status <> 422))

/// Whether the client has a case for an answer, and not just a word for the unexpected.
let private isUnderstood (endpoint: AnyEndpoint) (response: WireResponse) =
    match endpoint.Send response with
    | Ok _ -> Error "the client takes it for a success"
    | Error error ->
        match (Unchecked.nonNull error :?> IPolarError).ToPolarError().Call with
        | null
        | CallError.Invalid _ -> Ok()
        | call -> Error $"the client makes of it {call}"

let private ofError (route: Route) (response: WireResponse) (text: string) : string option =
    let endpoint = endpointOf route.Id

    let isUndescribed (status, code) =
        undescribed
        |> List.exists (fun (id, known, name, _) -> id = route.Id && known = status && name = code)

    if response.Status = 400 && text = unreadable && not (isNull route.Body) then
        None
    elif isUndescribed (response.Status, "") then
        None
    elif protocol.Contains route.Id && response.Status < 403 then
        if isRefusalOfProtocol response.Status text then
            None
        else
            Some $"{response.Status} is no refusal of OAuth2's"
    else
        match codeOf response.Status text with
        | Error fault -> Some fault
        | Ok code when isUndescribed (response.Status, code) -> None
        | Ok "NotPermitted" when response.Status = 403 && ofSessions.Contains route.Id -> None
        | Ok code when
            isOfAll response.Status code
            || isDocumented endpoint.Operation response.Status code
            ->
            match isUnderstood endpoint response with
            | Ok() -> None
            | Error fault -> Some fault
        | Ok code -> Some $"{response.Status} {code} is not documented"

let private headersOf (response: System.Net.Http.HttpResponseMessage) =
    [ for header in Seq.append response.Headers.NonValidated response.Content.Headers.NonValidated -> header.Key, string header.Value ]

/// Operations that answer 201 though their description says 200.
let private created = set [ "oauth2:clients:oauth2:create_client" ]

/// Operations that may say that what they show is still to come.
let private deferred = set [ "orders:receipt"; "customer_portal:orders:receipt" ]

/// What is undocumented about an answer of an operation; None where all is as documented.
let fault (route: Route) (status: int) (text: string) (message: System.Net.Http.HttpResponseMessage) : string option =
    let response =
        { Status = status
          Headers = headersOf message
          Body = Encoding.UTF8.GetBytes text }

    if status >= 400 then
        ofError route response text
    else
        match (endpointOf route.Id).Send response with
        | Ok _ when status = route.Status -> None
        | Ok _ when status = 201 && created.Contains route.Id -> None
        | Ok _ when status = 202 && deferred.Contains route.Id && text = "" -> None
        | Ok _ -> Some $"{status} is not the documented success, {route.Status}"
        | Error error -> Some $"the client makes of it {error}"
