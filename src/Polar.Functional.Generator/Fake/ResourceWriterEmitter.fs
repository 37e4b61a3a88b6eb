/// Writes what is answered and published, with what the API description leaves out. Only types that have such members, or parts that have them,
/// are written here; all others write themselves.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.ResourceWriterEmitter

let private rendering = "Polar.FakeServer.Rendering"

let rec private names (ofType: TypeRef) : string list =
    match ofType with
    | TypeRef.Named name -> [ name ]
    | TypeRef.List inner
    | TypeRef.Map inner
    | TypeRef.Nullable inner
    | TypeRef.Page inner
    | TypeRef.PageOrCursor inner -> names inner
    | TypeRef.Scalar _
    | TypeRef.Raw -> []

let private parts (declaration: Declaration) : string list =
    match declaration with
    | Declaration.Enum _ -> []
    | Declaration.Union union -> union.Cases
    | Declaration.Record record -> record.Members |> List.collect (fun entry -> names entry.Type)

let private nameOf (declaration: Declaration) : string =
    match declaration with
    | Declaration.Enum item -> item.Name
    | Declaration.Record item -> item.Name
    | Declaration.Union item -> item.Name

/// The types that cannot write themselves: those with undescribed members, and whatever they are part of.
let private extended (model: Model) : Set<string> =
    let rec grow (known: Set<string>) =
        let more =
            [ for declaration in model.Declarations do
                  if parts declaration |> List.exists known.Contains then
                      nameOf declaration ]
            |> set
            |> Set.union known

        if more = known then known else grow more

    LegacyMembers.all |> List.map fst |> set |> grow

let private field (json: string) = $"MemberNames.{Naming.pascal json}"

/// Statements that write a value that is not null.
let rec private write (extended: Set<string>) (key: string) (ofType: TypeRef) (value: string) : string list =
    let indent lines =
        lines |> List.map (fun line -> if line = "" then "" else "    " + line)

    if not (names ofType |> List.exists extended.Contains) then
        [ $"Value({value});" ]
    else
        match ofType with
        | TypeRef.List item ->
            [ "Json.WriteStartArray();"
              $"foreach (var item{key} in {value}.AsSpan())"
              "{" ]
            @ indent (write extended (key + "Part") item $"item{key}")
            @ [ "}"; ""; "Json.WriteEndArray();" ]
        | TypeRef.Map item ->
            [ "Json.WriteStartObject();"
              $"foreach (var (name{key}, entry{key}) in {value})"
              "{"
              $"    Json.WritePropertyName(name{key});" ]
            @ indent (write extended (key + "Part") item $"entry{key}")
            @ [ "}"; ""; "Json.WriteEndObject();" ]
        | TypeRef.Nullable inner ->
            [ $"if ({value} is {{ }} some{key})"; "{" ]
            @ indent (write extended (key + "Part") inner $"some{key}")
            @ [ "}"; "else"; "{"; "    Json.WriteNullValue();"; "}"; "" ]
        | _ -> [ $"Write({value});" ]

let private emitMember (code: Code) (extended: Set<string>) (index: int) (entry: Member) =
    let named = $"Json.WritePropertyName({field entry.Json});"
    let value = $"value.{entry.Name}"
    let isPlain = not (names entry.Type |> List.exists extended.Contains)

    match entry.Constant, entry.Presence with
    | None, Presence.Omittable ->
        code.Block(
            $"if ({value} is {{ }} given{index})",
            fun () -> code.Lines(named :: write extended (string index) entry.Type $"given{index}")
        )

        code.Blank()
    | Some _, _ -> code.Line $"Name({field entry.Json}).Value({value});"
    | None, _ when isPlain && entry.Type = TypeRef.Scalar Scalar.DecimalText -> code.Line $"Name({field entry.Json}).Text({value});"
    | None, _ when isPlain -> code.Line $"Name({field entry.Json}).Value({value});"
    | None, Presence.Required -> code.Lines(named :: write extended (string index) entry.Type value)
    | None, _ -> code.Lines(named :: write extended (string index) (TypeRef.Nullable entry.Type) value)

let private emitPlace (code: Code) (record: string) (place: LegacyPlace) =
    if List.contains (record, place) LegacyMembers.all then
        code.Line $"_legacy.{LegacyMembers.slot (record, place)}(this, value);"

/// Whether a record has extended parts that have no id of their own to be known by.
let private encloses (records: Map<string, RecordDeclaration>) (record: RecordDeclaration) =
    let hasId (record: RecordDeclaration) =
        record.Members
        |> List.exists (fun entry -> entry.Json = "id" && entry.Type = TypeRef.Scalar Scalar.Uuid)

    hasId record
    && record.Members
       |> List.collect (fun entry -> names entry.Type)
       |> List.exists (fun name ->
           match records.TryFind name with
           | Some part ->
               not (hasId part)
               && LegacyMembers.all |> List.exists (fun (extended, _) -> extended = name)
           | None -> false)

