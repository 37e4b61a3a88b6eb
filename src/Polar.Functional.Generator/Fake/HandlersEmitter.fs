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

/// What a handler gives, and what it gives where nobody has built it.
let private result (operation: Operation) : string * string =
    let refusal = $"Failure.NotImplemented({Code.quoted operation.Id})"

    if FakeFile.speaksOAuth2 operation then
        "Reply", $"Reply.Of({refusal})"
    else
        $"Outcome<{replyType operation.Success}>", refusal

let private emitInterface (group: string) (operations: Operation list) =
    let usings =
        [ yield FakeFile.execution
          if List.exists FakeFile.speaksOAuth2 operations then
              yield FakeFile.http
          yield FakeFile.contracts ]

    FakeFile.file (FakeFile.interfaceName group) usings (fun code ->
        code.Line $"/// <summary>The operations of the group {group}; one that is not overridden answers 501.</summary>"

        code.Block(
            $"internal interface {FakeFile.interfaceName group}",
            fun () ->
                operations
                |> List.iteri (fun index operation ->
                    if index > 0 then
                        code.Blank()

                    code.Line $"/// <summary>{Code.xml operation.Summary}</summary>"

                    let gives, refusal = result operation

                    code.Layout($"{gives} {operation.Name}", Layout.ofTexts "(" (parameters operation) ")", $" => {refusal};"))
        ))

let private emitRefusals (model: Model) =
    let groups = model.Operations |> List.map FakeFile.groupName |> List.distinct

    FakeFile.file "NotImplementedOperations" [] (fun code ->
        code.Line "/// <summary>All groups as if nobody had built them: every operation answers 501.</summary>"
        code.Line "internal sealed class NotImplementedOperations :"

        code.Indented(fun () ->
            groups
            |> List.iteri (fun index group ->
                let comma = if index < groups.Length - 1 then "," else ""
                code.Line $"{FakeFile.interfaceName group}{comma}"))

        code.Line "{"

        code.Indented(fun () ->
            code.Line "/// <summary>The only one.</summary>"
            code.Line "public static NotImplementedOperations Instance { get; } = new();")

        code.Line "}")

/// An interface a group, and the class that refuses what nobody has built.
let emit (model: Model) : GeneratedFile list =
    emitRefusals model
    :: [ for group, operations in model.Operations |> List.groupBy FakeFile.groupName -> emitInterface group operations ]
