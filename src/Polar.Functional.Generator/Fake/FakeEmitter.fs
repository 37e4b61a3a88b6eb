/// The fake's routing table, its handler interfaces, and the schemas that requests are validated against.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.FakeEmitter

let private folder = "fake-server/Polar.FakeServer/Generated"

let private file (name: string) (usings: string list) (body: Code -> unit) : GeneratedFile =
    let code = Code "    "
    code.Line Code.header
    code.Line "#nullable enable"
    code.Blank()
    code.Lines usings
    code.Blank()
    code.Line "namespace Polar.FakeServer;"
    code.Blank()
    body code

    { Path = $"{folder}/{name}.cs"
      Text = code.ToString() }

let private contracts = [ "using Polar.Functional.Contracts;" ]

let private groupName (operation: Operation) = String.concat "" operation.Group

let private interfaceName (group: string) = $"I{group}Operations"

let private replyType (success: Success) =
    match success with
    | Success.Nothing -> "Nothing"
    | Success.Json ofType -> CSharpTypes.name ofType
    | Success.JsonOrAccepted ofType -> $"Deferred<{CSharpTypes.name ofType}>"
    | Success.Csv -> "string"
    | Success.Redirect -> "Redirection"

let private parameters (operation: Operation) =
    [ yield "Transaction transaction"

      for part in operation.Path do
          match part with
          | PathPart.Value parameter -> yield $"{CSharpTypes.name parameter.Type} {parameter.Name}"
          | PathPart.Fixed _ -> ()

      match operation.Query with
      | Some query -> yield $"{query.Name} query"
      | None -> ()

      match operation.Body with
      | Some body when body.Required -> yield $"{CSharpTypes.name body.Type} body"
      | Some body -> yield $"{CSharpTypes.name body.Type}? body"
      | None -> () ]
    |> String.concat ", "

let private emitInterface (group: string) (operations: Operation list) =
    file (interfaceName group) contracts (fun code ->
        code.Line $"/// <summary>The operations of the group {group}; one that is not overridden answers 501.</summary>"

        code.Block(
            $"internal interface {interfaceName group}",
            fun () ->
                operations
                |> List.iteri (fun index operation ->
                    if index > 0 then
                        code.Blank()

                    code.Line $"/// <summary>{Code.xml operation.Summary}</summary>"

                    code.Line
                        $"Outcome<{replyType operation.Success}> {operation.Name}({parameters operation}) => Failure.NotBuilt({Code.quoted operation.Id});")
        ))

let private queryGetter (parameter: QueryParameter) =
    let name = Code.quoted parameter.Json
    let required = if parameter.Required then "Required" else ""

    match parameter.Type with
    | TypeRef.Map _ -> $"request.DeepObject({name})"
    | TypeRef.List(TypeRef.Named item) -> $"request.Values({name}, static text => new {item}(text))"
    | TypeRef.List(TypeRef.Scalar Scalar.Uuid) -> $"request.Values({name}, Guid.Parse)"
    | TypeRef.List _ -> $"request.Values({name}, static text => text)"
    | TypeRef.Named item -> $"request.{required}Value({name}, static text => new {item}(text))"
    | TypeRef.Scalar scalar ->
        match scalar with
        | Scalar.Uuid -> $"request.{required}Value({name}, Guid.Parse)"
        | Scalar.Boolean -> $"request.{required}Value({name}, static text => text == \"true\")"
        | Scalar.Integer -> $"request.{required}Value({name}, QueryText.Integer)"
        | Scalar.Instant -> $"request.{required}Value({name}, QueryText.Instant)"
        | Scalar.Date -> $"request.{required}Value({name}, QueryText.Date)"
        | _ -> $"request.{required}Text({name})"
    | _ -> $"request.{required}Text({name})"

let private argument (operation: Operation) =
    let path =
        operation.Path
        |> List.choose (fun part ->
            match part with
            | PathPart.Value parameter ->
                match parameter.Type with
                | TypeRef.Scalar Scalar.Uuid -> Some $"request.PathUuid({Code.quoted parameter.Json})"
                | _ -> Some $"request.PathText({Code.quoted parameter.Json})"
            | PathPart.Fixed _ -> None)

    let query =
        match operation.Query with
        | Some query -> [ $"QueryBinding.{query.Name}(request)" ]
        | None -> []

    let body =
        match operation.Body with
        | Some body when body.Required -> [ $"request.Body<{CSharpTypes.name body.Type}>()" ]
        | Some body -> [ $"request.OptionalBody<{CSharpTypes.name body.Type}>()" ]
        | None -> []

    String.concat ", " ([ "transaction" ] @ path @ query @ body)

