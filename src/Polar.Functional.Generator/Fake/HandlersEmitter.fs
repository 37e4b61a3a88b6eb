/// The interfaces that the fake's handlers implement, a group each.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.HandlersEmitter

let private replyType (success: Success) =
    match success with
    | Success.Nothing -> "Nothing"
    | Success.Json ofType -> CSharpTypes.name ofType
    | Success.JsonOrAccepted ofType -> $"Deferred<{CSharpTypes.name ofType}>"
    | Success.Csv -> "string"
    | Success.Redirect -> "Redirection"

let private parameters (operation: Operation) : string list =
    [ yield "Transaction transaction"

      if FakeFile.speaksOAuth2 operation then
          yield "BoundRequest request"

      for part in operation.Path do
          match part with
          | PathPart.Value parameter -> yield $"{CSharpTypes.name parameter.Type} {parameter.Name}"
          | PathPart.Fixed _ -> ()

      match operation.Query with
      | Some query -> yield $"{query.Name} query"
      | None -> ()

      match operation.Body with
      | Some { Media = MediaType.Form } when FakeFile.speaksOAuth2 operation -> ()
      | Some body when body.Required -> yield $"{CSharpTypes.name body.Type} body"
      | Some body -> yield $"{CSharpTypes.name body.Type}? body"
      | None -> () ]

let private resultType (operation: Operation) : string =
    if FakeFile.speaksOAuth2 operation then
        "Reply"
    else
        $"Outcome<{replyType operation.Success}>"

let private emitInterface (group: string) (operations: Operation list) =
    let usings =
        [ yield FakeFile.execution
          if List.exists FakeFile.speaksOAuth2 operations then
              yield FakeFile.http
          yield FakeFile.contracts ]

    FakeFile.file (FakeFile.interfaceName group) usings (fun code ->
        code.Line $"/// <summary>The operations of the group {group}; a handler has all of them.</summary>"

        code.Block(
            $"internal interface {FakeFile.interfaceName group}",
            fun () ->
                operations
                |> List.iteri (fun index operation ->
                    if index > 0 then
                        code.Blank()

                    code.Line $"/// <summary>{Code.xml operation.Summary}</summary>"

                    code.Layout($"{resultType operation} {operation.Name}", Layout.ofTexts "(" (parameters operation) ")", ";"))
        ))

let private emitGroups (groups: string list) =
    FakeFile.file "OperationGroups" [] (fun code ->
        code.Line "/// <summary>The interfaces of all groups; there is a handler of each.</summary>"

        code.Block(
            "internal static class OperationGroups",
            fun () ->
                code.Line "/// <summary>Them, in the order of Polar's API description.</summary>"
                code.Line "public static IReadOnlyList<Type> All { get; } ="
                code.Line "["

                code.Indented(fun () ->
                    for group in groups do
                        code.Line $"typeof({FakeFile.interfaceName group}),")

                code.Line "];"
        ))

/// An interface a group, and the list of them. No method has a body, so that an operation without a handler does not compile.
let emit (model: Model) : GeneratedFile list =
    let groups = model.Operations |> List.groupBy FakeFile.groupName

    emitGroups (List.map fst groups)
    :: [ for group, operations in groups -> emitInterface group operations ]
