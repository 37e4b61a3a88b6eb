/// From shapes to declarations: names, presence of members, unions and how they find their case.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Lowering

open System
open System.Collections.Generic

/// What is being built; declarations are found by name, in the order in which they were met.
type Context =
    {
        Schemas: Map<string, Shape>
        UseOf: string -> Use
        Documentation: Documentation
        Declared: Dictionary<string, Declaration>
        Order: List<string>
        /// Names of inline schemas, by their shape.
        Inline: Dictionary<Shape, string>
    }

/// The schema without a name inside a member's shape, if there is one.
let rec private unnamed (shape: Shape) =
    match shape with
    | Shape.Nullable inner -> unnamed inner
    | Shape.List list -> unnamed list.Items
    | Shape.Map map -> unnamed map.Values
    | Shape.Enumeration _
    | Shape.Union _ -> Some shape
    | _ -> None

/// A schema without a name may stand in several places, of which the table knows one.
let private namedInline (document: Document) =
    let names = Dictionary(HashIdentity.Structural)

    for schema, shape in document.Schemas do
        match shape with
        | Shape.Object members ->
            for entry in members.Members do
                match Naming.inlineNames.TryFind $"{schema}.{entry.Json}", unnamed entry.Shape with
                | Some name, Some inner -> names[inner] <- name
                | _ -> ()
        | _ -> ()

    names

let create (document: Document) (documentation: Documentation) : Context =
    { Schemas = Map.ofList document.Schemas
      UseOf = Usage.ofDocument document
      Documentation = documentation
      Declared = Dictionary()
      Order = List()
      Inline = namedInline document }

let private declare (context: Context) (name: string) (declaration: Declaration) =
    if context.Declared.TryAdd(name, declaration) then
        context.Order.Add name

/// The decimal pattern that the server's validation library publishes.
let private isDecimalPattern (pattern: string) =
    pattern.StartsWith("^(?!^[-+.]*$)", StringComparison.Ordinal)

let private ofText (rules: StringRules) =
    match rules.Format, rules.Pattern with
    | Some("uuid" | "uuid4"), _ -> Scalar.Uuid
    | Some "date-time", _ -> Scalar.Instant
    | Some "date", _ -> Scalar.Date
    | Some "decimal", _ -> Scalar.DecimalText
    | _, Some pattern when isDecimalPattern pattern -> Scalar.DecimalText
    | _ -> Scalar.Text

/// The one scalar that a shape is, if it is one.
let rec private scalar (shape: Shape) : Scalar option =
    match shape with
    | Shape.Boolean
    | Shape.Constant(Literal.Flag _) -> Some Scalar.Boolean
    | Shape.Constant(Literal.Text _) -> Some Scalar.Text
    | Shape.Text rules -> Some(ofText rules)
    | Shape.Integer _ -> Some Scalar.Integer
    | Shape.Number _ -> Some Scalar.Number
    | Shape.Nullable inner -> scalar inner
    | Shape.Union union ->
        let cases = union.Cases |> List.map scalar

        if cases |> List.forall Option.isSome then
            match cases |> List.choose id |> List.distinct with
            | [ one ] -> Some one
            | [ Scalar.Integer; Scalar.Number ] -> Some Scalar.Number
            | [ Scalar.Number; Scalar.DecimalText ] -> Some Scalar.DecimalText
            | _ -> Some Scalar.Any
        else
            None
    | _ -> None

let private isPage (schema: string) =
    schema.StartsWith("ListResource_", StringComparison.Ordinal)

let private isCursorPage (schema: string) =
    schema.StartsWith("ListResourceWithCursorPagination_", StringComparison.Ordinal)

let private itemOf (schemas: Map<string, Shape>) (page: string) =
    match schemas.TryFind page with
    | Some(Shape.Object { Members = members }) ->
        members
        |> List.tryPick (fun entry ->
            match entry.Json, entry.Shape with
            | "items", Shape.List list -> Some list.Items
            | _ -> None)
    | _ -> None

