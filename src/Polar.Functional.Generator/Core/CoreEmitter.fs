/// The F# modules of the core: error types, a module a resource, and the webhook events.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.CoreEmitter

let private folder = "src/Polar.Functional/Generated"

let private file (name: string) (body: Code -> unit) : GeneratedFile =
    let code = Code "    "
    code.Line Code.header
    body code

    { Path = $"{folder}/{name}.fs"
      Text = code.ToString() }

let private summary (code: Code) (text: string) =
    code.Line $"/// <summary>{Code.xml text}</summary>"

/// How F# writes a type of the IR.
let rec private typeName (ofType: TypeRef) : string =
    match ofType with
    | TypeRef.Scalar scalar ->
        match scalar with
        | Scalar.Text -> "string"
        | Scalar.Boolean -> "bool"
        | Scalar.Integer -> "int64"
        | Scalar.Number
        | Scalar.DecimalText -> "decimal"
        | Scalar.Uuid -> "Guid"
        | Scalar.Instant -> "DateTimeOffset"
        | Scalar.Date -> "DateOnly"
        | Scalar.Any -> "JsonScalar"
    | TypeRef.Raw -> "RawJson"
    | TypeRef.Named name -> $"Contracts.{name}"
    | TypeRef.List item -> $"ValueList<{typeName item}>"
    | TypeRef.Map value -> $"ValueMap<{typeName value}>"
    | TypeRef.Nullable inner -> $"{typeName inner} | null"
    | TypeRef.Page item -> $"ListResource<{typeName item}>"
    | TypeRef.PageOrCursor item -> $"CursorListResource<{typeName item}>"

/// The type that a call yields.
let successType (success: Success) : string =
    match success with
    | Success.Nothing -> "Nothing"
    | Success.Json ofType -> typeName ofType
    | Success.JsonOrAccepted ofType -> $"Deferred<{typeName ofType}>"
    | Success.Csv -> "string"
    | Success.Redirect -> "Redirection"

let private decoder (success: Success) =
    match success with
    | Success.Nothing -> "Decode.nothing"
    | Success.Json(TypeRef.List item) -> $"Decode.list<{typeName item}>"
    | Success.Json ofType -> $"Decode.json<{typeName ofType}>"
    | Success.JsonOrAccepted ofType -> $"Decode.deferred<{typeName ofType}>"
    | Success.Csv -> "Decode.text"
    | Success.Redirect -> "Decode.redirection"

let private isValidation (case: ErrorCase) = case.Name = "Validation"

let private caseDocumentation (model: Model) (case: ErrorCase) =
    case.Code
    |> Option.bind model.ErrorSummaries.TryFind
    |> Option.orElse (model.ErrorSummaries.TryFind case.Name)
    |> Option.defaultValue $"Status {case.Status}."

