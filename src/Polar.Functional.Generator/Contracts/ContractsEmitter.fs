/// The C# records, unions and open enumerations with the code that reads and writes their JSON.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.ContractsEmitter

open System

let private folder = "src/Polar.Functional.Contracts/Generated"

let private file (name: string) (body: Code -> unit) : GeneratedFile =
    let code = Code "    "
    code.Line Code.header
    code.Line "#nullable enable"
    code.Blank()
    code.Lines [ "using System.Text.Json;"; "using System.Text.Json.Serialization;"; "" ]
    code.Line "namespace Polar.Functional.Contracts;"
    code.Blank()
    body code

    { Path = $"{folder}/{name}.cs"
      Text = code.ToString() }

let private summary (code: Code) (text: string) =
    code.Line $"/// <summary>{Code.xml text}</summary>"

let private inherited (code: Code) = code.Line "/// <inheritdoc/>"

let private converter (code: Code) name =
    code.Line $"[JsonConverter(typeof(WireConverter<{name}>))]"

let private meaning (declaration: EnumDeclaration) (wire: string) =
    match declaration.Meanings.TryFind wire with
    | Some sentence -> $"The value `{wire}`: {sentence}"
    | None -> $"The value `{wire}`."

let private emitEnum (declaration: EnumDeclaration) =
    file declaration.Name (fun code ->
        let name = declaration.Name
        summary code declaration.Summary
        code.Line "/// <remarks>Open: a value that Polar adds later is kept as it is.</remarks>"
        code.Line "/// <param name=\"Value\">The value on the wire.</param>"
        converter code name

        code.Block(
            $"public readonly partial record struct {name}(string Value) : IWire<{name}>, IOpenEnum",
            fun () ->
                for wire, memberName in declaration.Values do
                    summary code (meaning declaration wire)
                    code.Line $"public static {name} {memberName} => new(Values.{memberName});"
                    code.Blank()

                code.Line "/// <summary>Every value known when this was made, in Polar's order.</summary>"
                code.Line $"public static ValueList<{name}> KnownValues {{ get; }} ="
                code.Line "["

                code.Indented(fun () ->
                    for _, memberName in declaration.Values do
                        code.Line $"{memberName},")

                code.Line "];"
                code.Blank()
                code.Line "/// <summary>Whether the value was known when this was made.</summary>"
                code.Line "public bool IsKnown => KnownValues.Contains(this);"
                code.Blank()
                inherited code
                code.Line $"public static {name} Read(ref Utf8JsonReader reader) => new(WireReader.Text(ref reader));"
                code.Blank()
                inherited code

                code.Block(
                    "public void Write(Utf8JsonWriter writer)",
                    fun () ->
                        code.Line "ArgumentNullException.ThrowIfNull(writer);"
                        code.Line "writer.WriteStringValue(Value);"
                )

                code.Blank()
                code.Line "/// <summary>The value on the wire.</summary>"
                code.Line "/// <returns>The text.</returns>"
                code.Line "public override string ToString() => Value ?? \"\";"
                code.Blank()
                code.Line "/// <summary>The values as constants, for patterns.</summary>"

                code.Block(
                    "public static class Values",
                    fun () ->
                        declaration.Values
                        |> List.iteri (fun index (wire, memberName) ->
                            if index > 0 then
                                code.Blank()

                            summary code (meaning declaration wire)
                            code.Line $"public const string {memberName} = {Code.quoted wire};")
                )
        ))

/// What the emission of one record needs to know.
type private Shape =
    {
        /// Members that the base declares.
        Inherited: Set<string>
        Record: RecordDeclaration
    }

let private isOptional (presence: Presence) =
    match presence with
    | Presence.Required -> false
    | _ -> true

let private declaredType (entry: Member) =
    let plain = CSharpTypes.name entry.Type

    match entry.Presence with
    | Presence.Required -> plain
    | Presence.TriState -> $"Optional<{plain}?>"
    | _ -> $"{plain}?"

let private literal (value: Literal) =
    match value with
    | Literal.Text text -> Code.quoted text
    | Literal.Flag flag -> if flag then "true" else "false"

let private literalType (value: Literal) =
    match value with
    | Literal.Text _ -> "string"
    | Literal.Flag _ -> "bool"

let private property (code: Code) (inheritedNames: Set<string>) (entry: Member) =
    summary code entry.Summary

    if entry.Deprecated then
        code.Line "/// <remarks>Deprecated by Polar.</remarks>"

    let modifier =
        if inheritedNames.Contains entry.Name then
            "override "
        else
            ""

    match entry.Constant with
    | Some value -> code.Line $"public {modifier}{literalType value} {entry.Name} => {literal value};"
    | None ->
        let required =
            match entry.Presence with
            | Presence.Required
            | Presence.RequiredNullable -> "required "
            | _ -> ""

        code.Line $"public {modifier}{required}{declaredType entry} {entry.Name} {{ get; init; }}"

    code.Blank()