let isNullable (shape: Shape) : bool =
    match shape with
    | Shape.Nullable _
    | Shape.Null
    | Shape.Any -> true
    | _ -> false

let private presence (usage: Use) (entry: MemberShape) =
    match entry.Required, isNullable entry.Shape, usage with
    | true, false, _ -> Presence.Required
    | true, true, _ -> Presence.RequiredNullable
    | false, true, Use.Response -> Presence.NullableOrAbsent
    | false, true, Use.Patch -> Presence.TriState
    | false, true, Use.Create when entry.Default |> Option.exists ((<>) "null") -> Presence.TriState
    | _ -> Presence.Omittable

let private constant (shape: Shape) =
    match shape with
    | Shape.Constant literal -> Some literal
    | _ -> None

let private fallback (json: string) = $"The `{json}` member."

let rec typeOf (context: Context) (place: string) (shape: Shape) : TypeRef =
    match shape with
    | Shape.Any
    | Shape.Null -> TypeRef.Raw
    | Shape.Nullable(Shape.Nullable _ as inner) -> typeOf context place inner
    | Shape.Nullable inner ->
        match typeOf context place inner with
        // Such a scalar may be null by itself.
        | TypeRef.Scalar Scalar.Any as any -> any
        | inner -> TypeRef.Nullable inner
    | Shape.List list -> TypeRef.List(typeOf context place list.Items)
    | Shape.Tuple _ -> TypeRef.List(TypeRef.Scalar Scalar.Text)
    | Shape.Map map -> TypeRef.Map(typeOf context place map.Values)
    | Shape.Reference schema -> ofReference context schema
    | Shape.Enumeration values ->
        let name = inlineName context place shape
        declareEnum context name values None
        TypeRef.Named name
    | Shape.Union union ->
        match scalar shape with
        | Some scalar -> TypeRef.Scalar scalar
        | None -> ofUnion context place shape union
    | Shape.Object members ->
        let name = inlineName context place shape
        declareRecord context name name (context.UseOf name) members
        TypeRef.Named name
    | _ ->
        match scalar shape with
        | Some scalar -> TypeRef.Scalar scalar
        | None -> TypeRef.Raw

and private inlineName context place shape =
    match context.Inline.TryGetValue shape with
    | true, name -> name
    | _ ->
        let name = Naming.ofPlace place
        context.Inline[shape] <- name
        name

and private ofUnion context place shape union =
    match union.Cases with
    | [ Shape.Reference page; Shape.Reference cursor ] when isPage page && isCursorPage cursor ->
        match itemOf context.Schemas page with
        | Some item -> TypeRef.PageOrCursor(typeOf context place item)
        | None -> TypeRef.Raw
    | _ ->
        let name = inlineName context place shape
        declareUnion context name place union None
        TypeRef.Named name

and private ofReference context schema =
    match context.Schemas.TryFind schema with
    | Some _ when isCursorPage schema || isPage schema ->
        match itemOf context.Schemas schema with
        | Some item -> TypeRef.Page(typeOf context schema item)
        | None -> TypeRef.Raw
    | Some(Shape.Reference other) -> ofReference context other
    | Some(Shape.Map _ as map) -> typeOf context schema map
    | Some shape ->
        ofSchema context schema shape
        TypeRef.Named(Naming.ofSchema schema)
    | None -> raise (Reader.NotUnderstood($"$.components.schemas.{schema}", "a reference leads here, but there is no such schema"))

/// Declares a schema of the document, and everything that it needs.
and ofSchema (context: Context) (schema: string) (shape: Shape) : unit =
    let name = Naming.ofSchema schema

    if not (context.Declared.ContainsKey name) then
        match shape with
        | Shape.Enumeration values -> declareEnum context name values (Documentation.schema schema context.Documentation)
        | Shape.Object members -> declareRecord context name schema (context.UseOf schema) members
        | Shape.Union union when (scalar shape).IsNone -> declareUnion context name schema union None
        | Shape.Nullable _
        | Shape.Map _
        | Shape.Reference _
        | Shape.Union _ -> ()
        | _ ->
            raise (
                Reader.NotUnderstood($"$.components.schemas.{schema}", "a schema of its own must be an object, a union or an enumeration")
            )

