/// Unions: an abstract record, a case for what is not known yet, and the code that finds the case of JSON.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.UnionEmitter

let private emitShape (code: Code) (cases: string list) (rule: LeafRule) =
    let texts names =
        Layout.ofTexts "[" (List.map Code.quoted names) "]"

    let constants =
        [ for names, value in rule.Constants -> Layout.Group("(", [ texts names; Layout.Text(MemberCode.literal value) ], ")") ]

    let defaults =
        [ for name, value in rule.Defaults -> $"({Code.quoted name}, {MemberCode.literal value})" ]

    let required, nullable = rule.Required |> List.partition (snd >> not)

    let required, nullable = List.map fst required, List.map fst nullable
    let others = rule.Known |> List.except (required @ nullable)

    code.Line "new()"
    code.Line "{"

    code.Indented(fun () ->
        code.Line $"Case = {cases |> List.findIndex ((=) rule.Case)},"
        code.Layout("Constants = ", Layout.Group("[", constants, "]"), ",")

        if not defaults.IsEmpty then
            code.Layout("Defaults = ", Layout.ofTexts "[" defaults "]", ",")

        code.Layout("Required = ", texts required, ",")

        for property, names in [ "Nullable", nullable; "Others", others ] do
            if not names.IsEmpty then
                code.Layout($"{property} = ", texts names, ","))

    code.Line "},"

let private emitSelection (code: Code) (union: UnionDeclaration) =
    match union.Selection with
    | Selection.ByProperty(property, mapping) ->
        code.Layout(
            "private static readonly WireDiscriminator s_discriminator = new",
            Layout.ofTexts
                "("
                [ Code.quoted property
                  for value, _ in mapping do
                      Code.quoted value ]
                ")",
            ";"
        )

        code.Blank()
    | Selection.ByShape rules ->
        code.Line "private static readonly WireShapes s_shapes = new("
        code.Line "["

        code.Indented(fun () ->
            for rule in rules do
                emitShape code union.Cases rule)

        code.Line "]);"
        code.Blank()

let private emitCommon (code: Code) (inherited: Set<string>) (union: UnionDeclaration) =
    for entry in union.Common do
        if not (inherited.Contains entry.Name) then
            ContractsFile.summary code entry.Summary

            match entry.Constant with
            | Some value -> code.Line $"public abstract {MemberCode.literalType value} {entry.Name} {{ get; }}"
            | None -> code.Line $"public abstract {MemberCode.declaredType entry} {entry.Name} {{ get; init; }}"

            code.Blank()

let private emitRead (code: Code) (taken: Set<string>) (union: UnionDeclaration) =
    let hiding = if union.Base.IsSome then "new " else ""
    ContractsFile.read code taken hiding union.Name
    code.Blank()

    code.Block(
        $"internal static {hiding}{union.Name} Read(ref WireInput input)",
        fun () ->
            let found, cases =
                match union.Selection with
                | Selection.ByProperty(_, mapping) -> "s_discriminator.Find(input)", List.map snd mapping
                | Selection.ByShape _ -> "s_shapes.Pick(input)", union.Cases

            code.Line $"return {found} switch"
            code.Line "{"

            code.Indented(fun () ->
                for place, case in List.indexed cases do
                    code.Line $"{place} => {case}.Read(ref input),"

                code.Line $"_ => {UnknownCaseEmitter.nameOf union}.Read(ref input),")

            code.Line "};"
    )

let private emitMatch (code: Code) (union: UnionDeclaration) =
    let unknown = UnknownCaseEmitter.nameOf union

    let known =
        List.zip union.Cases (Naming.distinguishing union.Cases |> List.map Naming.parameter)

    let arms = known @ [ unknown, "unknown" ]
    ContractsFile.summary code "Turns whichever case this is into a result; a case added later breaks the build, as it should."
    code.Line "/// <typeparam name=\"TResult\">The result's type.</typeparam>"

    for case, arm in arms do
        code.Line $"/// <param name=\"{arm}\">For <see cref=\"{case}\"/>.</param>"

    code.Line "/// <returns>The result.</returns>"
    let parameters = [ for case, arm in arms -> $"Func<{case}, TResult> {arm}" ]
    code.Layout("public TResult Match<TResult>", Layout.ofTexts "(" parameters ")", "")
    code.Line "{"

    code.Indented(fun () ->
        for _, arm in arms do
            code.Line $"ArgumentNullException.ThrowIfNull({arm});"

        code.Line "return this switch"
        code.Line "{"

        code.Indented(fun () ->
            for case, arm in known do
                code.Line $"{case} value => {arm}(value),"

            code.Line $"_ => unknown(({unknown})this),")

        code.Line "};")

    code.Line "}"

/// Where to go from `new`, which an abstract record refuses.
let private waysIn (union: UnionDeclaration) =
    match union.Constructors with
    | [] -> ""
    | constructors ->
        let names =
            constructors
            |> List.map (fun constructor' -> $"<c>{union.Name}.{constructor'.Name}</c>")
            |> List.distinct
            |> String.concat ", "

        $"Abstract; its functions make one: {names}. "

/// `inherited` are the properties that the union's own base declares.
let emit (resource: string) (taken: Set<string>) (inherited: Set<string>) (union: UnionDeclaration) : GeneratedFile =
    let parent =
        match union.Base with
        | Some parent -> $"{parent}, "
        | None -> ""

    ContractsFile.file resource union.Name (fun code ->
        ContractsFile.summary code union.Summary
        ContractsFile.remarks code $"{waysIn union}Open: a form that Polar adds later is kept as JSON."
        ContractsFile.converter code union.Name

        code.Block(
            $"public abstract partial record {union.Name} : {parent}IWire<{union.Name}>",
            fun () ->
                emitSelection code union
                code.Block($"private protected {union.Name}()", ignore)
                code.Blank()
                emitCommon code inherited union
                ConstructorCode.emit code union
                emitRead code taken union
                code.Blank()

                if union.Base.IsNone then
                    ContractsFile.inherited code
                    code.Line "public abstract void Write(Utf8JsonWriter writer);"
                    code.Blank()

                emitMatch code union
        )

        code.Blank()
        UnknownCaseEmitter.emit code union)