let private emitErrorType (code: Code) (model: Model) (name: string) (cases: ErrorCase list) =
    summary code "What can go wrong: each documented failure, and what any call can meet."
    code.Line "[<RequireQualifiedAccess>]"
    code.Line $"type {name} ="

    code.Indented(fun () ->
        for case in cases do
            code.Line $"/// <summary>{Code.xml (caseDocumentation model case)}</summary>"

            if isValidation case then
                code.Line "| Validation of Issues: ValueList<ValidationIssue> * Detail: string"
            else
                code.Line $"| {case.Name} of Detail: string"

        code.Line "/// <summary>What any call can meet: no token, no connection, too many requests.</summary>"
        code.Line "| Call of Error: CallError"
        code.Blank()
        code.Line "static member internal Of(failure: ApiFailure) ="

        code.Indented(fun () ->
            code.Line "match failure with"

            for case in cases do
                if isValidation case then
                    code.Line "| ApiFailure.Documented(\"Validation\", _, detail, issues) -> Validation(issues, detail)"
                else
                    code.Line $"| ApiFailure.Documented(\"{case.Name}\", _, detail, _) -> {case.Name} detail"

            code.Line "| ApiFailure.Documented(case, status, detail, _) -> Call(ErrorCase.unexpected case status detail)"
            code.Line "| ApiFailure.Call error -> Call error")

        code.Blank()
        summary code "The same failure as the type that all operations share."
        code.Line "member this.ToPolarError() : PolarError ="

        code.Indented(fun () ->
            code.Line "match this with"

            for case in cases do
                if isValidation case then
                    code.Line "| Validation(issues, detail) -> ErrorCase.validation issues detail"
                else
                    let wire = case.Code |> Option.defaultValue case.Name
                    code.Line $"| {case.Name} detail -> ErrorCase.documented {Code.quoted wire} {case.Status} detail"

            code.Line "| Call error -> ErrorCase.call error")

        code.Blank()
        summary code "One line for a person."
        code.Line "member this.Message = this.ToPolarError().Message"
        code.Blank()
        summary code "Turns whichever failure this is into a result; a failure added later breaks the build, as it should."

        let parameters =
            [ for case in cases do
                  let name = Naming.camel case.Name

                  if isValidation case then
                      $"{name}: Func<ValueList<ValidationIssue>, 'result>"
                  else
                      $"{name}: Func<string, 'result>"
              "call: Func<CallError, 'result>" ]

        code.Line "member this.Match<'result>"

        code.Indented(fun () ->
            code.Line "("

            code.Indented(fun () ->
                parameters
                |> List.iteri (fun index parameter ->
                    code.Line(
                        if index < parameters.Length - 1 then
                            parameter + ","
                        else
                            parameter
                    )))

            code.Line ") : 'result ="

            code.Line "match this with"

            for case in cases do
                let name = Naming.camel case.Name

                if isValidation case then
                    code.Line $"| Validation(issues, _) -> {name}.Invoke issues"
                else
                    code.Line $"| {case.Name} detail -> {name}.Invoke detail"

            code.Line "| Call error -> call.Invoke error")

        code.Blank()
        code.Line "override this.ToString() = this.ToPolarError().ToString()"
        code.Blank()
        code.Line "interface IPolarError with"

        code.Indented(fun () ->
            code.Line "member this.Message = this.Message"
            code.Line "member this.ToPolarError() = this.ToPolarError()"))

    code.Blank()

let private emitErrors (model: Model) =
    file "Errors" (fun code ->
        code.Line "namespace Polar.Functional"
        code.Blank()
        code.Lines [ "open System"; "open Polar.Functional.Contracts" ]
        code.Blank()

        for operation in model.Operations |> List.distinctBy (fun operation -> operation.ErrorType) do
            emitErrorType code model operation.ErrorType operation.Errors)

let private textOf (ofType: TypeRef) (value: string) =
    match ofType with
    | TypeRef.Scalar Scalar.Text -> value
    | TypeRef.Scalar Scalar.Uuid -> $"{value}.ToString()"
    | _ -> $"string {value}"

let private pathValues (operation: Operation) =
    operation.Path
    |> List.choose (fun part ->
        match part with
        | PathPart.Value parameter -> Some parameter
        | PathPart.Fixed _ -> None)

/// A GET changes nothing, but for one that counts a download and one that may hand out an authorization code; and asking what a token is
/// worth changes nothing, though it is a POST.
let private isRepeatable (operation: Operation) =
    match operation.Id with
    | "customer_portal:downloadables:get"
    | "oauth2:authorize" -> false
    | "oauth2:introspect_token" -> true
    | _ -> operation.Method = "GET"

let private functionName (operation: Operation) = Naming.parameter operation.Name

let private list (items: string list) =
    match items with
    | [] -> "[]"
    | items -> "[ " + String.concat "; " items + " ]"

