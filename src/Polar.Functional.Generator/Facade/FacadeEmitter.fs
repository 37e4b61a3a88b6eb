/// The C# groups of the facade: a class a group, a method an operation.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.FacadeEmitter

let private folder = "src/Polar.Functional.CSharp/Generated"

let private file (name: string) (body: Code -> unit) : GeneratedFile =
    let code = Code "    "
    code.Line Code.header
    code.Line "#nullable enable"
    code.Blank()

    code.Lines
        [ "using Polar.Functional.Contracts;"
          "using Core = global::Polar.Functional;"
          "" ]

    code.Line "namespace Polar.Functional.CSharp;"
    code.Blank()
    body code

    { Path = $"{folder}/{name}.cs"
      Text = code.ToString() }

let private className (group: string list) = String.concat "" group + "Api"

let private successType (success: Success) =
    match success with
    | Success.Nothing -> "Nothing"
    | Success.Json ofType -> CSharpTypes.name ofType
    | Success.JsonOrAccepted ofType -> $"Deferred<{CSharpTypes.name ofType}>"
    | Success.Csv -> "string"
    | Success.Redirect -> "Redirection"

/// The method's name in C#; the core's function bears the same name in camel case.
let methodName (operation: Operation) : string = operation.Name + "Async"

let private documentation (code: Code) (operation: Operation) (returns: unit -> unit) =
    Comments.operation code operation

    match operation.Query with
    | Some query when query.Parameters |> List.exists (fun parameter -> parameter.Required) ->
        code.Line "/// <param name=\"query\">The options.</param>"
    | Some _ -> code.Line "/// <param name=\"query\">The options; none by default.</param>"
    | None -> ()

    match operation.Body with
    | Some body -> Comments.body code body
    | None -> ()

    code.Line "/// <param name=\"options\">What this call does differently.</param>"
    code.Line "/// <param name=\"cancellationToken\">Gives the call up.</param>"
    returns ()

let private isOptionalQuery (query: QueryDeclaration) =
    query.Parameters |> List.forall (fun parameter -> not parameter.Required)

/// Required parameters, then optional ones.
let private parameters (operation: Operation) : string list =
    let path =
        [ for value in Operation.pathValues operation -> $"{CSharpTypes.name value.Type} {value.Name}" ]

    let required =
        [ match operation.Query with
          | Some query when not (isOptionalQuery query) -> $"{query.Name} query"
          | _ -> ()
          match operation.Body with
          | Some body when body.Required -> $"{CSharpTypes.name body.Type} body"
          | _ -> () ]

    let optional =
        [ match operation.Query with
          | Some query when isOptionalQuery query -> $"{query.Name}? query = null"
          | _ -> ()
          match operation.Body with
          | Some body when not body.Required -> $"{CSharpTypes.name body.Type}? body = null"
          | _ -> () ]

    path
    @ required
    @ optional
    @ [ "CallOptions? options = null"
        "CancellationToken cancellationToken = default" ]

/// The core's function with this method's arguments.
let private request (operation: Operation) =
    let path = [ for value in Operation.pathValues operation -> value.Name ]

    let query =
        match operation.Query with
        | Some query when isOptionalQuery query -> [ "query ?? new()" ]
        | Some _ -> [ "query" ]
        | None -> []

    let body =
        match operation.Body with
        | Some body when body.Required -> [ "body" ]
        | Some _ -> [ "PolarCaller.Optional(body)" ]
        | None -> []

    let modules = String.concat "." operation.Group
    let arguments = String.concat ", " (path @ query @ body)
    $"Core.{modules}.{Naming.parameter operation.Name}({arguments})"

/// A method that does one thing, in two lines or more.
let private emitMethod (code: Code) (operation: Operation) (returns: string) (name: string) (call: string) =
    code.Layout($"public {returns} {name}", Layout.ofTexts "(" (parameters operation) ")", " =>")

    code.Indented(fun () ->
        code.Layout($"_caller.{call}", Layout.ofTexts "(" [ request operation; "options"; "cancellationToken" ] ")", ";"))

let private emitOperation (code: Code) (operation: Operation) =
    let result = $"PolarResult<{successType operation.Success}, {operation.ErrorType}>"
    documentation code operation (fun () -> Comments.result code operation "The answer")
    emitMethod code operation $"Task<{result}>" (methodName operation) "SendAsync"

    match operation.Page with
    | Some(_, item) ->
        code.Blank()

        documentation code operation (fun () ->
            code.Line
                "/// <returns>All items from the asked page on; the next page is asked for when it is needed. An error is a PolarException.</returns>")

        emitMethod code operation $"IAsyncEnumerable<{CSharpTypes.name item}>" $"{operation.Name}AllAsync" "ItemsAsync"
        code.Blank()

        documentation code operation (fun () ->
            code.Line "/// <returns>Page after page, each a result; after an error there is none.</returns>")

        emitMethod code operation $"IAsyncEnumerable<{result}>" $"{operation.Name}PagesAsync" "PagesAsync"
    | None -> ()

let private children (groups: string list list) (group: string list) =
    groups
    |> List.filter (fun candidate -> candidate.Length = group.Length + 1 && List.take group.Length candidate = group)

let private emitGroup (model: Model) (groups: string list list) (group: string list) =
    file (className group) (fun code ->
        code.Line $"/// <summary>{Code.xml (Model.groupSummary Naming.ofGroup model group)}</summary>"

        code.Block(
            $"public sealed class {className group}",
            fun () ->
                let operations =
                    model.Operations |> List.filter (fun operation -> operation.Group = group)

                let nested = children groups group

                if operations <> [] then
                    code.Line "private readonly PolarCaller _caller;"
                    code.Blank()

                code.Block(
                    $"internal {className group}(PolarCaller caller)",
                    fun () ->
                        if operations <> [] then
                            code.Line "_caller = caller;"

                        for child in nested do
                            code.Line $"{List.last child} = new {className child}(caller);"
                )

                for child in nested do
                    code.Blank()
                    code.Line $"/// <summary>{Code.xml (Model.groupSummary Naming.ofGroup model child)}</summary>"
                    code.Line $"public {className child} {List.last child} {{ get; }}"

                for operation in operations do
                    code.Blank()
                    emitOperation code operation
        ))

let private emitClient (model: Model) (groups: string list list) =
    file "PolarClient" (fun code ->
        code.Block(
            "public sealed partial class PolarClient",
            fun () ->
                groups
                |> List.filter (fun group -> group.Length = 1)
                |> List.iteri (fun index group ->
                    if index > 0 then
                        code.Blank()

                    code.Line $"/// <summary>{Code.xml (Model.groupSummary Naming.ofGroup model group)}</summary>"
                    code.Line $"public {className group} {List.head group} => field ??= new {className group}(_caller);")
        ))

/// The groups that operations are in, and those that only hold others.
let private allGroups (model: Model) =
    [ for operation in model.Operations do
          for depth in 1 .. operation.Group.Length do
              List.take depth operation.Group ]
    |> List.distinct

/// All files of the facade.
let emit (model: Model) : GeneratedFile list =
    let groups = allGroups model

    emitClient model groups
    :: [ for group in groups -> emitGroup model groups group ]