let private emitRecord (code: Code) (extended: Set<string>) (records: Map<string, RecordDeclaration>) (record: RecordDeclaration) =
    code.Block(
        $"public void Write({record.Name} value)",
        fun () ->
            if encloses records record then
                code.Line "Enclosing = value.Id;"

            code.Line "Json.WriteStartObject();"

            record.Members
            |> List.iteri (fun index entry ->
                if List.contains (record.Name, LegacyPlace.Instead entry.Json) LegacyMembers.all then
                    emitPlace code record.Name (LegacyPlace.Instead entry.Json)
                else
                    emitMember code extended index entry

                emitPlace code record.Name (LegacyPlace.After entry.Json))

            emitPlace code record.Name LegacyPlace.End
            code.Line "Json.WriteEndObject();"
    )

let private emitUnion (code: Code) (extended: Set<string>) (union: UnionDeclaration) =
    code.Block(
        $"public void Write({union.Name} value)",
        fun () ->
            code.Block(
                "switch (value)",
                fun () ->
                    for case in union.Cases do
                        if extended.Contains case then
                            code.Line $"case {case} item:"

                            code.Indented(fun () ->
                                code.Line "Write(item);"
                                code.Line "break;")

                    code.Line "default:"

                    code.Indented(fun () ->
                        code.Line "value.Write(Json);"
                        code.Line "break;")
            )
    )

/// The lists that operations answer with, and whose items are extended.
let private pages (model: Model) (extended: Set<string>) =
    [ for operation in model.Operations do
          match operation.Success with
          | Success.Json(TypeRef.Page(TypeRef.Named item)) when extended.Contains item -> item
          | _ -> () ]
    |> List.distinct

let private emitWriter (model: Model) (extended: Set<string>) (declarations: Declaration list) =
    let pages = pages model extended

    let records =
        Map.ofList
            [ for declaration in model.Declarations do
                  match declaration with
                  | Declaration.Record record -> record.Name, record
                  | _ -> () ]

    FakeFile.file "ResourceWriter" [ "System.Text.Json"; FakeFile.execution; rendering; FakeFile.contracts ] (fun code ->
        code.Line
            "/// <summary>Writes resources as the service sends them, with the members that its API description leaves out.</summary>"

        code.Block(
            "internal sealed class ResourceWriter(Utf8JsonWriter json, World world, LegacyMembers legacy) : MemberWriter(json)",
            fun () ->
                code.Line "private static readonly Dictionary<Type, Delegate> s_extended = new()"
                code.Line "{"

                code.Indented(fun () ->
                    for declaration in declarations do
                        let name = nameOf declaration
                        code.Line $"[typeof({name})] = (Action<ResourceWriter, {name}>)(static (writer, value) => writer.Write(value)),"

                    for item in pages do
                        let name = $"ListResource<{item}>"
                        code.Line $"[typeof({name})] = (Action<ResourceWriter, {name}>)(static (writer, value) => writer.Write(value)),")

                code.Line "};"
                code.Blank()
                code.Line "private readonly LegacyMembers _legacy = legacy;"
                code.Blank()
                code.Line "/// <summary>The world that the resources are of.</summary>"
                code.Line "public World World { get; } = world;"
                code.Blank()
                code.Line "/// <summary>Writes a value of whatever type.</summary>"

                code.Block(
                    "public void Write<T>(T value)",
                    fun () ->
                        code.Block("if (Form<T>.Extended is { } extended)", (fun () -> code.Line "extended(this, value);"))
                        code.Block("else", (fun () -> code.Line "Other(value);"))
                )

                for item in pages do
                    code.Blank()

                    code.Block(
                        $"public void Write(ListResource<{item}> value)",
                        fun () ->
                            code.Line "BeginPage();"
                            code.Block("foreach (var item in value.Items.AsSpan())", (fun () -> code.Line "Write(item);"))
                            code.Blank()
                            code.Line "EndPage(value.Pagination);"
                    )

                for declaration in declarations do
                    match declaration with
                    | Declaration.Record record ->
                        code.Blank()
                        emitRecord code extended records record
                    | Declaration.Union union ->
                        code.Blank()
                        emitUnion code extended union
                    | Declaration.Enum _ -> ()

                code.Blank()
                code.Line "/// <summary>What writes a type that cannot write itself; null for all others.</summary>"

                code.Block(
                    "private static class Form<T>",
                    fun () ->
                        code.Line
                            "public static readonly Action<ResourceWriter, T>? Extended = (Action<ResourceWriter, T>?)s_extended.GetValueOrDefault(typeof(T));"
                )
        ))

/// The files of the writer.
let emit (model: Model) : GeneratedFile list =
    let extended = extended model

    let declarations =
        model.Declarations
        |> List.filter (fun declaration ->
            let name = nameOf declaration

            // What wraps an event the fake writes by hand: its data stands in messages of several formats.
            extended.Contains name && not (name.StartsWith "Webhook"))

    [ emitWriter model extended declarations
      MemberNamesEmitter.names declarations
      MemberNamesEmitter.places (declarations |> List.map nameOf |> set) ]