let private emitOperation (code: Code) (operation: Operation) =
    let name = functionName operation
    let ok = successType operation.Success
    let endpoint = name + "Endpoint"
    let quotedList = List.map Code.quoted >> list

    code.Line $"let private {endpoint} : Endpoint<{ok}, {operation.ErrorType}> ="

    code.Indented(fun () ->
        code.Line "Endpoint("

        code.Indented(fun () ->
            code.Line $"{{ Id = {Code.quoted operation.Id}"
            code.Line $"  Method = {Code.quoted operation.Method}"
            code.Line $"  Template = {Code.quoted operation.Template}"
            code.Line $"  Scopes = {quotedList operation.Scopes}"
            code.Line $"  Subjects = {quotedList operation.Subjects}"

            let retry = if isRepeatable operation then "Safe" else "Unsafe"
            code.Line $"  Retry = RetryClass.{retry}"
            code.Line "  Errors ="

            if operation.Errors = [] then
                code.Line "    [] },"
            else
                operation.Errors
                |> List.iteri (fun index error ->
                    let opening = if index = 0 then "[ " else "  "
                    let closing = if index = operation.Errors.Length - 1 then " ] }," else ""

                    let wire =
                        match error.Code with
                        | Some wire -> $"Some {Code.quoted wire}"
                        | None -> "None"

                    code.Line $"    {opening}{{ Case = {Code.quoted error.Name}; Status = {error.Status}; Code = {wire} }}{closing}")

            code.Line $"{decoder operation.Success},"
            code.Line $"{operation.ErrorType}.Of")

        code.Line ")")

    code.Blank()
    Comments.operation code operation
    let path = pathValues operation

    match operation.Query with
    | Some _ -> code.Line "/// <param name=\"query\">The options.</param>"
    | None -> ()

    match operation.Body with
    | Some body -> Comments.body code body
    | None -> ()

    Comments.result code operation "The request; sent, it yields the answer"

    let parameters =
        [ yield!
              path
              |> List.map (fun parameter -> $"({parameter.Name}: {typeName parameter.Type})")

          match operation.Query with
          | Some query -> yield $"(query: Contracts.{query.Name})"
          | None -> ()

          match operation.Body with
          | Some body when body.Required -> yield $"(body: {typeName body.Type})"
          | Some body -> yield $"(body: {typeName body.Type} option)"
          | None -> ()

          if path = [] && operation.Query.IsNone && operation.Body.IsNone then
              yield "()" ]

    let parameters = String.concat " " parameters
    code.Line $"let {name} {parameters} : Request<{ok}, {operation.ErrorType}> ="

    code.Indented(fun () ->
        let path =
            path
            |> List.map (fun parameter -> $"{Code.quoted parameter.Json}, {textOf parameter.Type parameter.Name}")
            |> list

        let query =
            match operation.Query with
            | Some _ -> "(Request.queryOf query)"
            | None -> "[]"

        let body =
            match operation.Body with
            | Some body ->
                let writer = if body.Media = MediaType.Form then "form" else "json"

                if body.Required then
                    $"(Request.{writer}<{typeName body.Type}> body)"
                else
                    $"(body |> Option.map Request.{writer}<{typeName body.Type}> |> Option.defaultValue RequestBody.Nothing)"
            | None -> "RequestBody.Nothing"

        code.Line $"Request.ofParts {endpoint} {path} {query} {body}")

    code.Blank()

/// The tree of modules: groups, and groups within them.
let rec private emitModules (code: Code) (model: Model) (depth: int) (operations: Operation list) =
    let here, deeper =
        operations |> List.partition (fun operation -> operation.Group.Length = depth)

    for operation in here do
        emitOperation code operation

    for name, operations in deeper |> List.groupBy (fun operation -> operation.Group[depth]) do
        code.Line "[<RequireQualifiedAccess>]"
        code.Line $"module {name} ="
        code.Blank()
        code.Indented(fun () -> emitModules code model (depth + 1) operations)