and private declareEnum context name values summary =
    let values =
        match context.Declared.TryGetValue name with
        | true, Declaration.Enum existing ->
            // The same enumeration with fewer or more values elsewhere: enumerations are open, so one type has them all.
            let known = existing.Values |> List.map fst
            known @ List.except known values
        | _ -> values

    let declaration =
        Declaration.Enum
            { Name = name
              Values = [ for value in values -> value, Naming.ofValue name value ]
              Meanings =
                Map.ofList
                    [ for value in values do
                          match Documentation.valueOf name value context.Documentation with
                          | Some meaning -> value, meaning
                          | None -> () ]
              Summary =
                summary
                |> Option.orElse (Documentation.schema name context.Documentation)
                |> Option.defaultValue $"The values of `{name}`." }

    if context.Declared.ContainsKey name then
        context.Declared[name] <- declaration
    else
        declare context name declaration

and private declareRecord context name schema usage shape =
    if not (context.Declared.ContainsKey name) then
        // Reserved before its members are looked at, since a schema may hold itself.
        declare
            context
            name
            (Declaration.Record
                { Name = name
                  Schema = schema
                  Use = usage
                  Members = []
                  Additional = None
                  AlwaysNull = []
                  Base = None
                  Summary =
                    Documentation.schema schema context.Documentation
                    |> Option.defaultValue $"The schema `{schema}`." })

        let members =
            [ for entry in shape.Members do
                  if entry.Shape <> Shape.Null then
                      { Json = entry.Json
                        Name = Naming.memberOf name entry.Json
                        Type =
                          match typeOf context $"{schema}.{entry.Json}" entry.Shape with
                          | TypeRef.Nullable inner -> inner
                          | plain -> plain
                        Presence = presence usage entry
                        Constant = constant entry.Shape
                        Default = entry.Default
                        Deprecated = entry.Deprecated
                        Summary =
                          Documentation.memberOf schema entry.Json context.Documentation
                          |> Option.defaultValue (fallback entry.Json) } ]

        match context.Declared[name] with
        | Declaration.Record reserved ->
            context.Declared[name] <-
                Declaration.Record
                    { reserved with
                        Members = members
                        AlwaysNull =
                            [ for entry in shape.Members do
                                  if entry.Shape = Shape.Null && entry.Required then
                                      entry.Json ]
                        Additional =
                            match shape.Additional with
                            | Additional.Kept kept -> Some(typeOf context $"{schema}.additional" kept)
                            | _ -> None }
        | _ -> ()

and private setBase context parent name =
    match context.Declared[name] with
    | Declaration.Record record when record.Base.IsNone || record.Base = Some parent ->
        context.Declared[name] <- Declaration.Record { record with Base = Some parent }
    | Declaration.Union union when union.Base.IsNone || union.Base = Some parent ->
        context.Declared[name] <- Declaration.Union { union with Base = Some parent }
    | _ -> raise (Reader.NotUnderstood($"$.components.schemas.{name}", $"a case of '{parent}' that is a case of another union already"))

and private declareUnion context name place union parent =
    if not (context.Declared.ContainsKey name) then
        let summary =
            Documentation.schema place context.Documentation
            |> Option.orElse (Documentation.schema name context.Documentation)
            |> Option.defaultValue $"One of several forms of `{name}`."

        let reserve =
            { Name = name
              Cases = []
              Base = parent
              Selection = Selection.ByShape []
              Common = []
              Use = Use.Create
              Summary = summary }

        declare context name (Declaration.Union reserve)

        let cases =
            union.Cases
            |> List.map (fun case ->
                match typeOf context (place + "Case") case with
                | TypeRef.Named caseName -> caseName
                | _ -> raise (Reader.NotUnderstood($"$.components.schemas.{place}", "a union may only have objects and unions as cases")))

        for case in cases do
            setBase context name case

        let selection =
            match union.Discriminator with
            | Some(property, mapping) -> Selection.ByProperty(property, [ for value, schema in mapping -> value, Naming.ofSchema schema ])
            | None ->
                Selection.ByShape(
                    List.zip cases union.Cases
                    |> List.collect (fun (case, shape) -> leaves context case shape)
                )

        context.Declared[name] <-
            Declaration.Union
                { reserve with
                    Base =
                        match context.Declared[name] with
                        | Declaration.Union declared -> declared.Base
                        | _ -> parent
                    Cases = cases
                    Selection = selection }

