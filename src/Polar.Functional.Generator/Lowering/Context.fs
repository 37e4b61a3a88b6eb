namespace Polar.Functional.Generator

open System.Collections.Generic

/// What is being built; declarations are found by name, in the order in which they were met.
type internal Context =
    {
        Schemas: Map<string, Shape>
        UseOf: string -> Use
        /// The schemas that bodies of calls are made of.
        Sent: Set<string>
        Documentation: Documentation
        Declared: Dictionary<string, Declaration>
        Order: List<string>
        /// The shape that each record and each union was declared for.
        Shapes: Dictionary<string, Shape>
        /// Names of inline schemas, by their shape.
        Inline: Dictionary<Shape, string>
    }

[<RequireQualifiedAccess>]
module internal Context =

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
          Sent = Usage.ofBodies document
          Documentation = documentation
          Declared = Dictionary()
          Order = List()
          Shapes = Dictionary()
          Inline = namedInline document }

    /// Keeps a declaration, unless its name is taken.
    let declare (context: Context) (name: string) (declaration: Declaration) : unit =
        if context.Declared.TryAdd(name, declaration) then
            context.Order.Add name

    /// Whether a record or a union is declared already; one of that name with another shape is refused.
    let isDeclared (context: Context) (path: string) (name: string) (shape: Shape) : bool =
        match context.Shapes.TryGetValue name with
        | true, known when known = shape -> true
        | true, _ -> refuse path $"the name {name} stands for something else already"
        | false, _ ->
            if context.Declared.ContainsKey name then
                refuse path $"the name {name} stands for something else already"

            context.Shapes[name] <- shape
            false