let private local (entry: Member) =
    let name = string (Char.ToLowerInvariant entry.Name[0]) + entry.Name.Substring 1
    $"@{name}"

let private bits (indices: int list) =
    indices |> List.fold (fun mask index -> mask ||| (1UL <<< index)) 0UL

let private mask (indices: int list) = $"0x%x{bits indices}UL"

/// Reads members into locals; `extra` handles those that the type does not know.
let private readMembers (code: Code) (members: Member list) (unknown: string list) =
    for entry in members do
        if entry.Constant.IsNone then
            match entry.Presence with
            | Presence.TriState -> code.Line $"Optional<{CSharpTypes.name entry.Type}?> {local entry} = default;"
            | Presence.Required when not (CSharpTypes.isStruct entry.Type) ->
                code.Line $"{CSharpTypes.name entry.Type} {local entry} = default!;"
            | Presence.Required -> code.Line $"{CSharpTypes.name entry.Type} {local entry} = default;"
            | _ -> code.Line $"{CSharpTypes.name entry.Type}? {local entry} = null;"

    if members <> [] || unknown <> [] then
        code.Lines [ "var seen = 0UL;"; "var next = 0;" ]

    code.Line "WireReader.BeginObject(ref reader);"

    code.Block(
        "while (WireReader.NextMember(ref reader))",
        fun () ->
            if members = [] && unknown = [] then
                code.Lines [ "reader.Read();"; "reader.Skip();" ]
            else
                if unknown <> [] then
                    code.Line "var name = reader.GetString()!;"

                code.Line "var place = s_names.Match(ref reader, ref next);"

                code.Block(
                    "switch (place)",
                    fun () ->
                        members
                        |> List.iteri (fun index entry ->
                            code.Line $"case {index}:"

                            code.Indented(fun () ->
                                match entry.Constant, entry.Presence with
                                | Some value, _ -> code.Line $"WireReader.Constant(ref reader, {literal value});"
                                | None, Presence.Required -> code.Line $"{local entry} = {CSharpTypes.read entry.Type};"
                                | None, Presence.TriState ->
                                    code.Line
                                        $"{local entry} = WireReader.IsNull(ref reader) ? Optional.Null : {CSharpTypes.read entry.Type};"
                                | None, _ ->
                                    code.Line $"{local entry} = WireReader.IsNull(ref reader) ? null : {CSharpTypes.read entry.Type};"

                                code.Line "break;"))

                        code.Line "default:"

                        code.Indented(fun () ->
                            if unknown = [] then
                                code.Line "reader.Skip();"
                            else
                                code.Lines unknown

                            code.Line "break;")
                )

                code.Blank()
                code.Line "seen |= place < 0 ? 0UL : 1UL << place;"
    )

    code.Blank()

    let required =
        members
        |> List.indexed
        |> List.filter (fun (_, entry) ->
            match entry.Presence with
            | Presence.Required
            | Presence.RequiredNullable -> true
            | _ -> false)
        |> List.map fst

    if required <> [] then
        code.Block(
            $"if ((seen & {mask required}) != {mask required})",
            fun () -> code.Line $"throw s_names.Missing(ref reader, seen, {mask required});"
        )

        code.Blank()

/// A member that is written unless it was absent where the record was read from.
let private mayHaveBeenAbsent (record: RecordDeclaration) (entry: Member) =
    match entry.Presence, entry.Constant with
    | Presence.NullableOrAbsent, _ -> true
    | Presence.Omittable, Some _ -> record.Use = Use.Response
    | _ -> false

