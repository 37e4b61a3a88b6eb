/// The functions of the core: for each operation its facts, and a function that makes a request of it.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.OperationEmitter

let private textOf (ofType: TypeRef) (value: string) =
    match ofType with
    | TypeRef.Scalar Scalar.Text -> value
    | TypeRef.Scalar Scalar.Uuid -> $"{value}.ToString()"
    | _ -> $"string {value}"

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

/// The facts, and what answers become.
let private emitEndpoint (code: Code) (operation: Operation) (endpoint: string) =
    let ok = FSharpTypes.successType operation.Success
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

            code.Line $"{FSharpTypes.decoder operation.Success},"
            code.Line $"{operation.ErrorType}.Of")

        code.Line ")")

let private emitDocumentation (code: Code) (operation: Operation) =
    Comments.operation code operation

    match operation.Query with
    | Some _ -> code.Line "/// <param name=\"query\">The options.</param>"
    | None -> ()

    match operation.Body with
    | Some body -> Comments.body code body
    | None -> ()

    Comments.result code operation "The request; sent, it yields the answer"

let private parameters (operation: Operation) : string =
    let path = Operation.pathValues operation

    [ yield!
          path
          |> List.map (fun parameter -> $"({parameter.Name}: {FSharpTypes.name parameter.Type})")

      match operation.Query with
      | Some query -> yield $"(query: Contracts.{query.Name})"
      | None -> ()

      match operation.Body with
      | Some body when body.Required -> yield $"(body: {FSharpTypes.name body.Type})"
      | Some body -> yield $"(body: {FSharpTypes.name body.Type} option)"
      | None -> ()

      if path = [] && operation.Query.IsNone && operation.Body.IsNone then
          yield "()" ]
    |> String.concat " "

/// One operation.
let emit (code: Code) (operation: Operation) : unit =
    let name = functionName operation
    let ok = FSharpTypes.successType operation.Success
    let endpoint = name + "Endpoint"
    emitEndpoint code operation endpoint
    code.Blank()
    emitDocumentation code operation
    code.Line $"let {name} {parameters operation} : Request<{ok}, {operation.ErrorType}> ="

    code.Indented(fun () ->
        let path =
            Operation.pathValues operation
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
                    $"(Request.{writer}<{FSharpTypes.name body.Type}> body)"
                else
                    $"(body |> Option.map Request.{writer}<{FSharpTypes.name body.Type}> |> Option.defaultValue RequestBody.Nothing)"
            | None -> "RequestBody.Nothing"

        code.Line $"Request.ofParts {endpoint} {path} {query} {body}")

    code.Blank()
