/// The fake's routing table.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.RoutesEmitter

/// What a handler is given.
let private arguments (operation: Operation) : string list =
    [ yield "transaction"

      if FakeFile.speaksOAuth2 operation then
          yield "request"

      for value in Operation.pathValues operation do
          match value.Type with
          | TypeRef.Scalar Scalar.Uuid -> yield $"request.PathUuid({Code.quoted value.Json})"
          | _ -> yield $"request.PathText({Code.quoted value.Json})"

      match operation.Query with
      | Some query -> yield $"QueryBinding.{query.Name}(request)"
      | None -> ()

      match operation.Body with
      | Some { Media = MediaType.Form } when FakeFile.speaksOAuth2 operation -> ()
      | Some { Media = MediaType.Form; Type = form } -> yield $"request.Form<{CSharpTypes.name form}>()"
      | Some body when body.Required -> yield $"request.Body(RequestBinding.{CSharpTypes.name body.Type})"
      | Some body -> yield $"request.OptionalBody(RequestBinding.{CSharpTypes.name body.Type})"
      | None -> () ]

let private quotedList (items: string list) =
    Layout.ofTexts "[" (List.map Code.quoted items) "]"

/// `new("limit", static () => …, false, false, false)`
let private parameter (json: string) (shape: Shape) (required: bool) (repeated: bool) (deepObject: bool) =
    let flags =
        [ required; repeated; deepObject ]
        |> List.map FakeFile.flag
        |> String.concat ", "

    Layout.Group($"new({Code.quoted json}, static () => ", [ SchemaCode.ofShape shape; Layout.Text flags ], ")")

let private emitParameters (code: Code) (operation: Operation) =
    let path =
        [ for value in Operation.pathValues operation -> parameter value.Json value.Shape true false false ]

    let query =
        match operation.Query with
        | Some query ->
            [ for option in query.Parameters -> parameter option.Json option.Shape option.Required option.Repeated option.DeepObject ]
        | None -> []

    code.Layout("Path = ", Layout.Group("[", path, "]"), ",")
    code.Layout("Query = ", Layout.Group("[", query, "]"), ",")

let private emitBody (code: Code) (body: RequestBody) =
    let required, form =
        FakeFile.flag body.Required, FakeFile.flag (body.Media = MediaType.Form)

    code.Layout(
        "Body = ",
        Layout.Group("new(static () => ", [ SchemaCode.ofShape body.Shape; Layout.Text $"{required}, {form}" ], ")"),
        ","
    )

let private emitRoute (code: Code) (operation: Operation) =
    code.Line "new()"
    code.Line "{"

    code.Indented(fun () ->
        code.Line $"Id = {Code.quoted operation.Id},"
        code.Line $"Method = {Code.quoted operation.Method},"
        code.Line $"Template = {Code.quoted operation.Template},"
        code.Line $"Status = {operation.Status},"
        code.Layout("Scopes = ", quotedList operation.Scopes, ",")
        code.Layout("Subjects = ", quotedList operation.Subjects, ",")
        emitParameters code operation
        Option.iter (emitBody code) operation.Body
        code.Line "Handle = static (handlers, transaction, request) =>"

        code.Indented(fun () ->
            let call =
                $"handlers.Get<{FakeFile.interfaceName (FakeFile.groupName operation)}>().{operation.Name}"

            let start, finish =
                if FakeFile.speaksOAuth2 operation then
                    call, ","
                else
                    $"Reply.Of(transaction, {operation.Status}, {call}", "),"

            code.Layout(start, Layout.ofTexts "(" (arguments operation) ")", finish)))

    code.Line "},"

/// The file of the table.
let emit (model: Model) : GeneratedFile =
    FakeFile.file "Routes" [ FakeFile.http; FakeFile.validation; FakeFile.contracts ] (fun code ->
        code.Line
            "/// <summary>Every operation of Polar's API: how it is reached, who may call it, what it takes, and its handler.</summary>"

        code.Block(
            "internal static class Routes",
            fun () ->
                code.Line "/// <summary>The table, in the order of Polar's API description.</summary>"
                code.Line "public static IReadOnlyList<Route> All { get; } ="
                code.Line "["
                code.Indented(fun () -> List.iter (emitRoute code) model.Operations)
                code.Line "];"
        ))