let private writeMember (code: Code) (record: RecordDeclaration) (index: int) (entry: Member) =
    let name = $"writer.WritePropertyName(s_names[{index}]);"
    let local = $"value{index}"

    match entry.Constant, entry.Presence with
    | Some constant, _ ->
        let value =
            match constant with
            | Literal.Text _ -> $"writer.WriteStringValue({entry.Name});"
            | Literal.Flag _ -> $"writer.WriteBooleanValue({entry.Name});"

        if mayHaveBeenAbsent record entry then
            code.Block($"if (!_absences.Has({index}))", (fun () -> code.Lines [ name; value ]))
            code.Blank()
        else
            code.Lines [ name; value ]
    | None, Presence.Required -> code.Lines(name :: CSharpTypes.write index entry.Type entry.Name)
    | None, Presence.RequiredNullable -> code.Lines(name :: CSharpTypes.write index (TypeRef.Nullable entry.Type) entry.Name)
    | None, Presence.Omittable ->
        code.Block($"if ({entry.Name} is {{ }} {local})", fun () -> code.Lines(name :: CSharpTypes.write index entry.Type local))

        code.Blank()
    | None, Presence.NullableOrAbsent ->
        code.Block($"if ({entry.Name} is {{ }} {local})", fun () -> code.Lines(name :: CSharpTypes.write index entry.Type local))

        code.Block($"else if (!_absences.Has({index}))", fun () -> code.Lines [ name; "writer.WriteNullValue();" ])

        code.Blank()
    | None, Presence.TriState ->
        code.Block(
            $"if ({entry.Name}.IsSet)",
            fun () ->
                code.Lines(
                    name
                    :: CSharpTypes.write index (TypeRef.Nullable entry.Type) $"{entry.Name}.Value"
                )
        )

        code.Blank()

let private names (code: Code) (members: Member list) =
    let listed =
        members |> List.map (fun entry -> Code.quoted entry.Json) |> String.concat ", "

    code.Line $"private static readonly WireNames s_names = new({listed});"
    code.Blank()

let private emitRecord (shape: Shape) =
    let record = shape.Record
    let members = record.Members

    if members.Length > 64 then
        raise (Reader.NotUnderstood($"$.components.schemas.{record.Schema}", "more than 64 members are not understood"))

    let keepsAbsences = members |> List.exists (mayHaveBeenAbsent record)

    let parent =
        match record.Base with
        | Some parent -> $"{parent}, "
        | None -> ""

    let override_, new_ = if record.Base.IsSome then "override ", "new " else "", ""

    file record.Name (fun code ->
        summary code record.Summary
        converter code record.Name

        code.Block(
            $"public sealed partial record {record.Name} : {parent}IWire<{record.Name}>",
            fun () ->
                names code members

                if keepsAbsences then
                    code.Line "private Absences _absences;"
                    code.Blank()

                for entry in members do
                    property code shape.Inherited entry

                match record.Additional with
                | Some kept ->
                    code.Line "/// <summary>Members beyond the named ones, under their names.</summary>"

                    code.Line
                        $"public ValueMap<{CSharpTypes.name kept}> Additional {{ get; init; }} = ValueMap<{CSharpTypes.name kept}>.Empty;"

                    code.Blank()
                | None -> ()

                inherited code

                code.Block(
                    $"public static {new_}{record.Name} Read(ref Utf8JsonReader reader)",
                    fun () ->
                        let unknown =
                            match record.Additional with
                            | Some kept -> [ $"(additional ??= []).Add(new(name, {CSharpTypes.read kept}));" ]
                            | None -> []

                        match record.Additional with
                        | Some kept -> code.Line $"List<KeyValuePair<string, {CSharpTypes.name kept}>>? additional = null;"
                        | None -> ()

                        readMembers code members unknown

                        code.Line $"return new {record.Name}"
                        code.Line "{"

                        code.Indented(fun () ->
                            for entry in members do
                                if entry.Constant.IsNone then
                                    code.Line $"{entry.Name} = {local entry},"

                            match record.Additional with
                            | Some kept ->
                                code.Line
                                    $"Additional = additional is null ? ValueMap<{CSharpTypes.name kept}>.Empty : additional.ToValueMap(),"
                            | None -> ()

                            if keepsAbsences then
                                code.Line "_absences = new Absences(~seen),")

                        code.Line "};"
                )

                code.Blank()
                inherited code

                code.Block(
                    $"public {override_}void Write(Utf8JsonWriter writer)",
                    fun () ->
                        code.Line "ArgumentNullException.ThrowIfNull(writer);"
                        code.Line "writer.WriteStartObject();"
                        members |> List.iteri (writeMember code record)

                        for name in record.AlwaysNull do
                            code.Line $"writer.WriteNull({Code.quoted name});"

                        match record.Additional with
                        | Some kept ->
                            code.Block(
                                "foreach (var (name, value) in Additional)",
                                fun () -> code.Lines("writer.WritePropertyName(name);" :: CSharpTypes.write 0 kept "value")
                            )

                            code.Blank()
                        | None -> ()

                        code.Line "writer.WriteEndObject();"
                )
        ))

