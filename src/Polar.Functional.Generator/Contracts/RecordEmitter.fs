/// Records with the code that reads and writes their JSON.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.RecordEmitter

/// What a record has from its bases.
type Inheritance =
    {
        /// Properties that a base declares, and this record overrides.
        Properties: Set<string>
        /// Functions of a base that a property of the same name hides.
        Functions: Set<string>
    }

let private additional (record: RecordDeclaration) (write: string -> string -> unit) =
    match record.Additional with
    | Some kept -> write (CSharpTypes.name kept) (CSharpTypes.read kept)
    | None -> ()

let private emitProperties (code: Code) (inheritance: Inheritance) (record: RecordDeclaration) =
    for entry in record.Members do
        MemberCode.property code inheritance.Properties inheritance.Functions entry

    additional record (fun kept _ ->
        ContractsFile.summary code "Members beyond the named ones, under their names."
        code.Line $"public ValueMap<{kept}> Additional {{ get; init; }} = ValueMap<{kept}>.Empty;"
        code.Blank())

let private emitConstructors (code: Code) (record: RecordDeclaration) (keepsAbsences: bool) =
    MemberCode.constructors code record.Name (fun () ->
        additional record (fun kept _ -> code.Line $"List<KeyValuePair<string, {kept}>>? additional = null;")

        MemberCode.read
            code
            (fun entry -> entry.Name)
            record.Members
            (match record.Additional with
             | Some kept -> [ $"(additional ??= []).Add(new(name, {CSharpTypes.read kept}));" ]
             | None -> [])

        additional record (fun kept _ -> code.Line $"Additional = additional is null ? ValueMap<{kept}>.Empty : additional.ToValueMap();")

        if keepsAbsences then
            code.Line "_absences = members.Absent;")

let private emitRead (code: Code) (taken: Set<string>) (record: RecordDeclaration) =
    let hiding = if record.Base.IsSome then "new " else ""
    ContractsFile.read code taken hiding record.Name
    code.Blank()
    code.Line $"internal static {hiding}{record.Name} Read(ref WireInput input) => new(ref input);"

let private emitWrite (code: Code) (record: RecordDeclaration) =
    let overriding = if record.Base.IsSome then "override " else ""
    ContractsFile.inherited code

    code.Block(
        $"public {overriding}void Write(Utf8JsonWriter writer)",
        fun () ->
            code.Line "ArgumentNullException.ThrowIfNull(writer);"
            code.Line "writer.WriteStartObject();"
            record.Members |> List.iteri (MemberCode.write code record)

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

let emit (resource: string) (taken: Set<string>) (inheritance: Inheritance) (record: RecordDeclaration) : GeneratedFile =
    let keepsAbsences =
        record.Members |> List.exists (MemberCode.mayHaveBeenAbsent record)

    let parent =
        match record.Base with
        | Some parent -> $"{parent}, "
        | None -> ""

    ContractsFile.file resource record.Name (fun code ->
        ContractsFile.summary code record.Summary
        ContractsFile.converter code record.Name

        code.Block(
            $"public sealed partial record {record.Name} : {parent}IWire<{record.Name}>",
            fun () ->
                MemberCode.names code record.Members

                if keepsAbsences then
                    code.Line "private Absences _absences;"
                    code.Blank()

                emitConstructors code record keepsAbsences
                emitProperties code inheritance record
                emitRead code taken record
                code.Blank()
                emitWrite code record
        ))