/// The records at the leaves of a case, with what tells them apart.
and private leaves (context: Context) (case: string) (shape: Shape) : LeafRule list =
    match shape with
    | Shape.Reference schema -> leaves context case context.Schemas[schema]
    | Shape.Nullable inner -> leaves context case inner
    | Shape.Union union -> union.Cases |> List.collect (leaves context case)
    | Shape.Object members ->
        let constants prefix (entry: MemberShape) =
            match entry.Shape with
            | Shape.Constant literal when entry.Required -> [ prefix @ [ entry.Json ], literal ]
            | _ -> []

        let nested (entry: MemberShape) =
            match entry.Shape with
            | Shape.Reference schema when entry.Required ->
                match context.Schemas[schema] with
                | Shape.Object inner -> inner.Members |> List.collect (constants [ entry.Json ])
                | _ -> []
            | _ -> []

        [ { Case = case
            Constants = members.Members |> List.collect (fun entry -> constants [] entry @ nested entry)
            Required =
              [ for entry in members.Members do
                    if entry.Required then
                        entry.Json, isNullable entry.Shape ]
            Known = [ for entry in members.Members -> entry.Json ] } ]
    | _ -> []

/// What a type that is declared is for.
let summaryOf (context: Context) (ofType: TypeRef) : string option =
    match ofType with
    | TypeRef.Named name ->
        match context.Declared[name] with
        | Declaration.Enum item -> Some item.Summary
        | Declaration.Record item -> Some item.Summary
        | Declaration.Union item -> Some item.Summary
    | _ -> None

let private sameKind (left: Presence) (right: Presence) = left = right

/// What all cases have in common, nested unions counted by what their own cases have in common.
let rec private commonOf (declared: IReadOnlyDictionary<string, Declaration>) (name: string) : Member list =
    match declared[name] with
    | Declaration.Record record -> record.Members
    | Declaration.Union union ->
        match union.Cases |> List.map (commonOf declared) with
        | [] -> []
        | first :: rest ->
            first
            |> List.filter (fun candidate ->
                rest
                |> List.forall (
                    List.exists (fun other ->
                        other.Json = candidate.Json
                        && other.Type = candidate.Type
                        && other.Constant.IsSome = candidate.Constant.IsSome
                        && (candidate.Constant.IsSome || sameKind other.Presence candidate.Presence))
                ))
    | Declaration.Enum _ -> []

let rec private useOf (declared: IReadOnlyDictionary<string, Declaration>) (name: string) =
    match declared[name] with
    | Declaration.Record record -> record.Use
    | Declaration.Union union ->
        union.Cases
        |> List.tryHead
        |> Option.map (useOf declared)
        |> Option.defaultValue Use.Create
    | Declaration.Enum _ -> Use.Create

/// All declarations, once every schema has been looked at.
let declarations (context: Context) : Declaration list =
    [ for name in context.Order do
          match context.Declared[name] with
          | Declaration.Union union ->
              Declaration.Union
                  { union with
                      Common =
                          commonOf context.Declared name
                          // The first case's words on a member that all cases have may be true of that case alone.
                          |> List.map (fun entry ->
                              match Documentation.memberOf name entry.Json context.Documentation with
                              | Some summary -> { entry with Summary = summary }
                              | None -> entry)
                      Use = useOf context.Declared name }
          | declaration -> declaration ]