let private emitShapes (code: Code) (cases: string list) (rules: LeafRule list) =
    code.Line "private static readonly WireShape[] s_shapes ="
    code.Line "["

    code.Indented(fun () ->
        for rule in rules do
            let place = cases |> List.findIndex ((=) rule.Case)

            let path names =
                names |> List.map Code.quoted |> String.concat ", "

            let constants =
                [ for names, value in rule.Constants -> $"([{path names}], {literal value})" ]
                |> String.concat ", "

            let required =
                [ for name, nullable in rule.Required -> $"""({Code.quoted name}, {if nullable then "true" else "false"})""" ]
                |> String.concat ", "

            code.Line "new()"
            code.Line "{"

            code.Indented(fun () ->
                code.Line $"Case = {place},"
                code.Line $"Constants = [{constants}],"
                code.Line $"Required = [{required}],"
                code.Line $"Known = [{path rule.Known}],")

            code.Line "},")

    code.Line "];"
    code.Blank()

let private emitUnion (inheritedNames: Set<string>) (union: UnionDeclaration) =
    let unknown = $"{union.Name}Unknown"

    let common =
        union.Common
        |> List.filter (fun entry -> not (inheritedNames.Contains entry.Name))

    file union.Name (fun code ->
        summary code union.Summary
        code.Line "/// <remarks>Open: a form that Polar adds later is kept as JSON.</remarks>"
        converter code union.Name

        let parent =
            match union.Base with
            | Some parent -> $"{parent}, "
            | None -> ""

        let new_ = if union.Base.IsSome then "new " else ""

        code.Block(
            $"public abstract partial record {union.Name} : {parent}IWire<{union.Name}>",
            fun () ->
                match union.Selection with
                | Selection.ByShape rules -> emitShapes code union.Cases rules
                | Selection.ByProperty _ -> ()

                code.Block($"private protected {union.Name}()", ignore)
                code.Blank()

                for entry in common do
                    summary code entry.Summary

                    match entry.Constant with
                    | Some value -> code.Line $"public abstract {literalType value} {entry.Name} {{ get; }}"
                    | None -> code.Line $"public abstract {declaredType entry} {entry.Name} {{ get; init; }}"

                    code.Blank()

                inherited code

                code.Block(
                    $"public static {new_}{union.Name} Read(ref Utf8JsonReader reader)",
                    fun () ->
                        match union.Selection with
                        | Selection.ByProperty(property, mapping) ->
                            code.Line $"return WireDiscriminator.Find(reader, {Code.quoted property}) switch"
                            code.Line "{"

                            code.Indented(fun () ->
                                for value, case in mapping do
                                    code.Line $"{Code.quoted value} => {case}.Read(ref reader),"

                                code.Line $"_ => {unknown}.Read(ref reader),")

                            code.Line "};"
                        | Selection.ByShape _ ->
                            code.Line "return WireShape.Pick(reader, s_shapes) switch"
                            code.Line "{"

                            code.Indented(fun () ->
                                union.Cases
                                |> List.iteri (fun index case -> code.Line $"{index} => {case}.Read(ref reader),")

                                code.Line $"_ => {unknown}.Read(ref reader),")

                            code.Line "};"
                )

                code.Blank()

                if union.Base.IsNone then
                    inherited code
                    code.Line "public abstract void Write(Utf8JsonWriter writer);"
                    code.Blank()

                code.Line
                    "/// <summary>Turns whichever case this is into a result; a case added later breaks the build, as it should.</summary>"

                code.Line "/// <typeparam name=\"TResult\">The result's type.</typeparam>"

                let arms =
                    List.zip (union.Cases @ [ unknown ]) ((Naming.distinguishing union.Cases |> List.map Naming.parameter) @ [ "unknown" ])

                for case, arm in arms do
                    code.Line $"/// <param name=\"{arm}\">For <see cref=\"{case}\"/>.</param>"

                code.Line "/// <returns>The result.</returns>"

                let parameters =
                    arms
                    |> List.map (fun (case, arm) -> $"Func<{case}, TResult> {arm}")
                    |> String.concat ", "

                code.Block(
                    $"public TResult Match<TResult>({parameters})",
                    fun () ->
                        for _, arm in arms do
                            code.Line $"ArgumentNullException.ThrowIfNull({arm});"

                        code.Line "return this switch"
                        code.Line "{"

                        code.Indented(fun () ->
                            for case, arm in arms |> List.take union.Cases.Length do
                                code.Line $"{case} value => {arm}(value),"

                            code.Line $"_ => unknown(({unknown})this),")

                        code.Line "};"
                )
        )

        code.Blank()
        summary code $"A form of `{union.Name}` that was not known when this was made, as JSON."
        converter code unknown

        code.Block(
            $"public sealed partial record {unknown} : {union.Name}, IWire<{unknown}>",
            fun () ->
                names code union.Common
                code.Line "/// <summary>The whole value.</summary>"
                code.Line "public required RawJson Raw { get; init; }"
                code.Blank()

                for entry in union.Common do
                    match entry.Constant with
                    | Some value ->
                        inherited code

                        let backing = "Own" + entry.Name
                        code.Line $"public override {literalType value} {entry.Name} => {backing};"
                        code.Blank()

                        let initial =
                            match value with
                            | Literal.Text _ -> "\"\""
                            | Literal.Flag _ -> "false"

                        code.Line $"private {literalType value} {backing} {{ get; init; }} = {initial};"
                        code.Blank()
                    | None -> property code (union.Common |> List.map (fun entry -> entry.Name) |> Set.ofList) entry

                inherited code

                code.Block(
                    $"public static new {unknown} Read(ref Utf8JsonReader reader)",
                    fun () ->
                        code.Line "var whole = reader;"
                        code.Line "var raw = RawJson.Read(ref whole);"

                        let open_ =
                            union.Common
                            |> List.map (fun entry ->
                                match entry.Constant with
                                | Some(Literal.Text _) ->
                                    { entry with
                                        Constant = None
                                        Type = TypeRef.Scalar Scalar.Text
                                        Presence = Presence.Required }
                                | Some(Literal.Flag _) ->
                                    { entry with
                                        Constant = None
                                        Type = TypeRef.Scalar Scalar.Boolean
                                        Presence = Presence.Required }
                                | None -> entry)

                        if union.Common = [] then
                            code.Line "reader.Skip();"
                        else
                            readMembers code open_ []

                        code.Line $"return new {unknown}"
                        code.Line "{"

                        code.Indented(fun () ->
                            code.Line "Raw = raw,"

                            for entry in union.Common do
                                match entry.Constant with
                                | Some _ -> code.Line $"Own{entry.Name} = {local entry},"
                                | None -> code.Line $"{entry.Name} = {local entry},")

                        code.Line "};"
                )

                code.Blank()
                inherited code
                code.Line "public override void Write(Utf8JsonWriter writer) => Raw.Write(writer);"
        ))