let private emitResource (model: Model) (root: string) (operations: Operation list) =
    file root (fun code ->
        let described =
            operations
            |> List.tryHead
            |> Option.bind (fun operation ->
                model.GroupSummaries
                |> Map.tryPick (fun group text ->
                    if
                        Naming.pascal ((group.Split '.')[0]) = operation.Group.Head
                        && not (group.Contains '.')
                    then
                        Some text
                    else
                        None))

        summary code (described |> Option.defaultValue $"The operations on `{root}`.")
        code.Line "[<RequireQualifiedAccess>]"
        code.Line $"module Polar.Functional.{root}"
        code.Blank()
        code.Lines [ "open System"; "open Polar.Functional.Contracts" ]
        code.Blank()
        emitModules code model 1 operations)

let private emitWebhooks (model: Model) =
    file "WebhookEvents" (fun code ->
        code.Line "namespace Polar.Functional"
        code.Blank()
        code.Lines [ "open System"; "open Polar.Functional.Contracts" ]
        code.Blank()
        summary code "An event that Polar delivers."
        code.Line "[<RequireQualifiedAccess; NoComparison>]"
        code.Line "type WebhookEvent ="

        code.Indented(fun () ->
            for event in model.Webhooks do
                code.Line $"/// <summary>{Code.xml event.Summary}</summary>"
                code.Line $"| {event.Name} of Payload: Contracts.{event.Payload}"

            code.Line "/// <summary>An event that was not known when this was made, as JSON.</summary>"
            code.Line "| Unknown of Type: string * Payload: RawJson"
            code.Blank()
            summary code "The event's type, `order.paid`."
            code.Line "member event.Type ="

            code.Indented(fun () ->
                code.Line "match event with"

                for event in model.Webhooks do
                    code.Line $"| {event.Name} payload -> payload.Type"

                code.Line "| Unknown(kind, _) -> kind"))

        code.Blank()
        summary code "Reads events."
        code.Line "[<RequireQualifiedAccess>]"
        code.Line "module WebhookEvent ="
        code.Blank()

        code.Indented(fun () ->
            summary code "Every type of event known when this was made."
            code.Line "let types : string list ="

            code.Indented(fun () ->
                code.Line(
                    "[ "
                    + (model.Webhooks
                       |> List.map (fun event -> Code.quoted event.Event)
                       |> String.concat "; ")
                    + " ]"
                ))

            code.Blank()
            summary code "Reads a delivery's body, whether or not it was verified. An event of an unknown type is a value, not an error."
            code.Line "let parse (body: ReadOnlyMemory<byte>) : Result<WebhookEvent, WireError> ="

            code.Indented(fun () ->
                code.Line "match Webhook.typeOf body with"

                for event in model.Webhooks do
                    code.Line
                        $"| Some {Code.quoted event.Event} -> Webhook.read<Contracts.{event.Payload}> body |> Result.map WebhookEvent.{event.Name}"

                code.Line
                    "| Some other -> Webhook.read<RawJson> body |> Result.map (fun payload -> WebhookEvent.Unknown(other, payload))"

                code.Line "| None -> Error(WireError(\"$.type\", \"the body is not an event\"))")))

/// The names of the generated files in the order in which they are compiled.
let private order (model: Model) =
    [ "Errors"
      for operation in model.Operations do
          operation.Group.Head
      "WebhookEvents" ]
    |> List.distinct

/// What the project file includes, so that a new resource needs no hand.
let private emitOrder (model: Model) =
    let items =
        [ for name in order model -> $"    <Compile Include=\"$(MSBuildThisFileDirectory){name}.fs\" />" ]

    { Path = $"{folder}/Generated.props"
      Text =
        [ "<Project>"; "  <ItemGroup>" ]
        @ items
        @ [ "  </ItemGroup>"; "</Project>"; "" ]
        |> String.concat "\n" }

/// All files of the core.
let emit (model: Model) : GeneratedFile list =
    [ emitErrors model
      for root, operations in model.Operations |> List.groupBy (fun operation -> operation.Group.Head) do
          emitResource model root operations
      emitWebhooks model
      emitOrder model ]
