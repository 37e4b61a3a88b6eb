/// Makes the bodies of requests of what validation has made of them, value by value.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.RequestBindingEmitter

let private scalar (scalar: Scalar) =
    match scalar with
    | Scalar.Text -> "Text"
    | Scalar.Boolean -> "Boolean"
    | Scalar.Integer -> "Integer"
    | Scalar.Number -> "Number"
    | Scalar.DecimalText -> "DecimalText"
    | Scalar.Uuid -> "Uuid"
    | Scalar.Instant -> "Instant"
    | Scalar.Date -> "Date"
    | Scalar.Any -> "Scalar"

/// An expression that makes a value of a node.
let rec private bind (enums: Set<string>) (ofType: TypeRef) (node: string) : string =
    match ofType with
    | TypeRef.Scalar kind -> $"JsonBinding.{scalar kind}({node})"
    | TypeRef.Named name when enums.Contains name -> $"new {name}(JsonBinding.Text({node}))"
    | TypeRef.Named name -> $"{name}({node})"
    | TypeRef.List item -> $"""JsonBinding.List({node}, static item => {bind enums item "item"})"""
    | TypeRef.Map item -> $"""JsonBinding.Map({node}, static item => {bind enums item "item"})"""
    | TypeRef.Nullable inner -> $"({node} is null ? ({CSharpTypes.name inner}?)null : {bind enums inner node})"
    | TypeRef.Raw
    | TypeRef.Page _
    | TypeRef.PageOrCursor _ -> $"JsonBinding.Read<{CSharpTypes.name ofType}>({node})"

let rec private names (ofType: TypeRef) : string list =
    match ofType with
    | TypeRef.Named name -> [ name ]
    | TypeRef.List inner
    | TypeRef.Map inner
    | TypeRef.Nullable inner -> names inner
    | _ -> []

/// Records that remember what was absent, or keep what their schema does not name, read themselves.
let private readsItself (record: RecordDeclaration) =
    record.Additional.IsSome
    || record.Members |> List.exists (MemberCode.mayHaveBeenAbsent record)

let private bodies (model: Model) : string list =
    [ for operation in model.Operations do
          match operation.Body with
          | Some { Media = MediaType.Json
                   Type = TypeRef.Named name } -> name
          | _ -> () ]
    |> List.distinct

/// The declarations that bodies consist of.
let private needed (model: Model) (declarations: Map<string, Declaration>) : Declaration list =
    let rec visit seen pending =
        match pending with
        | [] -> seen
        | name :: rest when Set.contains name seen -> visit seen rest
        | name :: rest ->
            let next =
                match declarations.TryFind name with
                | Some(Declaration.Record record) when not (readsItself record) ->
                    record.Members |> List.collect (fun entry -> names entry.Type)
                | Some(Declaration.Union union) -> union.Cases
                | _ -> []

            visit (Set.add name seen) (next @ rest)

    let reached = visit Set.empty (bodies model)

    model.Declarations
    |> List.filter (fun declaration ->
        match declaration with
        | Declaration.Record item -> reached.Contains item.Name
        | Declaration.Union item -> reached.Contains item.Name
        | Declaration.Enum _ -> false)

let private emitMember (code: Code) (enums: Set<string>) (index: int) (entry: Member) =
    let json = Code.quoted entry.Json

    match entry.Presence with
    | Presence.Required -> code.Line $"""{entry.Name} = {bind enums entry.Type $"value[{json}]"},"""
    | Presence.TriState ->
        let read = bind enums entry.Type "node"
        code.Line $"{entry.Name} = JsonBinding.TriState<{CSharpTypes.name entry.Type}?>(value, {json}, static node => {read}),"
    | _ -> code.Line $"""{entry.Name} = value[{json}] is {{ }} given{index} ? {bind enums entry.Type $"given{index}"} : null,"""