let private emitBinding (model: Model) =
    file "QueryBinding" contracts (fun code ->
        code.Line "/// <summary>Query records from validated query strings.</summary>"

        code.Block(
            "internal static class QueryBinding",
            fun () ->
                model.Operations
                |> List.choose (fun operation -> operation.Query)
                |> List.iteri (fun index query ->
                    if index > 0 then
                        code.Blank()

                    code.Line $"public static {query.Name} {query.Name}(BoundRequest request) => new()"
                    code.Line "{"

                    code.Indented(fun () ->
                        for parameter in query.Parameters do
                            code.Line $"{parameter.Name} = {queryGetter parameter},")

                    code.Line "};")
        ))

let private number (value: decimal option) =
    match value with
    | Some value -> $"{value}m"
    | None -> "null"

let private count (value: int option) =
    match value with
    | Some value -> string value
    | None -> "null"

let private optionalText (value: string option) =
    match value with
    | Some text -> Code.quoted text
    | None -> "null"

let private numberRules (rules: NumberRules) =
    $"{number rules.Minimum}, {number rules.ExclusiveMinimum}, {number rules.Maximum}, {number rules.ExclusiveMaximum}"

let private stringRules (rules: StringRules) =
    $"{count rules.MinLength}, {count rules.MaxLength}, {optionalText rules.Pattern}, {optionalText rules.Format}"

/// A schema as a C# expression.
let rec private schema (shape: Shape) : string =
    match shape with
    | Shape.Any -> "Schema.Any"
    | Shape.Null -> "Schema.Null"
    | Shape.Boolean -> "Schema.Boolean"
    | Shape.Text rules when
        rules =
            { MinLength = None
              MaxLength = None
              Pattern = None
              Format = None }
        ->
        "Schema.PlainText"
    | Shape.Text rules -> $"new TextSchema({stringRules rules})"
    | Shape.Enumeration values ->
        let values = values |> List.map Code.quoted |> String.concat ", "
        $"new EnumSchema([{values}])"
    | Shape.Constant(Literal.Text text) -> $"new ConstantSchema({Code.quoted text})"
    | Shape.Constant(Literal.Flag flag) -> $"""new FlagSchema({if flag then "true" else "false"})"""
    | Shape.Integer rules -> $"new IntegerSchema({numberRules rules})"
    | Shape.Number rules -> $"new NumberSchema({numberRules rules})"
    | Shape.List list -> $"new ListSchema({schema list.Items}, {count list.MinItems}, {count list.MaxItems})"
    | Shape.Tuple items ->
        let items = items |> List.map schema |> String.concat ", "
        $"new TupleSchema([{items}])"
    | Shape.Map map ->
        let keys =
            match map.Keys with
            | Some rules -> $"new TextSchema({stringRules rules})"
            | None -> "null"

        $"new MapSchema({keys}, {schema map.Values}, {count map.MinProperties}, {count map.MaxProperties})"
    | Shape.Reference name -> $"new ReferenceSchema({Code.quoted name})"
    | Shape.Nullable inner -> $"new NullableSchema({schema inner})"
    | Shape.Union union ->
        let cases = union.Cases |> List.map schema |> String.concat ", "

        match union.Discriminator with
        | Some(property, mapping) ->
            let mapping =
                mapping
                |> List.map (fun (value, name) -> $"({Code.quoted value}, {Code.quoted name})")
                |> String.concat ", "

            $"new TaggedSchema({Code.quoted property}, [{mapping}])"
        | None -> $"new UnionSchema([{cases}])"
    | Shape.Object members ->
        let entries =
            members.Members
            |> List.map (fun entry ->
                let required = if entry.Required then "true" else "false"
                $"new({Code.quoted entry.Json}, {schema entry.Shape}, {required})")
            |> String.concat ", "

        let extras =
            match members.Additional with
            | Additional.Ignored -> "Extras.Ignored, null"
            | Additional.Forbidden -> "Extras.Forbidden, null"
            | Additional.Kept kept -> $"Extras.Kept, {schema kept}"

        $"new ObjectSchema([{entries}], {extras})"

let rec private references (shape: Shape) : string list =
    match shape with
    | Shape.Reference name -> [ name ]
    | Shape.Nullable inner -> references inner
    | Shape.List list -> references list.Items
    | Shape.Tuple items -> List.collect references items
    | Shape.Map map -> references map.Values
    | Shape.Union union -> List.collect references union.Cases
    | Shape.Object members ->
        [ for entry in members.Members do
              yield! references entry.Shape
          match members.Additional with
          | Additional.Kept kept -> yield! references kept
          | _ -> () ]
    | _ -> []

/// The schemas that requests need, in the document's order.
let private requestSchemas (model: Model) =
    let schemas = Map.ofList model.Schemas

    let rec visit seen pending =
        match pending with
        | [] -> seen
        | name :: rest when Set.contains name seen -> visit seen rest
        | name :: rest ->
            let next = schemas.TryFind name |> Option.map references |> Option.defaultValue []
            visit (Set.add name seen) (next @ rest)

    let roots =
        [ for operation in model.Operations do
              match operation.Body with
              | Some body -> yield! references body.Shape
              | None -> ()

              match operation.Query with
              | Some query ->
                  for parameter in query.Parameters do
                      yield! references parameter.Shape
              | None -> () ]

    let needed = visit Set.empty roots
    model.Schemas |> List.filter (fun (name, _) -> needed.Contains name)

