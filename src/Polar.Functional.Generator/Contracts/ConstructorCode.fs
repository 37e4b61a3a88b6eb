/// The functions of a union that make its cases.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.ConstructorCode

/// A flag that is a case's whole point is raised unless something else is said.
let private required (entry: Member) =
    let name = Naming.parameter entry.Json
    let plain = CSharpTypes.name entry.Type

    match entry.Type, entry.Presence with
    | TypeRef.Scalar Scalar.Boolean, _ -> $"{plain} {name} = true"
    | _, Presence.RequiredNullable -> $"{plain}? {name}"
    | _ -> $"{plain} {name}"

let private optional (entry: Member) =
    let name = Naming.parameter entry.Json
    let plain = CSharpTypes.name entry.Type

    match entry.Presence with
    | Presence.TriState -> $"Optional<{plain}?> {name} = default"
    | _ -> $"{plain}? {name} = null"

/// Parameters with a default come last.
let private parameters (constructor': Constructor) =
    let flags, others =
        constructor'.Required
        |> List.partition (fun entry -> entry.Type = TypeRef.Scalar Scalar.Boolean)

    List.map required (others @ flags) @ List.map optional constructor'.Optional

let private emitOne (code: Code) (constructor': Constructor) =
    let given = constructor'.Required @ constructor'.Optional
    ContractsFile.summary code constructor'.Summary

    for entry in given do
        code.Line $"/// <param name=\"{Naming.parameter entry.Json}\">{Code.xml entry.Summary}</param>"

    code.Line "/// <returns>What is sent.</returns>"
    let opening = $"public static {constructor'.Case} {constructor'.Name}"

    match given with
    | [] -> code.Line $"{opening}() => new();"
    | given ->
        code.Layout(opening, Layout.ofTexts "(" (parameters constructor') ")", " => new()")
        code.Line "{"

        code.Indented(fun () ->
            for entry in given do
                code.Line $"{entry.Name} = {Naming.parameter entry.Json},")

        code.Line "};"

    code.Blank()

let emit (code: Code) (union: UnionDeclaration) : unit =
    for constructor' in union.Constructors do
        emitOne code constructor'
