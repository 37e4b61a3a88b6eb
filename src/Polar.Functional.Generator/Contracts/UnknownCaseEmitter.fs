/// The case of a union that keeps JSON which was not known when the code was made.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.UnknownCaseEmitter

let nameOf (union: UnionDeclaration) : string = $"{union.Name}Unknown"

/// A member that is fixed in the known cases may hold anything here.
let private opened (entry: Member) =
    let ofType scalar =
        { entry with
            Constant = None
            Type = TypeRef.Scalar scalar
            Presence = Presence.Required }

    match entry.Constant with
    | Some(Literal.Text _) -> ofType Scalar.Text
    | Some(Literal.Flag _) -> ofType Scalar.Boolean
    | None -> entry

let private emitFixed (code: Code) (entry: Member) (value: Literal) =
    let ofType = MemberCode.literalType value

    let initial =
        match value with
        | Literal.Text _ -> "\"\""
        | Literal.Flag _ -> "false"

    ContractsFile.inherited code
    code.Line $"public override {ofType} {entry.Name} => Own{entry.Name};"
    code.Blank()
    code.Line $"private {ofType} Own{entry.Name} {{ get; init; }} = {initial};"
    code.Blank()

let private emitProperties (code: Code) (union: UnionDeclaration) =
    ContractsFile.summary code "The whole value."
    code.Line "public required RawJson Raw { get; init; }"
    code.Blank()
    let overridden = union.Common |> List.map (fun entry -> entry.Name) |> Set.ofList

    for entry in union.Common do
        match entry.Constant with
        | Some value -> emitFixed code entry value
        | None -> MemberCode.property code overridden Set.empty entry

let private emitConstructors (code: Code) (union: UnionDeclaration) =
    MemberCode.constructors code (nameOf union) (fun () ->
        code.Line "Raw = RawJson.ReadAhead(input);"

        if union.Common = [] then
            code.Line "input.Skip();"
        else
            let fixedNames =
                set
                    [ for entry in union.Common do
                          if entry.Constant.IsSome then
                              entry.Name ]

            let propertyOf (entry: Member) =
                if fixedNames.Contains entry.Name then
                    $"Own{entry.Name}"
                else
                    entry.Name

            MemberCode.read code propertyOf (List.map opened union.Common) [])

let private emitRead (code: Code) (union: UnionDeclaration) =
    ContractsFile.read code Set.empty "new " (nameOf union)
    code.Blank()
    code.Line $"internal static new {nameOf union} Read(ref WireInput input) => new(ref input);"

let emit (code: Code) (union: UnionDeclaration) : unit =
    let name = nameOf union
    ContractsFile.summary code $"A form of `{union.Name}` that was not known when this was made, as JSON."
    ContractsFile.converter code name

    code.Block(
        $"public sealed partial record {name} : {union.Name}, IWire<{name}>",
        fun () ->
            MemberCode.names code union.Common
            emitConstructors code union
            emitProperties code union
            emitRead code union
            code.Blank()
            ContractsFile.inherited code
            code.Line "public override void Write(Utf8JsonWriter writer) => Raw.Write(writer);"
    )