let private emitSchemas (model: Model) =
    file "RequestSchemas" [] (fun code ->
        code.Line "/// <summary>The schemas of requests by name, made when first asked for.</summary>"

        code.Block(
            "internal static class RequestSchemas",
            fun () ->
                code.Line "private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Schema> s_made = new();"
                code.Blank()
                code.Line "/// <summary>The schema of that name.</summary>"
                code.Line "public static Schema Get(string name) => s_made.GetOrAdd(name, Make);"
                code.Blank()
                code.Line "private static Schema Make(string name) => name switch"
                code.Line "{"

                code.Indented(fun () ->
                    for name, shape in requestSchemas model do
                        code.Line $"{Code.quoted name} => {schema shape},"

                    code.Line "_ => throw new InvalidOperationException($\"There is no schema '{name}'.\"),")

                code.Line "};"
        ))

let private quotedList (items: string list) =
    let items = items |> List.map Code.quoted |> String.concat ", "
    $"[{items}]"

let private emitRoutes (model: Model) =
    file "Routes" contracts (fun code ->
        code.Line
            "/// <summary>Every operation of Polar's API: how it is reached, who may call it, what it takes, and its handler.</summary>"

        code.Block(
            "internal static class Routes",
            fun () ->
                code.Line "/// <summary>The table, in the order of Polar's API description.</summary>"
                code.Line "public static IReadOnlyList<Route> All { get; } ="
                code.Line "["

                code.Indented(fun () ->
                    for operation in model.Operations do
                        code.Line "new()"
                        code.Line "{"

                        code.Indented(fun () ->
                            code.Line $"Id = {Code.quoted operation.Id},"
                            code.Line $"Method = {Code.quoted operation.Method},"
                            code.Line $"Template = {Code.quoted operation.Template},"
                            code.Line $"Status = {operation.Status},"
                            code.Line $"Scopes = {quotedList operation.Scopes},"
                            code.Line $"Subjects = {quotedList operation.Subjects},"

                            let path =
                                [ for part in operation.Path do
                                      match part with
                                      | PathPart.Value parameter ->
                                          $"new({Code.quoted parameter.Json}, static () => {schema parameter.Shape}, true, false, false)"
                                      | PathPart.Fixed _ -> () ]
                                |> String.concat ", "

                            code.Line $"Path = [{path}],"

                            let query =
                                match operation.Query with
                                | Some query ->
                                    [ for parameter in query.Parameters ->
                                          let flag value = if value then "true" else "false"

                                          $"new({Code.quoted parameter.Json}, static () => {schema parameter.Shape}, {flag parameter.Required}, {flag parameter.Repeated}, {flag parameter.DeepObject})" ]
                                | None -> []

                            match query with
                            | [] -> code.Line "Query = [],"
                            | query ->
                                code.Line "Query ="
                                code.Line "["

                                code.Indented(fun () ->
                                    for parameter in query do
                                        code.Line $"{parameter},")

                                code.Line "],"

                            match operation.Body with
                            | Some body ->
                                let form = if body.Media = MediaType.Form then "true" else "false"
                                let required = if body.Required then "true" else "false"
                                code.Line $"Body = new(static () => {schema body.Shape}, {required}, {form}),"
                            | None -> ()

                            code.Line "Handle = static (handlers, transaction, request) =>"

                            code.Indented(fun () ->
                                code.Line
                                    $"Reply.Of({operation.Status}, handlers.{groupName operation}.{operation.Name}({argument operation})),"))

                        code.Line "},")

                code.Line "];"
        ))

let private emitHandlers (model: Model) =
    let groups = model.Operations |> List.map groupName |> List.distinct

    file "Handlers" [] (fun code ->
        code.Line "/// <summary>The handlers of all groups; a group that nobody has built answers 501.</summary>"

        code.Block(
            "internal sealed partial class Handlers",
            fun () ->
                for group in groups do
                    code.Line $"public {interfaceName group} {group} {{ get; init; }} = NotBuilt.Instance;"
                    code.Blank()

                let interfaces = groups |> List.map interfaceName |> String.concat ", "

                code.Block(
                    $"private sealed class NotBuilt : {interfaces}",
                    fun () -> code.Line "public static readonly NotBuilt Instance = new();"
                )
        ))

/// All files of the fake.
let emit (model: Model) : GeneratedFile list =
    [ emitRoutes model
      emitBinding model
      emitSchemas model
      emitHandlers model
      for group, operations in model.Operations |> List.groupBy groupName do
          emitInterface group operations ]
