/// Members of records: their properties, and the code that reads and writes them.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.MemberCode

/// The type of the property that a member becomes.
let declaredType (entry: Member) : string =
    let plain = CSharpTypes.name entry.Type

    match entry.Presence with
    | Presence.Required -> plain
    | Presence.TriState -> $"Optional<{plain}?>"
    | _ -> $"{plain}?"

let literal (value: Literal) : string =
    match value with
    | Literal.Text text -> Code.quoted text
    | Literal.Flag flag -> if flag then "true" else "false"

let literalType (value: Literal) : string =
    match value with
    | Literal.Text _ -> "string"
    | Literal.Flag _ -> "bool"

/// The property of a member: it overrides one of the same name that a base declares, and hides a function of that name.
let property (code: Code) (overridden: Set<string>) (hidden: Set<string>) (entry: Member) : unit =
    ContractsFile.summary code entry.Summary

    if entry.Deprecated then
        code.Line "/// <remarks>Deprecated by Polar.</remarks>"

    let modifier =
        if overridden.Contains entry.Name then "override "
        elif hidden.Contains entry.Name then "new "
        else ""

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

let private bits (indices: int list) =
    indices |> List.fold (fun mask index -> mask ||| (1UL <<< index)) 0UL

let private mask (indices: int list) = $"0x%x{bits indices}UL"

/// Reads members into the properties of the object that is being made; `unknown` handles those that the type does not know.
let read (code: Code) (propertyOf: Member -> string) (members: Member list) (unknown: string list) : unit =
    if members = [] && unknown = [] then
        code.Line "WireReader.NoMembers(ref input);"
    else
        let named = if unknown = [] then "" else ", out var name"
        code.Line "var members = default(WireMembers);"

        code.Block(
            $"while (input.Next(s_names, ref members{named}))",
            fun () ->
                code.Block(
                    "switch (members.Place)",
                    fun () ->
                        members
                        |> List.iteri (fun index entry ->
                            code.Line $"case {index}:"

                            code.Indented(fun () ->
                                match entry.Constant, entry.Presence with
                                | Some value, _ -> code.Line $"WireReader.Constant(ref input, {literal value});"
                                | None, Presence.Required -> code.Line $"{propertyOf entry} = {CSharpTypes.read entry.Type};"
                                | None, Presence.TriState ->
                                    code.Line
                                        $"{propertyOf entry} = WireReader.IsNull(ref input) ? Optional.Null : {CSharpTypes.read entry.Type};"
                                | None, _ -> code.Line $"{propertyOf entry} = {CSharpTypes.readOrNull entry.Type};"

                                code.Line "break;"))

                        code.Line "default:"

                        code.Indented(fun () ->
                            if unknown = [] then
                                code.Line "input.Skip();"
                            else
                                code.Lines unknown

                            code.Line "break;")
                )
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
        code.Line $"members.Require(ref input, s_names, {mask required});"

/// The constructors of a record: one to be filled by an initializer, and one that reads. The properties are set as their members are met, so
/// nothing is kept beside them; that all required ones were met is checked at the end.
let constructors (code: Code) (name: string) (read: unit -> unit) : unit =
    ContractsFile.summary code "A value that an initializer fills."
    code.Block($"public {name}()", ignore)
    code.Blank()
    code.Line "#pragma warning disable CS8618 // What was not met in the JSON is found out at the end."
    code.Line "[SetsRequiredMembers]"
    code.Block($"private {name}(ref WireInput input)", read)
    code.Line "#pragma warning restore CS8618"
    code.Blank()

/// A member that is written unless it was absent where the record was read from.
let mayHaveBeenAbsent (record: RecordDeclaration) (entry: Member) : bool =
    match entry.Presence, entry.Constant with
    | Presence.NullableOrAbsent, _ -> true
    | Presence.Omittable, Some _ -> record.Use = Use.Response
    | _ -> false

/// Writes the member at a place of its record.
let write (code: Code) (record: RecordDeclaration) (index: int) (entry: Member) : unit =
    let name = $"s_names.WriteTo(writer, {index});"
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
        code.Block(
            $"if ({entry.Name} is not null || !_absences.Has({index}))",
            fun () -> code.Lines(name :: CSharpTypes.write index (TypeRef.Nullable entry.Type) entry.Name)
        )

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

/// The names on the wire, in their order.
let names (code: Code) (members: Member list) : unit =
    let listed = members |> List.map (fun entry -> Code.quoted entry.Json)
    code.Layout("private static readonly WireNames s_names = new", Layout.ofTexts "(" listed ")", ";")
    code.Blank()