let private emitRecord (code: Code) (enums: Set<string>) (record: RecordDeclaration) =
    if readsItself record then
        code.Line $"public static {record.Name} {record.Name}(JsonNode? node) => JsonBinding.Read<{record.Name}>(node);"
    else
        code.Block(
            $"public static {record.Name} {record.Name}(JsonNode? node)",
            fun () ->
                let members = record.Members |> List.filter (fun entry -> entry.Constant.IsNone)

                if members.IsEmpty then
                    code.Line "return new();"
                else
                    code.Line "var value = node!.AsObject();"
                    code.Line "return new()"
                    code.Line "{"
                    code.Indented(fun () -> List.iteri (emitMember code enums) members)
                    code.Line "};"
        )

let private shapes (union: string) = $"s_shapesOf{union}"

let private emitShape (code: Code) (cases: string list) (rule: LeafRule) =
    let texts names =
        Layout.ofTexts "[" (List.map Code.quoted names) "]"

    let constants =
        [ for path, value in rule.Constants -> Layout.Group("(", [ texts path; Layout.Text(MemberCode.literal value) ], ")") ]

    let defaults =
        [ for name, value in rule.Defaults -> $"({Code.quoted name}, {MemberCode.literal value})" ]

    let required =
        [ for name, nullable in rule.Required -> $"({Code.quoted name}, {FakeFile.flag nullable})" ]

    code.Layout(
        "new",
        Layout.Group(
            "(",
            [ Layout.Text(string (List.findIndex ((=) rule.Case) cases))
              Layout.Group("[", constants, "]")
              Layout.ofTexts "[" defaults "]"
              Layout.ofTexts "[" required "]"
              texts rule.Known ],
            ")"
        ),
        ","
    )

let private emitUnion (code: Code) (union: UnionDeclaration) =
    let arms (pattern: int -> string -> string) cases =
        code.Indented(fun () ->
            cases
            |> List.iteri (fun index (text, case) -> code.Line $"{pattern index text} => {case}(node),")

            code.Line $"_ => throw JsonBinding.Unknown(nameof({union.Name}), node),")

        code.Line "};"

    match union.Selection with
    | Selection.ByProperty(property, mapping) ->
        code.Line $"public static {union.Name} {union.Name}(JsonNode? node) => JsonBinding.Tag(node, {Code.quoted property}) switch"

        code.Line "{"
        arms (fun _ text -> Code.quoted text) mapping
    | Selection.ByShape rules ->
        code.Line $"private static readonly JsonShape[] {shapes union.Name} ="
        code.Line "["

        code.Indented(fun () ->
            for rule in rules do
                emitShape code union.Cases rule)

        code.Line "];"
        code.Blank()
        code.Line $"public static {union.Name} {union.Name}(JsonNode? node) => JsonShape.Pick(node, {shapes union.Name}) switch"
        code.Line "{"
        arms (fun index _ -> string index) [ for case in union.Cases -> "", case ]

/// The file of the binding.
let emit (model: Model) : GeneratedFile =
    let declarations =
        Map.ofList
            [ for declaration in model.Declarations do
                  match declaration with
                  | Declaration.Enum item -> item.Name, declaration
                  | Declaration.Record item -> item.Name, declaration
                  | Declaration.Union item -> item.Name, declaration ]

    let enums =
        set
            [ for declaration in model.Declarations do
                  match declaration with
                  | Declaration.Enum item -> item.Name
                  | _ -> () ]

    FakeFile.file "RequestBinding" [ "System.Text.Json.Nodes"; FakeFile.http; FakeFile.contracts ] (fun code ->
        code.Line "/// <summary>Bodies of requests, of what validation has made of them.</summary>"

        code.Block(
            "internal static class RequestBinding",
            fun () ->
                needed model declarations
                |> List.iteri (fun index declaration ->
                    if index > 0 then
                        code.Blank()

                    match declaration with
                    | Declaration.Record record -> emitRecord code enums record
                    | Declaration.Union union -> emitUnion code union
                    | Declaration.Enum _ -> ())
        ))