let private emitQuery (operation: Operation) (query: QueryDeclaration) =
    file query.Name (fun code ->
        code.Line $"/// <summary>The options of <c>{Code.xml operation.Id}</c>; what is null is left out.</summary>"

        code.Block(
            $"public sealed partial record {query.Name} : IQuery",
            fun () ->
                for parameter in query.Parameters do
                    summary code parameter.Summary

                    if parameter.Deprecated then
                        code.Line "/// <remarks>Deprecated by Polar.</remarks>"

                    match parameter.Default with
                    | Some value when value <> "null" -> code.Line $"/// <value>Polar's default is <c>{Code.xml value}</c>.</value>"
                    | _ -> ()

                    let plain = CSharpTypes.name parameter.Type

                    if parameter.Required then
                        code.Line $"public required {plain} {parameter.Name} {{ get; init; }}"
                    else
                        code.Line $"public {plain}? {parameter.Name} {{ get; init; }}"

                    code.Blank()

                inherited code

                code.Block(
                    "public IEnumerable<KeyValuePair<string, string>> ToPairs()",
                    fun () ->
                        code.Line "var pairs = new List<KeyValuePair<string, string>>();"

                        for parameter in query.Parameters do
                            code.Line $"WireQuery.Add(pairs, {Code.quoted parameter.Json}, {parameter.Name});"

                        code.Line "return pairs;"
                )
        ))
    |> fun generated ->
        { generated with
            Path = generated.Path.Replace("/Generated/", "/Generated/Queries/") }

/// All files of the contracts.
let emit (model: Model) : GeneratedFile list =
    let declared =
        Map.ofList
            [ for declaration in model.Declarations ->
                  match declaration with
                  | Declaration.Enum item -> item.Name, declaration
                  | Declaration.Record item -> item.Name, declaration
                  | Declaration.Union item -> item.Name, declaration ]

    let rec inheritedNames (parent: string option) : Set<string> =
        match parent |> Option.bind declared.TryFind with
        | Some(Declaration.Union union) ->
            Set.union (union.Common |> List.map (fun entry -> entry.Name) |> Set.ofList) (inheritedNames union.Base)
        | _ -> Set.empty

    [ for declaration in model.Declarations do
          match declaration with
          | Declaration.Enum item -> emitEnum item
          | Declaration.Union item -> emitUnion (inheritedNames item.Base) item
          | Declaration.Record item ->
              emitRecord
                  { Inherited = inheritedNames item.Base
                    Record = item }
      for operation in model.Operations do
          match operation.Query with
          | Some query -> emitQuery operation query
          | None -> () ]
