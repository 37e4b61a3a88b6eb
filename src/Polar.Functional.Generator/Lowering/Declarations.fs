/// From shapes to declarations: names, presence of members, unions and how they find their case.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Declarations

open System

let private isPage (schema: string) =
    schema.StartsWith("ListResource_", StringComparison.Ordinal)

let private isCursorPage (schema: string) =
    schema.StartsWith("ListResourceWithCursorPagination_", StringComparison.Ordinal)

/// What a page is full of.
let private itemOf (context: Context) (page: string) : Shape =
    match context.Schemas.TryFind page with
    | Some(Shape.Object { Members = members }) ->
        members
        |> List.tryPick (fun entry ->
            match entry.Json, entry.Shape with
            | "items", Shape.List list -> Some list.Items
            | _ -> None)
    | _ -> None
    |> Option.defaultWith (fun () -> refuse (schemaPath page) "a page needs a list of items")

let private presence (usage: Use) (entry: MemberShape) =
    match entry.Required, Scalars.isNullable entry.Shape, usage with
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

/// A tuple's item: a text, or a text of several known ones.
let private isText (context: Context) (item: Shape) =
    match item with
    | Shape.Reference schema ->
        match context.Schemas.TryFind schema with
        | Some(Shape.Enumeration _) -> true
        | _ -> false
    | item -> Scalars.ofShape item = Some Scalar.Text

/// Where a place is: a schema of the document, perhaps with a member, or an operation.
let private placePath (place: string) =
    match place.Split '.' with
    | [| operation |] when operation.Contains ':' -> operation
    | [| schema |] -> schemaPath schema
    | [| schema; json |] when not (schema.Contains ':') -> schemaPath schema /+ "properties" /+ json
    | _ -> place

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
    | Shape.Tuple items ->
        if not (items |> List.forall (isText context)) then
            refuse (placePath place) "only tuples of texts are understood"

        TypeRef.List(TypeRef.Scalar Scalar.Text)
    | Shape.Map map -> TypeRef.Map(typeOf context place map.Values)
    | Shape.Reference schema -> ofReference context schema
    | Shape.Enumeration values ->
        let name = inlineName context place shape
        declareEnum context name values None
        TypeRef.Named name
    | Shape.Union union ->
        match Scalars.ofShape shape with
        | Some scalar -> TypeRef.Scalar scalar
        | None -> ofUnion context place shape union
    | Shape.Object members ->
        let name = inlineName context place shape
        declareRecord context name name (context.UseOf name) members
        TypeRef.Named name
    | _ ->
        match Scalars.ofShape shape with
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
        TypeRef.PageOrCursor(typeOf context place (itemOf context page))
    | _ ->
        let name = inlineName context place shape
        declareUnion context name place union None
        TypeRef.Named name

and private ofReference context schema =
    match context.Schemas.TryFind schema with
    | Some _ when isCursorPage schema || isPage schema -> TypeRef.Page(typeOf context schema (itemOf context schema))
    | Some(Shape.Reference other) -> ofReference context other
    | Some(Shape.Nullable _) -> refuse (schemaPath schema) "a schema of its own that may be null is not understood"
    | Some(Shape.Map _ | Shape.List _ as collection) -> typeOf context schema collection
    | Some shape when (Scalars.ofShape shape).IsSome -> typeOf context schema shape
    | Some shape ->
        ofSchema context schema shape
        TypeRef.Named(Naming.ofSchema schema)
    | None -> refuse (schemaPath schema) "a reference leads here, but there is no such schema"

/// Declares a schema of the document, and everything that it needs.
and ofSchema (context: Context) (schema: string) (shape: Shape) : unit =
    let name = Naming.ofSchema schema

    match shape with
    | Shape.Enumeration values -> declareEnum context name values (Documentation.schema schema context.Documentation)
    | Shape.Object members -> declareRecord context name schema (context.UseOf schema) members
    | Shape.Union union when (Scalars.ofShape shape).IsNone -> declareUnion context name schema union None
    // Other names for what needs no declaration.
    | _ -> ()

and private declareEnum context name values summary =
    let values =
        match context.Declared.TryGetValue name with
        | true, Declaration.Enum existing ->
            // The same enumeration with fewer or more values elsewhere: enumerations are open, so one type has them all.
            let known = existing.Values |> List.map fst
            known @ List.except known values
        | true, _ -> refuse (schemaPath name) $"the name {name} stands for something else already"
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
        Context.declare context name declaration

and private declareRecord context name schema usage shape =
    if not (Context.isDeclared context (placePath schema) name (Shape.Object shape)) then
        // Reserved before its members are looked at, since a schema may hold itself.
        Context.declare
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
                        Presence =
                          presence
                              usage
                              { entry with
                                  Required = Corrections.isRequired schema entry }
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

and private isEnum context name =
    match context.Declared[name] with
    | Declaration.Enum _ -> true
    | _ -> false

and private setBase context parent name =
    match context.Declared[name] with
    | Declaration.Record record when record.Base.IsNone || record.Base = Some parent ->
        context.Declared[name] <- Declaration.Record { record with Base = Some parent }
    | Declaration.Union union when union.Base.IsNone || union.Base = Some parent ->
        context.Declared[name] <- Declaration.Union { union with Base = Some parent }
    | _ -> refuse (schemaPath name) $"a case of '{parent}' that is a case of another union already"

and private declareUnion context name place union parent =
    if not (Context.isDeclared context (placePath place) name (Shape.Union union)) then
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
              Constructors = []
              Use = Use.Create
              Summary = summary }

        Context.declare context name (Declaration.Union reserve)

        let cases =
            union.Cases
            |> List.map (fun case ->
                match typeOf context (place + "Case") case with
                | TypeRef.Named name when not (isEnum context name) -> name
                | _ -> refuse (placePath place) "a union may only have objects and unions as cases")

        for case in cases do
            setBase context name case

        let selection =
            match union.Discriminator with
            | Some(property, mapping) ->
                let mapping = [ for value, schema in mapping -> value, Naming.ofSchema schema ]

                for value, case in mapping do
                    if not (List.contains case cases) then
                        refuse (placePath place) $"'{value}' leads to {case}, which is no case of the union"

                Selection.ByProperty(property, mapping)
            | None ->
                Selection.ByShape(
                    List.zip cases union.Cases
                    |> List.collect (fun (case, shape) -> Leaves.ofCase context.Schemas case shape)
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

/// What a type that is declared is for.
let summaryOf (context: Context) (ofType: TypeRef) : string option =
    match ofType with
    | TypeRef.Named name ->
        match context.Declared[name] with
        | Declaration.Enum item -> Some item.Summary
        | Declaration.Record item -> Some item.Summary
        | Declaration.Union item -> Some item.Summary
    | _ -> None
