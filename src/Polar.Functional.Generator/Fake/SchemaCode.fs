/// Schemas of requests as C# expressions, which the fake validates with.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.SchemaCode

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

let private unconstrained =
    { MinLength = None
      MaxLength = None
      Pattern = None
      Format = None }

/// Arguments that are as they are.
let private texts (items: string list) = List.map Layout.Text items

let private list (parts: Layout list) = Layout.Group("[", parts, "]")

let private make (name: string) (arguments: Layout list) =
    Layout.Group($"new {name}(", arguments, ")")

/// A schema as a C# expression.
let rec ofShape (shape: Shape) : Layout =
    match shape with
    | Shape.Any -> Layout.Text "Schema.Any"
    | Shape.Null -> Layout.Text "Schema.Null"
    | Shape.Boolean -> Layout.Text "Schema.Boolean"
    | Shape.Text rules when rules = unconstrained -> Layout.Text "Schema.PlainText"
    | Shape.Text rules -> Layout.Text $"new TextSchema({stringRules rules})"
    | Shape.Enumeration values -> make "EnumSchema" [ list (texts (List.map Code.quoted values)) ]
    | Shape.Constant(Literal.Text text) -> Layout.Text $"new ConstantSchema({Code.quoted text})"
    | Shape.Constant(Literal.Flag flag) -> Layout.Text $"new FlagSchema({FakeFile.flag flag})"
    | Shape.Integer rules -> Layout.Text $"new IntegerSchema({numberRules rules})"
    | Shape.Number rules -> Layout.Text $"new NumberSchema({numberRules rules})"
    | Shape.List items -> make "ListSchema" (ofShape items.Items :: texts [ count items.MinItems; count items.MaxItems ])
    | Shape.Tuple items -> make "TupleSchema" [ list (List.map ofShape items) ]
    | Shape.Map map ->
        let keys =
            match map.Keys with
            | Some rules -> $"new TextSchema({stringRules rules})"
            | None -> "null"

        make
            "MapSchema"
            (Layout.Text keys
             :: ofShape map.Values
             :: texts [ count map.MinProperties; count map.MaxProperties ])
    | Shape.Reference name -> Layout.Text $"new ReferenceSchema({Code.quoted name})"
    | Shape.Nullable inner -> make "NullableSchema" [ ofShape inner ]
    | Shape.Union union -> ofUnion union
    | Shape.Object members -> ofObject members

and private ofUnion (union: UnionShape) : Layout =
    match union.Discriminator with
    | Some(property, mapping) ->
        let mapping =
            [ for value, name in mapping -> Layout.Text $"({Code.quoted value}, {Code.quoted name})" ]

        make "TaggedSchema" [ Layout.Text(Code.quoted property); list mapping ]
    | None -> make "UnionSchema" [ list (List.map ofShape union.Cases) ]

and private ofObject (members: ObjectShape) : Layout =
    let entries =
        [ for entry in members.Members ->
              Layout.Group(
                  "new(",
                  [ Layout.Text(Code.quoted entry.Json)
                    ofShape entry.Shape
                    Layout.Text(FakeFile.flag entry.Required) ],
                  ")"
              ) ]

    let extras =
        match members.Additional with
        | Additional.Ignored -> texts [ "AdditionalProperties.Ignored"; "null" ]
        | Additional.Forbidden -> texts [ "AdditionalProperties.Forbidden"; "null" ]
        | Additional.Kept kept -> [ Layout.Text "AdditionalProperties.Kept"; ofShape kept ]

    make "ObjectSchema" (list entries :: extras)

/// The schemas that requests need, in the document's order.
let private ofRequests (model: Model) =
    let roots =
        [ for operation in model.Operations do
              match operation.Body with
              | Some body -> yield! Usage.references body.Shape
              | None -> ()

              match operation.Query with
              | Some query ->
                  for parameter in query.Parameters do
                      yield! Usage.references parameter.Shape
              | None -> () ]

    let needed = Usage.closure (Map.ofList model.Schemas) roots
    model.Schemas |> List.filter (fun (name, _) -> needed.Contains name)

/// The file of the schemas.
let emit (model: Model) : GeneratedFile =
    FakeFile.file "RequestSchemas" [ FakeFile.validation ] (fun code ->
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
                    for name, shape in ofRequests model do
                        code.Layout($"{Code.quoted name} => ", ofShape shape, ",")

                    code.Line "_ => throw new InvalidOperationException($\"There is no schema '{name}'.\"),")

                code.Line "};"
        ))
